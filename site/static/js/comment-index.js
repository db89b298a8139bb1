// Lists all comments at the top of the comments panel. Each leads to its comment and field.
//
// Wagtail shows a comment at the height of its field, which in a long form is mostly out of sight. With ?comment=<id> in
// the address, as in e-mails, it selects that comment and leaves the panel closed.

document.addEventListener("DOMContentLoaded", () => {
  const OPENING = 600; // milliseconds in which the panel opens and the form gets narrower
  const SETTLING = 5_000; // milliseconds in which the form may still grow
  const EVERY = 200; // milliseconds between two looks at where the field is
  const LEAST_SEEN = 100; // pixels of the field
  const index = document.querySelector("[data-comment-index]");
  const app = window.comments && window.comments.commentApp;
  if (!index || !app) return;
  const list = index.appendChild(document.createElement("ol"));
  const count = index.querySelector("[data-comment-count]");
  const none = document.querySelector("[data-comment-none]");
  let wanted = Number(new URLSearchParams(window.location.search).get("comment"));
  let drawn = null;
  let first = true; // until there was a comment: whether the list opens by itself, for comments that are out of sight

  const fieldOf = ({ annotation }) => {
    const anchor = annotation && annotation.getAnchorNode && annotation.getAnchorNode();
    return anchor && anchor.isConnected ? anchor.closest("[data-contentpath]") : null;
  };

  const labelOf = (comment) => {
    const field = fieldOf(comment);
    if (!field) return index.dataset.elsewhere;
    const label = field.querySelector("label") || field.closest("[data-panel]")?.querySelector("[data-panel-heading-text]");
    return label ? label.textContent.replace(/\s*\*?\s*$/, "").trim() : "";
  };

  // A field in a group that is closed has no place: that of the group counts.
  const topOf = (comment) => {
    let shown = fieldOf(comment);
    while (shown && !shown.getClientRects().length) shown = shown.parentElement;
    return shown ? shown.getBoundingClientRect().top : Infinity;
  };

  const openGroups = (field) => {
    for (let panel = field; (panel = panel?.parentElement?.closest("[data-panel]")); )
      panel.querySelector(":scope > .w-panel__header [data-panel-toggle][aria-expanded=false]")?.click();
  };

  // Editors of rich text above the field draw themselves late and push it away, and Wagtail scrolls to where the comment
  // was; the first touch of the reader ends this.
  const keepInView = (field) => {
    if (!field) return;
    const show = () => {
      openGroups(field);
      const { top, bottom } = field.getBoundingClientRect();
      if (top < 0 || top > window.innerHeight - LEAST_SEEN || bottom < LEAST_SEEN) field.scrollIntoView({ block: "center" });
    };
    const repeated = setInterval(show, EVERY);
    const stop = () => clearInterval(repeated);
    for (const touch of ["wheel", "touchstart", "keydown", "mousedown"])
      window.addEventListener(touch, stop, { once: true, passive: true });
    setTimeout(stop, SETTLING);
    field.scrollIntoView({ block: "center" });
  };

  const focus = (comment) => {
    index.open = false;
    openGroups(fieldOf(comment));
    app.store.dispatch(app.actions.setFocusedComment(comment.localId, { updatePinnedComment: true, forceFocus: true }));
    keepInView(fieldOf(comment));
  };

  const entry = (comment) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    const place = document.createElement("strong");
    place.textContent = labelOf(comment);
    button.type = "button";
    button.append(place, ` ${comment.author ? comment.author.name : ""}: ${comment.text}`);
    button.addEventListener("click", () => focus(comment));
    item.append(button);
    return item;
  };

  const draw = () => {
    const all = [...app.store.getState().comments.comments.values()];
    const shown = all.filter(({ mode, deleted, resolved }) => mode !== "creating" && !deleted && !resolved);
    const asked = shown.find((comment) => comment.remoteId === wanted && fieldOf(comment));
    if (asked) {
      wanted = null;
      setTimeout(() => focus(asked), OPENING);
    }
    const key = JSON.stringify(shown.map((comment) => [comment.localId, comment.text, labelOf(comment)]));
    if (key === drawn) return;
    drawn = key;
    shown.sort((one, other) => topOf(one) - topOf(other));
    list.replaceChildren(...shown.map(entry));
    count.textContent = shown.length;
    index.hidden = !shown.length;
    index.open = index.open || (first && shown.some((comment) => topOf(comment) > window.innerHeight));
    first = !shown.length;
    none.hidden = all.length > 0;
  };

  app.store.subscribe(draw);
  if (wanted) document.querySelector('[data-side-panel="comments"]').dispatchEvent(new Event("open"));
  draw();
});
