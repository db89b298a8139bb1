// Undoes the removal of blocks and list items of a StreamField, the last one first.
//
// Wagtail hides a removed block and marks it in the form with a hidden field; its object stays alive. Undoing puts the same
// object back, with what was typed in it, its id and its own undo history. Autosave sees the form change and saves it.
// Wagtail has no event for removals, so `deleteBlock` of its sequences is wrapped; `restore` is its opposite.
// Other scripts offer to undo their changes with the event `undo:offer`: {message, undo}.

(() => {
  const bar = document.querySelector("[data-undo-bar]");
  const streamField = window.wagtailStreamField;
  if (!bar || !streamField) return;
  const message = bar.querySelector("[data-undo-message]");
  const button = bar.querySelector("[data-undo]");
  const status = document.querySelector("[data-undo-status]");
  const steps = [];

  // The name of a block as the editor sees it: its label and the first words in it.
  function nameOf(child) {
    const label = child.blockDef.meta.label || bar.dataset.item;
    const text = child.getTextLabel({ maxLength: 50 });
    return text ? `${label}: ${text}` : label;
  }

  function show() {
    const step = steps.at(-1);
    bar.hidden = !step;
    message.textContent = step ? step.message : "";
  }

  function offer(step) {
    steps.push(step);
    show();
    status.textContent = step.message;
    // The button that was pressed is gone with its block.
    if (step.focus) button.focus();
  }

  function undo() {
    const step = steps.pop();
    if (!step) return;
    const said = step.undo();
    show();
    status.textContent = said || bar.dataset.reverted;
  }

  function restore(sequence, child, inserter, index) {
    const at = Math.min(index, sequence.children.length);
    const { children, inserters } = sequence;
    inserters[at].element.before(inserter.element, child.element);
    children.splice(at, 0, child);
    inserters.splice(at, 0, inserter);
    for (const { element } of [inserter, child]) {
      window.$(element).stop(true, true).show().removeAttr("aria-hidden");
    }
    child.deletedInput.val("");
    children.forEach((item, place) => {
      item.setIndex(place);
      item[place > 0 ? "enableMoveUp" : "disableMoveUp"]();
      item[place < children.length - 1 ? "enableMoveDown" : "disableMoveDown"]();
    });
    inserters.forEach((item, place) => item.setIndex(place));
    sequence.blockCountChanged();
    child.focus({ soft: true });
    child.element.scrollIntoView({ block: "nearest" });
  }

  // StreamBlock and ListBlock inherit `deleteBlock` from one class.
  const sequences = Object.getPrototypeOf(streamField.blocks.StreamBlock.prototype);
  const { deleteBlock } = sequences;
  sequences.deleteBlock = function deleteAndOffer(index, options) {
    const [child, inserter] = [this.children[index], this.inserters[index]];
    const name = nameOf(child);
    const focus = child.element.contains(document.activeElement);
    deleteBlock.call(this, index, options);
    offer({
      message: bar.dataset.removed.replace("{name}", name),
      focus,
      undo: () => {
        restore(this, child, inserter, index);
        return bar.dataset.restored.replace("{name}", name);
      },
    });
  };

  document.addEventListener("undo:offer", ({ detail }) => offer(detail));
  button.addEventListener("click", undo);
  bar.querySelector("[data-undo-close]").addEventListener("click", () => {
    steps.length = 0;
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
    // Text fields, the rich text editor and the editor of tables undo what was typed in them.
    if (event.target.closest("input, textarea, select, [contenteditable=true], .handsontable") || !steps.length) return;
    event.preventDefault();
    undo();
  });
})();
