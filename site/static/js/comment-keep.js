// Keeps comments that are being written while the page is saved automatically.
//
// After an autosave Wagtail replaces all comments by those of the server, so that a comment, a reply or a correction
// that was begun meanwhile, or sent after that autosave had started, is lost.

document.addEventListener("DOMContentLoaded", () => {
  const app = window.comments && window.comments.commentApp;
  if (!app) return;
  const replace = app.updateData.bind(app);
  const { addComment, setFocusedComment, updateComment } = app.actions;
  const DRAWING = 2000; // milliseconds until the comments are drawn again and Wagtail has moved the focus
  const FIELD = ".comment--mode-creating textarea, .comment--mode-editing textarea";

  // Whoever types goes on typing: the field gets the focus back whenever drawing takes it away, until the reader does.
  const keepFocus = (caret) => {
    const ended = new AbortController();
    const { signal } = ended;
    const writeOn = () => {
      const field = document.querySelector(FIELD);
      if (!field || field === document.activeElement) return;
      const at = Math.min(caret, field.value.length);
      field.focus();
      field.setSelectionRange(at, at);
    };
    const follow = ({ target }) => {
      if (target.matches(FIELD)) caret = target.selectionEnd;
    };
    const drawn = new MutationObserver(writeOn);
    drawn.observe(document.body, { childList: true, subtree: true });
    signal.addEventListener("abort", () => drawn.disconnect());
    document.addEventListener("focusin", writeOn, { signal });
    document.addEventListener("input", follow, { signal });
    document.addEventListener("pointerdown", () => ended.abort(), { signal, capture: true });
    document.addEventListener(
      "keydown",
      ({ key }) => {
        if (key === "Tab" || key === "Escape") ended.abort();
      },
      { signal, capture: true },
    );
    setTimeout(() => ended.abort(), DRAWING);
    writeOn();
  };

  const comments = () => [...app.store.getState().comments.comments.values()];

  const restoreNew = (comment) => app.store.dispatch(addComment({ ...comment, annotation: null }));

  const restoreDraft = ({ remoteId, mode, newText, newReply }) => {
    const replaced = comments().find((comment) => comment.remoteId === remoteId);
    if (replaced) app.store.dispatch(updateComment(replaced.localId, { mode, newText, newReply }));
    return replaced;
  };

  const draw = (stored) => {
    const before = comments();
    const { focusedComment } = app.store.getState().comments;
    const field = document.activeElement;
    const caret = field && field.matches(FIELD) ? field.selectionEnd : Infinity;
    const known = new Set(before.map(({ remoteId }) => remoteId));
    const added = stored.comments.filter(({ pk }) => !known.has(pk));
    const isStored = ({ text, contentpath }) =>
      added.some((entry) => entry.text === text && entry.contentpath === contentpath);
    // The focus trap of a comment that is taken away for a moment would have nothing to focus, which it reports as an error.
    if (focusedComment !== null)
      app.store.dispatch(setFocusedComment(null, { updatePinnedComment: false, forceFocus: false }));
    replace(stored);
    for (const comment of before) {
      let kept = null;
      if (comment.remoteId) {
        if (comment.mode === "editing" || comment.newReply) kept = restoreDraft(comment);
      } else if (comment.mode === "creating" || !isStored(comment)) {
        restoreNew(comment);
        kept = comment;
      }
      if (kept && comment.localId === focusedComment) {
        app.store.dispatch(setFocusedComment(kept.localId, { updatePinnedComment: true, forceFocus: true }));
        keepFocus(caret);
      }
    }
  };

  // A button that is drawn anew between press and release is not clicked: the comments wait for the release.
  let isPressed = false;
  let postponed = null;
  const release = () => {
    isPressed = false;
    if (postponed) setTimeout(postponed); // after the click
    postponed = null;
  };
  document.addEventListener("pointerdown", () => (isPressed = true), { capture: true });
  for (const name of ["pointerup", "pointercancel"]) document.addEventListener(name, release, { capture: true });
  window.addEventListener("blur", release);

  app.updateData = (stored) => {
    if (isPressed) postponed = () => draw(stored);
    else draw(stored);
  };
});
