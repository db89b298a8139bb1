// Keeps the heading or exercise of a lesson that is last in view, or the second of a film that plays, so that the
// learner resumes there. Without this file the learner resumes at the lesson.

const WAIT = 8000;
const text = document.querySelector("[data-place-url]");
const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const places = text ? [...text.querySelectorAll("h2[id], h3[id], h4[id], [id^=cwiczenie-]")] : [];
const resumed = document.querySelector(".place a[data-second]");
let kept = "";
let timer = 0;
let film; // the one that was played last

function inView(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top < innerHeight && bottom > 0;
}

// The second of a film that plays or was stopped in view, else the last place whose beginning is above the middle of
// the window; none at the top of the page.
function current() {
  if (film && !film.ended && film.currentTime >= 1 && (!film.paused || inView(film))) {
    return `${film.parentElement.id}@${Math.floor(film.currentTime)}`;
  }
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

// Winds the film to where the learner stopped: when they follow the link to it, and when they came to it from outside.
function wind() {
  const video = document.querySelector(`${resumed.hash} > video`);
  if (video && !video.played.length) video.currentTime = Number(resumed.dataset.second);
}

if (resumed) {
  resumed.addEventListener("click", wind);
  if (location.hash === resumed.hash) wind();
}

const films = text ? text.querySelectorAll(".film > video") : [];
if ((places.length || films.length) && token) {
  for (const video of films) {
    video.addEventListener("play", () => (film = video));
    video.addEventListener("timeupdate", () => !video.paused && (timer ||= setTimeout(send, WAIT)));
    video.addEventListener("pause", send);
  }
  // An answer says better where to go on, so the place at which it was given is not sent after it.
  document.addEventListener("submit", () => (kept = current()));
  addEventListener("scroll", () => (timer ||= setTimeout(send, WAIT)), { passive: true });
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());
}
