// Ticks a requirement off without leaving the list. Without this file the same form is posted and the page reloads.
// Messages come from the form's data attributes; the response is the row, rendered again.

const form = document.querySelector(".duty-list");
const status = form?.querySelector("[role=status]");
const count = document.querySelector("[data-ticked]:not(form)");

const say = (text, failed = false) => {
  status.classList.toggle("visually-hidden", !failed);
  // Emptied first: the same words again would not be announced.
  status.textContent = "";
  setTimeout(() => (status.textContent = text), 50);
};

const send = async (button) => {
  const ticks = button.name === "odhacz";
  const body = new FormData(form);
  body.set(button.name, button.value);
  button.setAttribute("aria-disabled", "true");
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
      credentials: "same-origin",
      signal: AbortSignal.timeout(20000),
    });
    const text = await response.text();
    if (response.status === 409 || response.status === 429) return say(text, true);
    if (!response.ok || response.redirected) throw new Error(String(response.status));
    const row = new DOMParser().parseFromString(text, "text/html").querySelector(".duty");
    button.closest(".duty").replaceWith(row);
    row.querySelector("button").focus();
    if (count) count.textContent = Number(count.textContent) + (ticks ? 1 : -1);
    say(ticks ? form.dataset.ticked : form.dataset.unticked);
  } catch {
    say(form.dataset.failed, true);
  } finally {
    button.removeAttribute("aria-disabled");
  }
};

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.submitter && !event.submitter.getAttribute("aria-disabled")) send(event.submitter);
});
