// The meaning of a term beside the word, when its link gets the focus by keyboard or is clicked. Esc closes it.
// The link leads to the glossary as it is without this file; once the meaning is open, Enter follows it.

(() => {
  const { more } = document.currentScript.dataset;
  if (!("popover" in HTMLElement.prototype)) return;

  const GAP = 8;
  let opener = null;

  const box = document.createElement("div");
  box.id = "znaczenie";
  box.className = "meaning";
  box.popover = "auto";
  const term = document.createElement("p");
  term.className = "meaning-term";
  const definition = document.createElement("p");
  const link = document.createElement("a");
  link.textContent = more;
  link.tabIndex = -1; // the word itself leads there by Enter: no second stop for each term
  const foot = document.createElement("p");
  foot.append(link);
  box.append(term, definition, foot);
  document.querySelector("main").append(box);

  function place() {
    const word = opener.getClientRects()[0];
    const width = document.documentElement.clientWidth;
    const left = Math.max(GAP, Math.min(word.left, width - box.offsetWidth - GAP));
    const below = word.bottom + GAP + box.offsetHeight <= innerHeight || word.top < box.offsetHeight + GAP;
    const top = below ? word.bottom + GAP : word.top - box.offsetHeight - GAP;
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  }

  function open(word) {
    opener?.removeAttribute("aria-describedby");
    opener = word;
    term.textContent = word.dataset.term;
    definition.textContent = word.dataset.definition;
    link.href = word.href;
    word.setAttribute("aria-describedby", box.id);
    if (!box.matches(":popover-open")) box.showPopover({ source: word });
    place();
  }

  function close() {
    if (box.matches(":popover-open")) box.hidePopover();
  }

  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed" || box.matches(":popover-open")) return;
    opener?.removeAttribute("aria-describedby");
    opener = null;
  });

  addEventListener("resize", close);

  document.addEventListener("focusin", ({ target }) => {
    if (target.matches("a.term:focus-visible")) open(target);
    else if (!box.contains(target)) close();
  });

  document.addEventListener("click", (event) => {
    const word = event.target.closest?.("a.term");
    if (!word || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const entered = event.detail === 0;
    if (entered && opener === word && box.matches(":popover-open")) return;
    event.preventDefault();
    open(word);
  });
})();
