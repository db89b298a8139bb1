// Keeps comments that are being written while the page is saved automatically.
//
// After an autosave Wagtail replaces all comments by those of the server, so that a comment, a reply or a correction
// that was begun meanwhile, or sent after that autosave had started, is lost.

document.addEventListener("DOMContentLoaded", () => {
  const app = window.comments && window.comments.commentApp;
  if (!app) return;
  const replace = app.updateData.bind(app);
  const { addComment, setFocusedComment, updateComment } = app.actions;
  const DRAWING = 350; // milliseconds until the comments are drawn again and Wagtail has moved the focus
  const writeOn = () => {
    const field = document.querySelector(".comment--mode-creating textarea, .comment--mode-editing textarea");
    if (!field) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  };

  const comments = () => [...app.store.getState().comments.comments.values()];

  const restoreNew = (comment) => app.store.dispatch(addComment({ ...comment, annotation: null }));

  const restoreDraft = ({ remoteId, mode, newText, newReply }) => {
    const replaced = comments().find((comment) => comment.remoteId === remoteId);
    if (replaced) app.store.dispatch(updateComment(replaced.localId, { mode, newText, newReply }));
    return replaced;
  };

  app.updateData = (stored) => {
    const before = comments();
    const { focusedComment } = app.store.getState().comments;
    const known = new Set(before.map(({ remoteId }) => remoteId));
    const added = stored.comments.filter(({ pk }) => !known.has(pk));
    const isStored = ({ text, contentpath }) =>
      added.some((entry) => entry.text === text && entry.contentpath === contentpath);
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
        setTimeout(writeOn, DRAWING);
      }
    }
  };
});
