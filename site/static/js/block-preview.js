// Shows the description and preview of a block in the editor's list of blocks when it is pointed at or highlighted.
//
// Wagtail shows them by a button beside each block. The button remains for touch screens, see admin.css.

(() => {
  const DELAY = 150; // milliseconds, so that moving the mouse across the list loads no previews
  let timer;

  const show = (option) => {
    const button = option.parentElement.querySelector(".w-combobox__option-preview");
    if (button && button.getAttribute("aria-expanded") === "false") button.click();
  };

  const showSoon = (option) => {
    clearTimeout(timer);
    timer = setTimeout(() => option.isConnected && show(option), DELAY);
  };

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    const option = pointerType !== "touch" && target.closest(".w-combobox__option");
    if (option) showSoon(option);
    else if (target.closest(".w-combobox-container")) clearTimeout(timer);
  });

  document.addEventListener("keyup", ({ target }) => {
    const active = target.matches(".w-combobox__field input") && target.getAttribute("aria-activedescendant");
    const option = active && document.getElementById(active);
    if (option) showSoon(option);
  });
})();
