// Suggestions below a search field: a combobox with a list, as the ARIA Authoring Practices describe it.
// The form works as it is without this file, and whenever suggestions cannot be had.

const PAUSE = 150;
const SHORTEST = 2;
let fields = 0;

function enhance(form) {
  const input = form.elements.q;
  const id = `suggestions-${++fields}`;
  const known = new Map();
  let active = -1;
  let timer = 0;
  let request = null;
  // What the reader typed; an active suggestion is not put into the field, because it leads to a page.
  let typed = input.value;

  const list = document.createElement("ul");
  list.id = id;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.dataset.label);
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(list);
  form.append(status);
  // A combobox may not be of the type search.
  input.type = "text";
  input.autocomplete = "off";
  input.inputMode = "search";
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", id]])
    input.setAttribute(name, value);

  const options = () => [...list.children];

  function choose(number) {
    options()[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = options()[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    clearTimeout(timer);
    request?.abort();
    choose(-1);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
  }

  function show({ message, suggestions }) {
    choose(-1);
    list.replaceChildren(...suggestions.map(optionOf));
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    status.textContent = message;
  }

  function optionOf({ title, url, context }, number) {
    const option = document.createElement("li");
    const note = document.createElement("span");
    option.id = `${id}-${number}`;
    option.dataset.url = url;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    note.className = "meta";
    note.textContent = context;
    option.append(title, " ", note);
    return option;
  }

  async function suggest() {
    const text = typed.trim();
    if (text.length < SHORTEST) return close();
    request?.abort();
    const own = request = new AbortController();
    try {
      if (!known.has(text)) {
        const response = await fetch(`${form.dataset.suggestions}?q=${encodeURIComponent(text)}`, { signal: own.signal });
        if (!response.ok) return close();
        known.set(text, await response.json());
      }
      if (!own.signal.aborted && document.activeElement === input) show(known.get(text));
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  const go = (option) => { close(); location.assign(option.dataset.url); };

  input.addEventListener("input", () => {
    typed = input.value;
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const last = list.children.length - 1;
    if (event.key === "Escape") {
      // The second Escape empties the field, as in any search field.
      if (list.hidden) input.value = typed = "";
      close();
      event.preventDefault();
    } else if (event.key === "Enter" && active >= 0 && !list.hidden) {
      event.preventDefault();
      go(options()[active]);
    } else if (event.key === "Enter") {
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const down = event.key === "ArrowDown";
      if (list.hidden) return suggest();
      // One step past either end is the field itself.
      if (down) choose(active === last ? -1 : active + 1);
      else choose(active === -1 ? last : active - 1);
    } else if (!event.shiftKey && (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      choose(-1);
    }
  });

  // With the mouse the field keeps the focus, so that the list does not close before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });
  input.addEventListener("blur", close);
  addEventListener("pageshow", close);
}

for (const form of document.querySelectorAll("form[data-suggestions]")) enhance(form);
