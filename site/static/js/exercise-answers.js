// What makes answering easier with a script: rows that are moved, places of a picture that are pressed.
// The form has the same fields without it; loaded before exercise.js, which announces each exercise that it starts.

function startOrdering(list) {
  const rows = () => [...list.querySelectorAll(":scope > .answer-row")];
  const status = list.closest("form")?.querySelector("[role=status]");

  function number() {
    rows().forEach((row, index) => (row.querySelector("select").value = String(index + 1)));
  }

  function move(row, by) {
    const all = rows();
    const target = all[all.indexOf(row) + by];
    if (!target) return;
    if (by < 0) target.before(row);
    else target.after(row);
    number();
    row.querySelector("select").dispatchEvent(new Event("change", { bubbles: true }));
    if (status) status.textContent = `${textOf(row)}: ${rows().indexOf(row) + 1}/${all.length}`;
  }

  function textOf(row) {
    return row.querySelector("label > span").textContent.trim();
  }

  function button(row, by, label, sign) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button second small";
    made.textContent = sign;
    made.setAttribute("aria-label", `${label}: ${textOf(row)}`);
    made.addEventListener("click", () => {
      move(row, by);
      made.focus();
    });
    return made;
  }

  // Places that were chosen before are the order of the rows. Until each has one or a row is moved the fields stay as
  // they are: an order that nobody has touched is no answer.
  function arrange() {
    const place = (row) => Number(row.querySelector("select").value || rows().length + 1);
    list.append(...rows().sort((one, other) => place(one) - place(other)));
  }

  list.classList.add("moved");
  for (const row of rows()) {
    const buttons = document.createElement("span");
    buttons.className = "answer-moves";
    buttons.append(button(row, -1, list.dataset.up, "↑"), button(row, 1, list.dataset.down, "↓"));
    row.prepend(buttons);
  }
  arrange();
  list.closest("form")?.addEventListener("pomost:filled", arrange);
}

// Pressing a place of the picture chooses its name in the list beside it.
function startPicture(picture) {
  const form = picture.closest("form");
  for (const place of picture.querySelectorAll("[data-place]")) {
    place.addEventListener("click", () => {
      const control = form.querySelector(`[value="${CSS.escape(place.dataset.place)}"]`);
      if (!control || control.disabled || control.closest("fieldset:disabled")) return;
      control.click();
      control.focus({ preventScroll: true });
    });
  }
}

function start(root) {
  for (const list of root.querySelectorAll("[data-ordering]")) {
    if (!list.closest("fieldset:disabled")) startOrdering(list);
  }
  for (const picture of root.querySelectorAll("[data-places]")) startPicture(picture);
}

addEventListener("pomost:exercises", ({ detail }) => start(detail));
