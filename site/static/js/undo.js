// Undoes the removal of blocks and list items of a StreamField, the last one first.
//
// Wagtail hides a removed block and marks it in the form with a hidden field; its object stays alive. Undoing puts the same
// object back, with what was typed in it, its id and its own undo history. Autosave sees the form change and saves it.
// Wagtail has no event for removals, so `deleteBlock` of its sequences is wrapped; `restore` is its opposite.
// Other scripts use `window.pomostUndo`: `offer({message, focus, undo})`, and `remove(sequence, child)`, which removes a block
// without offering anything and returns the function that puts it back.

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
    button.hidden = !step?.undo;
  }

  // A step without `undo` is a message alone, which the next one replaces.
  function offer(step) {
    if (steps.at(-1) && !steps.at(-1).undo) steps.pop();
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

  function remove(sequence, child, options) {
    const index = sequence.children.indexOf(child);
    if (index < 0) return () => {};
    const inserter = sequence.inserters[index];
    const reopenComments = window.pomostComments?.under(child.getContentPath());
    deleteBlock.call(sequence, index, options);
    return () => {
      restore(sequence, child, inserter, index);
      reopenComments?.();
    };
  }

  sequences.deleteBlock = function deleteAndOffer(index, options) {
    const child = this.children[index];
    const name = nameOf(child);
    const focus = child.element.contains(document.activeElement);
    const putBack = remove(this, child, options);
    offer({
      message: bar.dataset.removed.replace("{name}", () => name),
      focus,
      undo: () => {
        putBack();
        return bar.dataset.restored.replace("{name}", () => name);
      },
    });
  };

  window.pomostUndo = { offer, remove, say: (text) => { status.textContent = text; } };
  button.addEventListener("click", undo);
  bar.querySelector("[data-undo-close]").addEventListener("click", () => {
    // A message alone hides; what can be undone before it is shown again.
    if (steps.at(-1)?.undo) steps.length = 0;
    else steps.pop();
    show();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
    // Text fields, the rich text editor and the editor of tables undo what was typed in them.
    if (event.target.closest("input, textarea, select, [contenteditable=true], .handsontable") || !steps.at(-1)?.undo) return;
    event.preventDefault();
    undo();
  });
})();
