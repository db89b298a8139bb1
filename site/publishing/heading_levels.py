"""The order of the levels of headings in a body of blocks."""

from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue


def wrong_levels(body: StreamValue, *, top: int = 2) -> dict[int, str]:
    """What is wrong with the levels of headings, by their places in ``body``; ``top`` is that of the first.

    A screen reader's user goes from heading to heading: one that skips a level looks as if a part were missing.
    """
    found: dict[int, str] = {}
    previous = 0
    for place, child in enumerate(body):
        if child.block_type != "heading":
            continue
        level = int(child.value["level"] or top)
        if level < top:
            found[place] = _("Headings here begin with level %(top)d.") % {"top": top}
        elif not previous and level > top:
            found[place] = _("The first heading has level %(level)d. Choose level %(top)d.") % {
                "level": level,
                "top": top,
            }
        elif previous and level > previous + 1:
            found[place] = _(
                "The level skips from %(previous)d to %(level)d. Choose level %(wanted)d, or add the heading between."
            ) % {"previous": previous, "level": level, "wanted": previous + 1}
        previous = level
    return found
