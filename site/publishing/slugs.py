"""Slugs made from Polish text."""

from django.utils.text import slugify

from polish.folding import fold


def slug_of(text: str) -> str:
    """An ASCII slug: ``Składki i wypłaty`` gives ``skladki-i-wyplaty``.

    Django's ``slugify`` drops "ł", which Unicode does not decompose.
    """
    return slugify(fold(text))
