"""Creates live pages from the registry. Idempotent: existing objects are not changed."""

from django.db import transaction

from demo.bank import fill_bank
from demo.builders import around, guidance, learning, library
from demo.builders.pages import Pages
from demo.registry import Registry


@transaction.atomic
def build(registry: Registry) -> list[str]:
    """Creates all missing pages first and their texts afterwards; returns the titles of what was made."""
    pages = Pages()
    library.add_references(registry)
    pages.made += [*library.add_documents(registry), *library.add_images()]
    fill_bank(registry.bank, image=pages.resolver.image)
    home = around.build_home(pages)
    around.build_lists(pages, home)
    guidance.build(pages, home, registry)
    learning.build(pages, home, registry)
    around.build_others(pages, home, registry)
    pages.fill()
    around.build_footer(home)
    return pages.made
