// A note on the words that are selected in a lesson, and a mark on the words that notes are about.
// Without this file a note is on a passage that its form lists. Words are compared as learning.notes.passages does.

const LONGEST = 300;
const text = document.querySelector("[data-place-url]");
const words = document.querySelector("script[src*=lesson-notes]").dataset.words;
const boxes = [...text.querySelectorAll(".note-box")];

const isPassage = (element) =>
  !element.closest(".note-box, .exercise, form, thead") &&
  (element.matches("li") || !element.parentElement.closest("p, li, tr"));
const passages = [...text.querySelectorAll("p, li, tr")].filter(isPassage);

// The words of a passage with single spaces, and for each sign the text node and the place in it.
function wordsOf(passage) {
  const signs = [];
  const places = [];
  const add = (sign, node, offset) => {
    if (sign === " " && (!signs.length || signs.at(-1) === " ")) return;
    signs.push(sign);
    places.push([node, offset]);
  };
  const walk = (parent) => {
    for (const node of parent.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        for (let offset = 0; offset < node.data.length; offset += 1) {
          const sign = node.data[offset];
          add(/\s/.test(sign) ? " " : sign, node, offset);
        }
      } else if (node.nodeType === Node.ELEMENT_NODE && !node.matches("ul, ol")) {
        walk(node);
        if (node.matches("td, th")) add(" ", node, node.childNodes.length);
      }
    }
  };
  walk(passage);
  return { said: signs.join(""), places };
}

// The range of a quotation in a passage; null where it has no such words.
function rangeOf(quote, passage) {
  const { said, places } = wordsOf(passage);
  const start = said.indexOf(quote);
  if (start < 0) return null;
  const range = new Range();
  range.setStart(...places[start]);
  const [node, offset] = places[start + quote.length - 1];
  range.setEnd(node, Math.min(offset + 1, node.length ?? node.childNodes.length));
  return range;
}

function mark() {
  if (!("highlights" in CSS)) return;
  const quotes = boxes.map((box) => box.querySelector("input[name=quote]")?.value).filter(Boolean);
  const ranges = quotes.flatMap((quote) => passages.map((passage) => rangeOf(quote, passage)).find(Boolean) ?? []);
  CSS.highlights.set("notes", new Highlight(...ranges));
}

// The words that are selected in one passage, and the form that takes a note on them.
function selected() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const passage = passages.findLast((one) => one.contains(range.startContainer) && one.contains(range.endContainer));
  const quote = selection.toString().split(/\s+/).filter(Boolean).join(" ");
  if (!passage || !quote || quote.length > LONGEST || !wordsOf(passage).said.includes(quote)) return null;
  const after = (box) => passage.compareDocumentPosition(box) & Node.DOCUMENT_POSITION_FOLLOWING;
  const box = boxes.find((one) => after(one) && one.querySelector("[data-passages]"));
  return box ? { box, quote, range } : null;
}

const button = document.createElement("button");
button.type = "button";
button.className = "button note-selected";
button.textContent = words;
button.hidden = true;
document.body.append(button);

function offer() {
  const found = selected();
  button.hidden = !found;
  if (!found) return;
  const place = found.range.getBoundingClientRect();
  const left = Math.min(place.left, document.documentElement.clientWidth - button.offsetWidth - 8);
  button.style.left = `${Math.max(8, left) + scrollX}px`;
  button.style.top = `${place.bottom + 8 + scrollY}px`;
}

function begin() {
  const found = selected();
  if (!found) return;
  const { box, quote } = found;
  const choice = box.querySelector("[data-passages]");
  const known = [...choice.options].find((option) => option.value === quote);
  const option = known ?? new Option(`„${quote.length > 60 ? `${quote.slice(0, 60)}…` : quote}”`, quote);
  if (!known) choice.append(option);
  choice.value = option.value;
  box.open = true;
  button.hidden = true;
  getSelection().removeAllRanges();
  box.querySelector("textarea").focus();
}

button.addEventListener("pointerdown", (event) => event.preventDefault()); // keeps the selection
button.addEventListener("click", begin);
document.addEventListener("selectionchange", offer);
mark();
