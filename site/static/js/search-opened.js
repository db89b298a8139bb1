// Tells the site which place of the list of results was opened, so that editors see what is not found where it should.
//
// Sends the query, the page and the place, nothing about the visitor. Nothing depends on it. Visitors whose browser asks
// not to be tracked are not counted.

const { url, query, page } = document.currentScript.dataset;

const asksForPrivacy = navigator.globalPrivacyControl || navigator.doNotTrack === "1";

const placeOf = (link) => {
  if (link.closest(".promoted")) return 0;
  const item = link.closest(".results > li");
  return item ? [...document.querySelectorAll(".results > li")].indexOf(item) + 1 : null;
};

const tell = (event) => {
  const link = event.target.closest("a[href]");
  // Button 1 opens in a new tab; the right button opens the browser's menu.
  const place = link && event.button < 2 ? placeOf(link) : null;
  if (place !== null) navigator.sendBeacon(url, new URLSearchParams({ q: query, strona: page, miejsce: place }));
};

if (!asksForPrivacy && navigator.sendBeacon) {
  for (const kind of ["click", "auxclick"]) document.addEventListener(kind, tell);
}
