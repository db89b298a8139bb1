// Reopens the comments that Wagtail resolves when their block is removed, once the removal is undone.
//
// `window.pomostComments.under(path)` remembers the open comments of a block and returns the function that reopens them.
// Where the removal has been saved meanwhile, they are resolved on the server too, and are reopened there. The form accepts their
// ids when the draft has the block again, so they are put back after the next save.

(() => {
  const app = window.comments?.commentApp;
  const url = document.querySelector("[data-undo-bar]")?.dataset.reopenUrl;
  if (!app || !url) return;
  let waiting = [];

  const all = () => [...app.store.getState().comments.comments.values()];

  const isSaving = () => {
    const form = document.querySelector("[data-edit-form]");
    const autosave = form && window.wagtail.app.getControllerForElementAndIdentifier(form, "w-autosave");
    return Boolean(autosave?.submitPromise);
  };

  const known = (comment) => all().find((other) => comment.remoteId && other.remoteId === comment.remoteId);

  // A comment as the server sends it.
  function load(comment) {
    const authors = {};
    const id = (author) => {
      if (author) authors[String(author.id)] = { name: author.name, avatar_url: author.avatarUrl };
      return author?.id ?? null;
    };
    const { user } = app.store.getState().settings;
    const replies = [...comment.replies.values()].filter((reply) => !reply.deleted);
    app.loadData({
      user: id(user),
      authors,
      comments: [{
        pk: comment.remoteId,
        contentpath: comment.contentpath,
        position: comment.position,
        text: comment.text,
        user: id(comment.author),
        created_at: new Date(comment.date).toISOString(),
        deleted: false,
        resolved: false,
        replies: replies.map((reply) => ({
          pk: reply.remoteId,
          text: reply.text,
          user: id(reply.author),
          created_at: new Date(reply.date).toISOString(),
          deleted: false,
        })),
      }],
    });
  }

  // Resolves with those that the server has reopened; with none where it could not be reached.
  async function reopenSaved(comments) {
    const body = new FormData();
    for (const comment of comments) body.append("comment", comment.remoteId);
    const headers = { [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN };
    try {
      const response = await fetch(url, { method: "POST", body, headers });
      const { reopened } = await response.json();
      return comments.filter((comment) => reopened.includes(comment.remoteId));
    } catch {
      return [];
    }
  }

  function reopen(comments) {
    const saved = [];
    for (const comment of comments) {
      const resolved = known(comment);
      if (resolved) app.store.dispatch(app.actions.updateComment(resolved.localId, { resolved: false, annotation: null }));
      else if (comment.remoteId) saved.push(comment);
      else load(comment);
    }
    if (saved.length) waiting.push({ comments: saved, reopened: reopenSaved(saved) });
  }

  // Wagtail's own listener, registered before, has put the comments of the answer into the form.
  document.addEventListener("w-autosave:success", () => {
    const entries = waiting;
    waiting = [];
    for (const { comments, reopened, restored } of entries) {
      if (restored) reopen(comments); // the save that was under way was of the form without the block
      else reopened.then((found) => found.filter((comment) => !known(comment)).forEach(load));
    }
  });

  window.pomostComments = {
    under(path) {
      const open = all().filter(
        (comment) => path && comment.text && !comment.resolved && !comment.deleted && comment.contentpath.startsWith(path),
      );
      // Its focus trap would be left without anything to focus.
      if (open.some((comment) => comment.localId === app.store.getState().comments.focusedComment))
        app.store.dispatch(app.actions.setFocusedComment(null, { updatePinnedComment: true, forceFocus: false }));
      // Of the block that is removed again.
      waiting = waiting.filter((entry) => !entry.comments.some((comment) => comment.contentpath.startsWith(path)));
      return () => {
        if (!open.length) return;
        if (isSaving()) waiting.push({ comments: open, restored: true });
        else reopen(open);
      };
    },
  };
})();
