// Pastes text of a word processor as blocks: headings, prose, tables. What the server left out is told beside "Undo".
//
// Only into a block of prose of a text that has those blocks, and only HTML that the rich text editor would spoil; a few
// words or plain paragraphs stay with the editor.

(() => {
  const bar = document.querySelector("[data-undo-bar]");
  const streamField = window.wagtailStreamField;
  if (!bar || !streamField || !window.pomostUndo) return;

  // Wagtail offers no way from an element to its block.
  const blockOf = new WeakMap();
  const sequences = Object.getPrototypeOf(streamField.blocks.StreamBlock.prototype);
  const { _insert } = sequences;
  sequences._insert = function insertAndRemember(...values) {
    const child = _insert.apply(this, values);
    blockOf.set(child.element, child);
    return child;
  };

  const STRUCTURED = /<(h[1-6]|table|img)[\s>]|mso-list:|mso-outline-level|MsoTitle|mso-(foot|end)note-id|sdfootnoteanc/i;
  // Rich text copied within the editor; Draft.js reads it better than anybody.
  const OWN = /data-draftjs-conductor-fragment|data-editor=/;

  function lighter(html) {
    return html
      .replace(/<style[\s>][\s\S]*?<\/style>/gi, "")
      .replace(/(\ssrc=)(["'])data:[^"']*\2/gi, '$1""');
  }

  function show(child, { blocks, message }) {
    const { sequence } = child;
    const place = sequence.children.indexOf(child);
    if (place < 0) return;
    const added = blocks.map((block, index) => sequence.insert(block, place + 1 + index));
    const putBack = child.getTextLabel({ maxLength: 1 }) ? null : window.pomostUndo.remove(sequence, child);
    added[0].element.scrollIntoView({ block: "nearest" });
    window.pomostUndo.offer({
      message,
      focus: true,
      undo: () => {
        putBack?.();
        added.forEach((block) => window.pomostUndo.remove(sequence, block));
        child.focus({ soft: true });
      },
    });
  }

  async function convert(child, html) {
    window.pomostUndo.say(bar.dataset.pasting);
    const body = new FormData();
    body.append("html", lighter(html));
    let answer = { message: bar.dataset.pasteFailed };
    try {
      const response = await fetch(bar.dataset.pasteUrl, {
        method: "POST",
        body,
        headers: { Accept: "application/json", [window.wagtailConfig.CSRF_HEADER_NAME]: window.wagtailConfig.CSRF_TOKEN },
      });
      answer = await response.json();
    } catch {
      // No connection, or a page of an error: the message above.
    }
    if (answer.blocks) show(child, answer);
    else window.pomostUndo.offer({ message: answer.message || bar.dataset.pasteFailed });
  }

  document.addEventListener(
    "paste",
    (event) => {
      if (!event.target.closest("[contenteditable=true]")) return;
      const child = blockOf.get(event.target.closest("[data-streamfield-child]"));
      const known = child?.sequence.blockDef.childBlockDefsByName;
      if (child?.type !== "prose" || !known?.heading || !known?.table) return;
      const html = event.clipboardData.getData("text/html");
      if (!STRUCTURED.test(html) || OWN.test(html)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      convert(child, html);
    },
    { capture: true },
  );
})();
