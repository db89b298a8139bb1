// Keyboard shortcuts of the review form. Each has a modifier, and none types a letter on a Polish keyboard:
// AltGr is neither Alt alone nor Ctrl alone. Without this file the same is done with Tab and Enter.

const form = document.querySelector("[data-review]");
const help = document.querySelector("[data-shortcuts]");

const decide = (value) => {
  const button = form.querySelector(`[name=decision][value=${value}]`);
  return { element: button, keys: value === "accepted" ? "Control+Enter" : "Alt+Enter", act: () => send(button) };
};

const shortcuts = {
  "Ctrl Enter": decide("accepted"),
  "Alt Enter": decide("returned"),
  "Alt KeyK": { element: form.elements.comment, keys: "Alt+K", act: () => form.elements.comment.focus() },
};
let sent = false;

// A key that is pressed twice decides once: the second request would find the next submission or an error.
function send(button) {
  if (sent) return;
  sent = true;
  form.requestSubmit(button);
}

function keysOf(event) {
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl === event.altKey || event.shiftKey || event.getModifierState("AltGraph")) return "";
  return `${ctrl ? "Ctrl" : "Alt"} ${event.code === "NumpadEnter" ? "Enter" : event.code}`;
}

document.addEventListener("keydown", (event) => {
  const shortcut = shortcuts[keysOf(event)];
  // On a link these keys open it in another tab.
  if (!shortcut || event.isComposing || event.target.closest("a")) return;
  event.preventDefault();
  if (!event.repeat) shortcut.act();
});
// A page that the browser kept while it went on to the next one.
addEventListener("pageshow", () => { sent = false; });

for (const { element, keys } of Object.values(shortcuts)) element.setAttribute("aria-keyshortcuts", keys);
help.hidden = false;
