// Submits an exercise without leaving the page. Without this file the same form is posted and the page reloads.
// Messages come from the form's data attributes; the response is the exercise, rendered again.

const WAIT = [2000, 5000, 15000, 30000];
const held = new Set();
const outbox = globalThis.pomostOutbox;
const panel = document.querySelector("[data-offline]");

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
}

function controlsOf(form) {
  return [...form.querySelectorAll("[name=answer], [name^='answer.']")];
}

function isChosen(control) {
  return control.type === "radio" || control.type === "checkbox";
}

// The fields of the answer among names and values of a form.
function answerIn(fields) {
  return [...fields].filter(([name]) => name === "answer" || name.startsWith("answer."));
}

// Whether the form has everything that the answer names: it may have been changed since.
function fits(form, answer) {
  const controls = controlsOf(form);
  return answer.every(([name, value]) =>
    controls.some((control) => {
      if (control.name !== name) return false;
      if (isChosen(control)) return control.value === value;
      return control.type !== "select-one" || [...control.options].some((option) => option.value === value);
    }),
  );
}

function fill(form, answer) {
  for (const control of controlsOf(form)) {
    const values = answer.filter(([name]) => name === control.name).map(([, value]) => value);
    if (isChosen(control)) control.checked = values.includes(control.value);
    else if (values.length) control.value = values[0];
  }
  form.dispatchEvent(new CustomEvent("pomost:filled", { bubbles: true }));
}

