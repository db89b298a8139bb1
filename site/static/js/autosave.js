// Makes the editor's buttons, and the links beside them, wait for an autosave that is under way.
//
// Wagtail posts the form at once. If an autosave is still under way, the server handles both at a time: a page that is
// being created is created twice, and where the form is refused, its new copy holds the revision from before that
// autosave, so that the next autosave is refused too and Wagtail reports a newer version in another window.

const autosaveOf = (form) => window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
const waiting = new WeakSet();

document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const autosave = form.matches("[data-edit-form]") && autosaveOf(form);
    if (!autosave || !autosave.submitPromise) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (waiting.has(form)) return;
    waiting.add(form);
    autosave.activeValue = false;
    await autosave.submitPromise;
    waiting.delete(form);
    // The button may be disabled by now, as Wagtail does on a click, and a disabled button is not sent.
    const { name, value } = event.submitter || {};
    if (name) {
      const chosen = document.createElement("input");
      Object.assign(chosen, { type: "hidden", name, value });
      form.append(chosen);
    }
    form.requestSubmit();
  },
  { capture: true },
);

// The link to a review stands among the buttons. The review would show, and decide on, the revision from before.
document.addEventListener(
  "click",
  async (event) => {
    const link = event.target.closest("[data-edit-form] footer a[href]");
    const autosave = link && autosaveOf(link.closest("form"));
    if (!autosave || !autosave.submitPromise) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await autosave.submitPromise;
    window.location.assign(link.href);
  },
  { capture: true },
);

// Wagtail watches a form that was refused only until its first autosave: what is typed afterwards would not be saved.
document.addEventListener("w-autosave:success", ({ target }) => {
  const unsaved = window.wagtail.app.getControllerForElementAndIdentifier(target, "w-unsaved");
  if (unsaved && !unsaved.checkInterval) unsaved.checkIntervalValueChanged(unsaved.checkIntervalValue);
});
