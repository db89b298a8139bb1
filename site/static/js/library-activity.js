// In the admin: says what became of what was saved in the frame of an activity, and shows the draft anew.

const studio = document.querySelector("iframe[data-studio]");
const preview = document.querySelector("iframe[data-preview]");
const said = document.querySelector("[data-studio-said]");

function reload(frame) {
  frame.src = frame.getAttribute("src");
}

studio?.addEventListener("pomost:notify", ({ detail: { event, state, message } }) => {
  if (event === "save" && state === "end") {
    said.textContent = said.dataset.saved;
    reload(preview);
  } else if (event === "cancel") {
    reload(studio);
  } else if (event === "error") {
    said.textContent = message ? `${said.dataset.failed} ${message}` : said.dataset.failed;
  }
});
