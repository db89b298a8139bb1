// Undoes the removal of the rows of an InlinePanel: sources, files, authors.
//
// Wagtail hides a removed row and marks it in the form, and tells so with an event; its fields stay. Where the removal has been
// saved meanwhile, the row has no id any more, so that it is saved as a new one.

(() => {
  const panels = window.InlinePanel?.prototype;
  const bar = document.querySelector("[data-undo-bar]");
  if (!panels || !bar || !window.pomostUndo) return;

  // The heading of the row and the first words in it.
  function nameOf(row) {
    const heading = row.querySelector("[data-panel-heading-text]")?.textContent.trim().replace(/\s+/g, " ") || bar.dataset.item;
    const fields = [...row.querySelectorAll("input:not([type=hidden], [type=checkbox]), textarea, .chooser__title, [data-chooser-title]")];
    const text = fields.map((field) => (field.value ?? field.textContent).trim()).find(Boolean);
    return text ? `${heading}: ${text.slice(0, 50)}` : heading;
  }

  document.addEventListener("w-formset:removed", ({ target: row, detail }) => {
    const field = document.getElementById(`id_${row.id.replace("inline_child_", "")}-DELETE`);
    if (!row.matches("[data-inline-panel-child]") || !field) return;
    const name = nameOf(row);
    const panel = Object.assign(Object.create(panels), {
      opts: detail,
      formsElt: window.$(`#${detail.formsetPrefix}-FORMS`),
    });
    window.pomostUndo.offer({
      message: bar.dataset.removed.replace("{name}", () => name),
      // The button that was pressed is hidden with its row.
      focus: document.activeElement === document.body || row.contains(document.activeElement),
      undo: () => {
        field.value = "";
        field.dispatchEvent(new Event("change", { bubbles: true }));
        row.classList.remove("deleted");
        window.$(row).stop(true, true).show();
        panel.updateControlStates();
        row.querySelector("input:not([type=hidden]), textarea, button")?.focus();
        row.scrollIntoView({ block: "nearest" });
        return bar.dataset.restored.replace("{name}", () => name);
      },
    });
  });
})();
