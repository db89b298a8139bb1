"""Goes through a page by keyboard."""

from typing import Any

from playwright.sync_api import Page

# The focused element, whether it has an outline, and whether it is on the screen and not covered.
FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  // A field for a date has a stop for each of its parts, which the browser shows by itself.
  const part = element.type === "date" && element === window.focusedBefore;
  window.focusedBefore = element;
  if (!part) element.dataset.visited = Number(element.dataset.visited ?? 0) + 1;
  const box = element.getBoundingClientRect();
  const shown = part || [element, element.closest("label"), element.closest(".option")].some((item) => {
    if (!item) return false;
    const style = getComputedStyle(item);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  });
  const on = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = `${element.tagName} ${element.textContent.trim().slice(0, 40) || element.name || element.href}`;
  return { name, shown, on, times: Number(element.dataset.visited) };
}"""


def step(page: Page, key: str = "Tab") -> dict[str, Any] | None:
    page.keyboard.press(key)
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found


def reach(page: Page, name: str, *, most: int = 80) -> None:
    """Presses Tab until an element with this name has the focus."""
    for _ in range(most):
        found = step(page)
        if found and name in found["name"]:
            return
    raise AssertionError(f"{name!r} was not reached in {most} steps")


def assert_tab_goes_through_once(page: Page) -> None:
    """Every element that can have the focus gets it once, on the screen and with a visible outline, up to the last."""
    met = []
    for _ in range(200):
        found = step(page)
        if found is None or found["times"] > 1:
            break
        met.append(found)
    assert len(met) > 8
    hidden = [item["name"] for item in met if not item["shown"] or not item["on"]]
    assert hidden == []
    assert met[-1]["name"] == "A English"
