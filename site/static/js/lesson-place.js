// Keeps the heading or exercise of a lesson that is last in view, so that the learner resumes there.
// Without this file the learner resumes at the lesson.

const WAIT = 8000;
const text = document.querySelector("[data-place-url]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const places = text ? [...text.querySelectorAll("h2[id], h3[id], h4[id], [id^=cwiczenie-]")] : [];
let kept = "";
let timer = 0;

// The last place whose beginning is above the middle of the window; none at the top of the page.
function current() {
  if (scrollY < 40) return "";
  const middle = innerHeight / 2;
  return places.filter((place) => place.getBoundingClientRect().top < middle).at(-1)?.id ?? "";
}

function send() {
  clearTimeout(timer);
  timer = 0;
  const place = current();
  if (!place || place === kept) return;
  const form = new FormData();
  form.set("csrfmiddlewaretoken", token);
  form.set("place", place);
  if (navigator.sendBeacon(text.dataset.placeUrl, form)) kept = place;
}

if (places.length && token) {
  // An answer says better where to go on, so the place at which it was given is not sent after it.
  document.addEventListener("submit", () => (kept = current()));
  addEventListener("scroll", () => (timer ||= setTimeout(send, WAIT)), { passive: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
}
