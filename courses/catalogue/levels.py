"""Levels of the Polish Qualifications Framework in words."""

from django.utils.translation import gettext as _

HIGHEST = 8


def level_note(level: int | None) -> str:
    """A sentence that explains a level of 1 to 8; "" for none.

    The levels of the European framework are the same: act of 22 December 2015 on the Integrated Qualifications System.
    """
    if level is None:
        return ""
    same = _("Level %(level)d of 8 in the Polish Qualifications Framework, the same as in the European one.") % {
        "level": level
    }
    return " ".join(filter(None, (same, _studies(level))))


def _studies(level: int) -> str:
    if level == 6:
        return _("First-cycle studies are at this level.")
    if level == 7:
        return _("Second-cycle studies, for the degree of master, are at this level.")
    if level == HIGHEST:
        return _("Doctorates are at this level.")
    return ""
