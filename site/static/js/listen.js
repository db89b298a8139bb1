// Reads the lesson aloud with the browser's own voice, sentence by sentence, and marks the one that is read.
// Words for the reader come from the panel's data attributes. Only a voice of the device is used, for others send the text
// to whoever made them; without one in the language of the lesson nothing is shown.

const panel = document.querySelector("[data-listen]");
const RATE = "pomost-listen-rate";
const SKIPPED = ".exercise, .visually-hidden, .anchor, .table-scroll, svg, [hidden]";
const PARTS = "h2, h3, h4, p, li, dt, dd, blockquote, figcaption, summary";

/** The sentences of the text in order: {text, range}. */
function sentencesOf(root, language) {
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  const found = [];
  for (const part of root.querySelectorAll(PARTS)) {
    if (part.closest(SKIPPED) || part.querySelector(PARTS)) continue;
    const nodes = [];
    let text = "";
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (node.parentElement.closest(SKIPPED)) continue;
      nodes.push({ node, start: text.length });
      text += node.data;
    }
    for (const { segment, index } of segmenter.segment(text)) {
      if (segment.trim()) found.push({ text: segment.trim(), range: rangeOf(nodes, index, index + segment.trimEnd().length) });
    }
  }
  return found;
}

function rangeOf(nodes, from, to) {
  const range = document.createRange();
  const place = (offset) => nodes.findLast(({ start }) => start <= offset) ?? nodes[0];
  const first = place(from);
  const last = place(Math.max(to - 1, from));
  range.setStart(first.node, from - first.start);
  range.setEnd(last.node, Math.min(to - last.start, last.node.length));
  return range;
}

class Reader {
  constructor(voice, language) {
    this.voice = voice;
    this.language = language;
    this.sentences = sentencesOf(document.querySelector("main .prose"), language);
    this.place = 0;
    this.state = "stopped";
    this.turn = 0;
    this.status = panel.querySelector("[role=status]");
    this.toggle = panel.querySelector("[data-listen-toggle]");
    this.stopper = panel.querySelector("[data-listen-stop]");
    this.rate = panel.querySelector("select");
    this.rate.value = localStorage.getItem(RATE) ?? "1";
    this.toggle.addEventListener("click", () => (this.state === "reading" ? this.pause() : this.read()));
    this.stopper.addEventListener("click", () => this.stop());
    this.rate.addEventListener("change", () => {
      localStorage.setItem(RATE, this.rate.value);
      if (this.state === "reading") this.read();
    });
    for (const [name, step] of [["back", -1], ["forward", 1]]) {
      panel.querySelector(`[data-listen-${name}]`).addEventListener("click", () => this.move(step));
    }
    addEventListener("pagehide", () => speechSynthesis.cancel());
    this.show();
  }

  read() {
    this.state = "reading";
    this.show();
    this.speak();
  }

  // Each sentence is spoken by itself: Chromium stops a long one after fifteen seconds, and tells no place in it.
  speak() {
    const turn = ++this.turn;
    speechSynthesis.cancel();
    const sentence = this.sentences[this.place];
    if (!sentence) {
      this.stop(panel.dataset.end);
      return;
    }
    const utterance = new SpeechSynthesisUtterance(sentence.text);
    Object.assign(utterance, { voice: this.voice, lang: this.voice.lang, rate: Number(this.rate.value) });
    utterance.onend = () => {
      if (turn !== this.turn || this.state !== "reading") return;
      this.place += 1;
      this.speak();
    };
    utterance.onerror = ({ error }) => {
      if (turn === this.turn && !["canceled", "interrupted"].includes(error)) this.stop(panel.dataset.failed);
    };
    speechSynthesis.speak(utterance);
    this.mark(sentence.range);
  }

  mark(range) {
    if (globalThis.Highlight && CSS.highlights) CSS.highlights.set("listen", new Highlight(range));
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 80 || bottom > innerHeight - 120) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
    }
  }

  move(step) {
    this.place = Math.min(Math.max(this.place + step, 0), this.sentences.length - 1);
    if (this.state === "reading") this.speak();
    else if (this.state === "paused") this.mark(this.sentences[this.place].range);
  }

  pause() {
    this.state = "paused";
    this.turn += 1;
    speechSynthesis.cancel();
    this.show();
  }

  stop(said = "") {
    this.state = "stopped";
    this.turn += 1;
    this.place = 0;
    speechSynthesis.cancel();
    CSS.highlights?.delete("listen");
    this.show();
    this.status.textContent = said;
  }

  show() {
    const { listen, pause, resume } = panel.dataset;
    this.toggle.querySelector("span").textContent = { reading: pause, paused: resume, stopped: listen }[this.state];
    for (const part of panel.querySelectorAll("[data-listen-while]")) part.hidden = this.state === "stopped";
    this.status.textContent = "";
  }
}

function voiceOf(language) {
  const speaks = ({ lang, localService }) => localService && lang.toLowerCase().startsWith(language);
  return speechSynthesis.getVoices().find(speaks);
}

function start() {
  const language = document.querySelector("main .prose")?.lang || document.documentElement.lang;
  let reader = null;
  const begin = () => {
    const voice = voiceOf(language);
    if (reader || !voice) return;
    reader = new Reader(voice, language);
    panel.hidden = !reader.sentences.length;
  };
  speechSynthesis.addEventListener("voiceschanged", begin);
  begin();
}

if (panel && "speechSynthesis" in globalThis && "Segmenter" in Intl) start();
