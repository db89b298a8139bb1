// Fits the frames of activities that are not our own to what is in them, and shows what became of them.
// The parts of the page that a completed activity changes are taken from the page as it is now.

const LEAST = 40;
const MOST = 20000;

const frames = [...document.querySelectorAll("iframe[data-hosted]")];

const part = (frame, name) => frame.closest(".hosted").querySelector(`[${name}]`);

async function refreshPage() {
  const response = await fetch(location.href, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!response.ok || response.redirected) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const fresh of page.querySelectorAll("[data-renewed]")) {
    const old = document.querySelector(`[data-renewed="${fresh.dataset.renewed}"]`);
    if (old && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
}

const heard = {
  size(frame, { height }) {
    if (!Number.isFinite(height)) return;
    frame.height = Math.min(Math.max(height, LEAST), MOST);
  },

  progress(frame, { completion }) {
    const said = part(frame, "data-said");
    if (!said || !Number.isFinite(completion)) return;
    const done = completion >= 1;
    if (done && said.textContent !== said.dataset.completed) said.textContent = said.dataset.completed;
    if (done && !frame.done) refreshPage();
    frame.done = done;
  },

  closed(frame) {
    const closed = part(frame, "data-closed");
    if (closed) closed.hidden = false;
  },

  // What blocks tell while an editor writes in them.
  notify(frame, { event, state, message }) {
    frame.dispatchEvent(new CustomEvent("pomost:notify", { detail: { event, state, message }, bubbles: true }));
  },
};

// The origin of a sandboxed frame is opaque and called "null"; which frame it is, its window tells.
window.addEventListener("message", (event) => {
  if (event.origin !== "null" || event.data?.pomost !== "activity") return;
  const frame = frames.find(({ contentWindow }) => contentWindow === event.source);
  if (frame && Object.hasOwn(heard, event.data.type)) heard[event.data.type](frame, event.data);
});

// A frame that was faster than this script says its height again. An opaque origin has no other name than "*".
for (const frame of frames) {
  const ask = () => frame.contentWindow.postMessage({ pomost: "page" }, "*");
  frame.addEventListener("load", ask);
  ask();
}

for (const link of document.querySelectorAll("[data-reload]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    location.reload();
  });
}