class Exercise {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[role=status]");
    this.button = form.querySelector("[type=submit]");
    this.attempt = 0;
    this.sending = false;
    this.timer = 0;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.submitter = event.submitter;
      this.send();
    });
    form.addEventListener("change", () => this.changed());
    form.addEventListener("input", () => this.changed());
    this.chooseAgain();
    this.sendWaiting();
  }

  say(text, failed = false) {
    this.status.classList.toggle("failed", failed);
    this.status.textContent = text;
  }

  // An answer that may have reached the server is sent again with its key, so that it is recorded once; another needs a new key.
  changed() {
    if (!held.has(this) && !this.sending) return;
    clearTimeout(this.timer);
    this.unhold();
    this.version = {};
    this.sending = false;
    this.busy(false);
    if (this.form.elements.key) this.form.elements.key.value = newKey();
    this.attempt = 0;
    this.say(this.form.dataset.unsent);
  }

  busy(on) {
    this.form.setAttribute("aria-busy", String(on));
    if (on) this.button?.setAttribute("aria-disabled", "true");
    else this.button?.removeAttribute("aria-disabled");
  }

  async send() {
    if (this.sending) return;
    clearTimeout(this.timer);
    const version = (this.version = {});
    if (!held.has(this)) this.madeAt = new Date().toISOString();
    this.sending = true;
    this.busy(true);
    this.say(this.form.dataset.saving);
    let response;
    let html = "";
    try {
      response = await fetch(this.form.action, {
        method: "POST",
        body: this.body(),
        headers: { "X-Requested-With": "fetch" },
        credentials: "same-origin",
        signal: AbortSignal.timeout(20000),
      });
      html = await response.text();
    } catch {
      response = null;
    }
    if (version !== this.version) return;
    this.sending = false;
    this.busy(false);
    if ((response?.ok || response?.status === 422) && !response.redirected) {
      this.tellPanel(response);
      this.replace(html);
    } else if (!response || response.status >= 500 || response.status === 429) this.hold();
    else if (this.isSignedOut(response)) this.askToSignIn();
    else this.refuse();
  }

  body() {
    const body = this.fields();
    body.append("made_at", this.madeAt);
    return body;
  }

  // With the name of the button that was pressed, where it has one.
  fields() {
    const fields = new FormData(this.form);
    if (this.submitter?.name) fields.append(this.submitter.name, this.submitter.value);
    return fields;
  }

  // Kept in the browser too where there is an account to keep it for, so that the page may be closed.
  async hold() {
    held.add(this);
    this.stored = await this.store();
    this.say(this.stored ? this.form.dataset.kept : this.form.dataset.failed, !this.stored);
    const wait = WAIT[Math.min(this.attempt, WAIT.length - 1)];
    this.attempt += 1;
    this.timer = setTimeout(() => this.send(), wait);
  }

  async store() {
    const key = this.form.elements.key?.value;
    if (!outbox || !panel || !key) return false;
    return outbox.put({
      id: key,
      url: this.form.getAttribute("action"),
      fields: [...this.fields()],
      owner: panel.dataset.owner,
      label: this.label(),
      at: this.madeAt,
    });
  }

  label() {
    return `${this.form.closest(".exercise").getAttribute("aria-label")}, ${panel.dataset.lesson}`;
  }

  // The panel lists what became of answers that waited, whoever of the two has sent them.
  tellPanel(response) {
    if (!this.stored) return;
    const entry = { id: this.form.elements.key.value, label: this.label() };
    dispatchEvent(new CustomEvent("pomost:sent", { detail: { entry, result: outbox.resultOf(response) } }));
  }

  unhold() {
    held.delete(this);
    this.stored = false;
    outbox?.remove(this.form.elements.key?.value);
  }

  // An answer that waits from an earlier visit is shown as it was given; the panel sends it.
  async sendWaiting() {
    if (!outbox || !panel) return;
    const action = this.form.getAttribute("action");
    const entry = (await outbox.waiting(panel.dataset.owner)).filter(({ url }) => url === action).pop();
    if (!entry) return;
    fill(this.form, answerIn(entry.fields));
    this.say(this.form.dataset.kept);
  }

  refuse() {
    this.unhold();
    this.say(this.form.dataset.refused, true);
  }

  // Redirected to the sign-in page, or the page's CSRF token is from before another sign-in.
  isSignedOut(response) {
    if (response.headers.has("X-Token-Refused")) return true;
    const place = new URL(this.form.dataset.signInUrl, location.href);
    return response.redirected && new URL(response.url).pathname === place.pathname;
  }

  askToSignIn() {
    this.unhold();
    const link = document.createElement("a");
    link.href = this.form.dataset.signInUrl;
    link.textContent = this.form.dataset.signIn;
    this.say("", true);
    this.status.append(`${this.form.dataset.signedOut} `, link);
    sessionStorage.setItem(this.form.action, JSON.stringify(answerIn(new FormData(this.form))));
  }

  // An answer that could not be sent before signing in is restored after it, in the same tab; the learner submits it.
  chooseAgain() {
    const answer = JSON.parse(sessionStorage.getItem(this.form.action) ?? "[]");
    sessionStorage.removeItem(this.form.action);
    if (!answer.length || !fits(this.form, answer)) return;
    fill(this.form, answer);
    this.say(this.form.dataset.unsent);
  }

  replace(html) {
    this.unhold();
    const old = this.form.closest(".exercise");
    const answer = new DOMParser().parseFromString(html, "text/html");
    const fresh = answer.querySelector(".exercise");
    if (!fresh) {
      this.refuse();
      return;
    }
    const status = fresh.querySelector("[role=status]");
    const saved = status?.textContent ?? "";
    if (status) status.textContent = "";
    old.replaceWith(fresh);
    start(fresh);
    renew(answer);
    const feedback = fresh.querySelector("[data-feedback]");
    (feedback ?? fresh.querySelector("input:checked") ?? controlsOf(fresh)[0])?.focus({ preventScroll: false });
    // A live region announces only changes after it was inserted.
    if (status) setTimeout(() => (status.textContent = saved), 150);
  }
}

// Updates progress and completion after the answer. The elements stay, so that their live regions announce the change.
function renew(answer) {
  for (const part of answer.querySelectorAll("[data-renewed]")) {
    const old = document.querySelector(`[data-renewed="${part.dataset.renewed}"]`);
    if (!old || old.innerHTML === part.innerHTML) continue;
    const open = old.querySelector("details")?.open;
    old.replaceChildren(...part.childNodes);
    if (open) old.querySelector("details").open = true;
  }
}

function start(root) {
  dispatchEvent(new CustomEvent("pomost:exercises", { detail: root }));
  for (const form of root.querySelectorAll("form[data-exercise]")) new Exercise(form);
}

addEventListener("online", () => held.forEach((exercise) => exercise.send()));
addEventListener("beforeunload", (event) => {
  if ([...held].some(({ stored }) => !stored)) event.preventDefault();
});
start(document);
