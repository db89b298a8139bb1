// Keeps lessons for reading without a connection, and says what is kept and what waits to be sent.
// All words come from the page: [data-words] elements of the panel.

const { flush, put, remove, textOf, waiting } = globalThis.pomostOutbox;
const KEPT = "pomost-kept-1";
const OWNER = "pomost-kept-for";
const panel = document.querySelector("[data-offline]");

function words(name, values = {}) {
  const text = panel.querySelector(`[data-words="${name}"]`)?.textContent ?? "";
  return Object.entries(values).reduce((sum, [key, value]) => sum.replaceAll(`{${key}}`, value), text).trim();
}

// The plural forms of Polish: 1, 2 to 4, others.
function counted(name, count) {
  const last = count % 10;
  const tens = count % 100;
  const form = count === 1 ? "one" : last >= 2 && last <= 4 && (tens < 12 || tens > 14) ? "few" : "many";
  return words(`${name}-${form}`, { count });
}

const here = () => location.href.split(/[?#]/)[0];
const lessonLinks = () => [
  ...new Set([...document.querySelectorAll(".lesson-bar a[href]")].map((link) => link.href.split(/[?#]/)[0])),
];

function filesOf(page) {
  const files = new Set();
  const add = (address) => {
    if (!address) return;
    const url = new URL(address, location.href);
    if (url.origin === location.origin) files.add(url.href);
  };
  for (const link of page.querySelectorAll("link[rel=stylesheet], link[rel=preload], link[rel=icon]")) add(link.getAttribute("href"));
  for (const script of page.querySelectorAll("script[src]")) add(script.getAttribute("src"));
  for (const use of page.querySelectorAll("use[href]")) add(use.getAttribute("href").split("#")[0] || null);
  for (const image of page.querySelectorAll("main img")) {
    add(image.getAttribute("src"));
    for (const part of (image.getAttribute("srcset") ?? "").split(",")) add(part.trim().split(/\s+/)[0]);
  }
  return files;
}

async function fetchPage(address) {
  const response = await fetch(address, { credentials: "same-origin" });
  if (!response.ok || response.redirected) throw new Error(`${response.status} ${address}`);
  return response;
}

async function keep(addresses, progress) {
  const cache = await caches.open(KEPT);
  const files = new Set();
  let done = 0;
  for (const address of [panel.dataset.fallback, ...addresses]) {
    const response = await fetchPage(address);
    const text = await response.clone().text();
    for (const file of filesOf(new DOMParser().parseFromString(text, "text/html"))) files.add(file);
    await cache.put(address, response);
    done += 1;
    progress(done);
  }
  for (const { name } of performance.getEntriesByType("resource")) {
    if (name.startsWith(new URL(panel.dataset.static, location.href).href)) files.add(name);
  }
  for (const file of files) {
    if (!(await cache.match(file))) await cache.add(file);
  }
  localStorage.setItem(OWNER, panel.dataset.owner);
  navigator.storage?.persist?.();
}

async function keptPages() {
  if (!(await caches.has(KEPT))) return [];
  const cache = await caches.open(KEPT);
  const found = [];
  for (const request of await cache.keys()) {
    const url = new URL(request.url);
    if (url.pathname === panel.dataset.fallback || url.pathname.startsWith(panel.dataset.static)) continue;
    const response = await cache.match(request, { ignoreVary: true });
    if (!(response.headers.get("Content-Type") ?? "").startsWith("text/html")) continue;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    found.push({ url: request.url, title: page.querySelector("h1")?.textContent.trim() ?? url.pathname });
  }
  return found;
}

async function showState() {
  const status = panel.querySelector("[data-offline-status]");
  const all = await waiting(panel.dataset.owner);
  const entries = all.filter((entry) => !entry.refused);
  showRefused(all.filter((entry) => entry.refused));
  const parts = [];
  if (!navigator.onLine) parts.push(words("offline"));
  parts.push(entries.length ? counted("waiting", entries.length) : navigator.onLine ? words("all-saved") : "");
  const text = parts.filter(Boolean).join(" ");
  if (status.textContent !== text) status.textContent = text;
}

// Texts that were not taken: to be copied, and removed by whoever wrote them.
function showRefused(entries) {
  const list = panel.querySelector("[data-offline-refused]");
  list.hidden = !entries.length;
  list.replaceChildren(
    ...entries.map((entry) => {
      const item = document.createElement("li");
      const said = document.createElement("p");
      said.textContent = `${entry.label}: ${words("refused-text")}`;
      const text = document.createElement("blockquote");
      text.className = "note-quote";
      text.textContent = textOf(entry);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = words("refused-drop");
      button.addEventListener("click", () => remove(entry.id));
      item.append(said, text, button);
      return item;
    }),
  );
}

// By id: an answer on the open page is sent by its exercise and by the outbox, and recorded once.
const became = new Map();

function resultWords(entry, result) {
  if (!entry.form) return words(`result-${result}`);
  return words(result === "saved" ? "result-form-saved" : "result-form-refused");
}

function showResults(results) {
  const list = panel.querySelector("[data-offline-results]");
  const told = results.filter(({ entry, result }) => result === "saved" || !textOf(entry));
  for (const { entry, result } of told) became.set(entry.id, `${entry.label}: ${resultWords(entry, result)}`);
  if (!became.size) return;
  list.replaceChildren(
    ...[...became.values()].map((text) => {
      const item = document.createElement("li");
      item.textContent = text;
      return item;
    }),
  );
  list.hidden = false;
}

// A form whose change is the same however often it is sent: what does not get through waits with the answers.
async function sendForm(form) {
  const status = panel.querySelector("[data-offline-keeping]");
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" });
    if (!response.ok) throw new Error(String(response.status));
    if (new URL(response.url).pathname === location.pathname) location.reload();
    else location.assign(response.url); // to sign in
  } catch {
    const url = form.getAttribute("action");
    const label = `${form.dataset.outbox}, ${panel.dataset.lesson}`;
    const id = [url, form.elements.anchor?.value, form.elements.quote?.value].filter(Boolean).join("#");
    await put({ id, url, fields: [...new FormData(form)], owner: panel.dataset.owner, label, form: true });
    status.textContent = words("form-kept");
    status.scrollIntoView({ block: "center" });
  }
}

let sending = null;
async function send() {
  sending ??= flush(panel.dataset.owner, panel.dataset.token).finally(() => (sending = null));
  showResults(await sending);
  await showState();
}

async function showKept() {
  const pages = await keptPages();
  const list = panel.querySelector("[data-offline-kept]");
  const isKept = pages.some(({ url }) => url === here());
  list.replaceChildren(
    ...pages.map(({ url, title }) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = url;
      link.textContent = title;
      item.append(link);
      return item;
    }),
  );
  list.closest("[data-offline-list]").hidden = !pages.length;
  for (const button of panel.querySelectorAll("[data-offline-keep]")) button.hidden = isKept;
  for (const button of panel.querySelectorAll("[data-offline-drop]")) button.hidden = !pages.length;
  const course = panel.querySelector("[data-offline-course]");
  if (course) course.hidden = lessonLinks().every((link) => pages.some(({ url }) => url === link));
}

async function act(button, work) {
  const status = panel.querySelector("[data-offline-keeping]");
  button.setAttribute("aria-disabled", "true");
  try {
    await work((text) => (status.textContent = text));
  } catch {
    status.textContent = words("not-kept");
  }
  button.removeAttribute("aria-disabled");
  await showKept();
}

async function start() {
  panel.hidden = false;
  const keepAll = (addresses) => async (say) => {
    say(words("keeping"));
    await navigator.serviceWorker.register(panel.dataset.worker, { scope: "/" });
    await navigator.serviceWorker.ready;
    await keep(addresses, (done) => say(`${words("keeping")} ${Math.max(done - 1, 0)}/${addresses.length}`));
    say(words("kept"));
  };
  panel.querySelector("[data-offline-keep]")?.addEventListener("click", ({ currentTarget }) => act(currentTarget, keepAll([here()])));
  panel
    .querySelector("[data-offline-course]")
    ?.addEventListener("click", ({ currentTarget }) => act(currentTarget, keepAll([...new Set([...lessonLinks(), here()])])));
  panel.querySelector("[data-offline-drop]")?.addEventListener("click", ({ currentTarget }) =>
    act(currentTarget, async (say) => {
      await caches.delete(KEPT);
      for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
      say(words("dropped"));
    }),
  );
  const keptFor = localStorage.getItem(OWNER);
  if (keptFor && keptFor !== panel.dataset.owner) await caches.delete(KEPT); // another account on this device
  addEventListener("pomost:outbox", showState);
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-outbox]")) return;
    event.preventDefault();
    sendForm(event.target);
  });
  addEventListener("pomost:sent", ({ detail }) => showResults([detail]));
  addEventListener("online", send);
  addEventListener("offline", showState);
  showKept();
  showState();
  send();
}

if (panel && "serviceWorker" in navigator && "caches" in globalThis) start();
