// A quiz under way: saves answers as they are given, and shows the time that is left. Without it the form saves by its
// button, and the server keeps the time.

const SAVE_AFTER = 800; // milliseconds without a change
const WARN_AT = 60; // seconds

const form = document.querySelector("[data-quiz]");
const status = form?.querySelector("[data-quiz-status]");
let waiting;

async function save() {
  const body = new FormData(form);
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body,
      headers: { "X-Requested-With": "fetch" },
    });
    if (!response.headers.get("Content-Type")?.startsWith("application/json")) throw new Error("no answer");
    const answer = await response.json();
    if (answer.closed) {
      location.reload();
      return;
    }
    status.textContent = answer.message;
  } catch {
    status.textContent = form.dataset.failed;
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(save, SAVE_AFTER);
}

function clock(seconds) {
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
}

function count(timer) {
  const ends = Date.now() + Number(timer.dataset.seconds) * 1000;
  let warned = Number(timer.dataset.seconds) <= WARN_AT;
  timer.hidden = false;
  const tick = () => {
    const left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    timer.textContent = `${timer.dataset.label} ${clock(left)}`;
    if (left <= WARN_AT && !warned) {
      warned = true;
      status.textContent = timer.dataset.warning;
    }
    if (left === 0) {
      clearInterval(ticking);
      clearTimeout(waiting);
      form.requestSubmit(form.querySelector("[name=close]"));
    }
  };
  const ticking = setInterval(tick, 1000);
  tick();
}

if (form) {
  dispatchEvent(new CustomEvent("pomost:exercises", { detail: form }));
  for (const kind of ["input", "change"]) form.addEventListener(kind, soon);
  form.addEventListener("submit", () => clearTimeout(waiting));
  const timer = form.querySelector("[data-quiz-timer]");
  if (timer) count(timer);
}
