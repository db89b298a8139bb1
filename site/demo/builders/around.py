"""The home page and what stands around guidance and courses: the glossary, projects, news, plain pages, the footer."""

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from demo.builders.pages import Pages
from demo.declaration import declaration_fields
from demo.registry import Registry
from demo.results import BASE, project_fields, result_fields
from pomost.models import HomePage
from publishing.models import AccessibilityStatement, FooterLink, FooterSettings, StandardPage
from reference.models import GlossaryPage, ValuesPage
from resources.news.models import NewsIndex, NewsItem
from resources.results.models import Project, ProjectIndex, Result

FOOTER_NOTE = "Treści demonstracyjne, do sprawdzenia przed użyciem"
FOOTER_PAGES = ("wzory", "slownik", "wartosci", "deklaracja-dostepnosci", "prywatnosc", "regulamin", "o-serwisie")
SIGNUP_PAGES = ("prywatnosc", "regulamin")


def build_home(pages: Pages) -> HomePage:
    """The home page, and the site that it is the root of."""
    home = HomePage.objects.first()
    if home is None:
        root = Page.objects.get(depth=1)
        # The page that Wagtail creates in an empty database.
        for page in root.get_children().filter(slug="home", alias_of=None):
            page.delete()
        root.refresh_from_db()
        home = HomePage(
            title="Pomost",
            slug="home",
            headline="Pewny grunt dla twojej organizacji",
            lead="Metodologia wsparcia, poradniki z podstawą prawną i kursy, "
            "które zrobisz między jednym zjazdem a drugim.",
            summary="Wiedza i kursy dla organizacji pozarządowych: metodologia wsparcia, "
            "poradniki z podstawą prawną i szkolenia we własnym tempie.",
            search_examples="ewidencja czasu pracy\nporozumienie z wolontariuszem\notwarty konkurs ofert",
        )
        root.add_child(instance=home)
        home.save_revision().publish()
        pages.made.append(home.title)
    _site(home)
    return home


def _site(home: HomePage) -> None:
    """Makes ``home`` the root of the site unless there is one; its host is from the settings."""
    if Site.objects.filter(is_default_site=True, root_page=home).exists():
        return
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "root_page": home,
            "hostname": address.hostname or "localhost",
            "port": port,
            "site_name": "Pomost",
        },
    )


def build_lists(pages: Pages, home: HomePage) -> None:
    """Before all other pages, whose terms and values link to these two."""
    pages.make(
        home,
        GlossaryPage,
        slug="slownik",
        title="Słownik",
        summary="Słowa, których używamy w poradnikach i na kursach, wyjaśnione w jednym lub dwóch zdaniach.",
    )
    pages.make(
        home,
        ValuesPage,
        slug="wartosci",
        title="Kwoty, progi i terminy",
        summary="Ile wynoszą dziś wartości, które podają nasze teksty, od kiedy i z czego to wynika.",
    )


def build_others(pages: Pages, home: HomePage, registry: Registry) -> None:
    """Projects and their results, news and plain pages."""
    base = pages.make(home, ProjectIndex, slug="projekty", show_in_menus=True, **BASE)
    for source in registry.projects:
        pages.make_of(base, Project, source, **project_fields(source.meta))
    for source in registry.results:
        pages.make_of(base, Result, source, **result_fields(source.meta))
    news = pages.make(
        home,
        NewsIndex,
        slug="aktualnosci",
        title="Aktualności",
        summary="Co nowego w serwisie.",
        show_in_menus=True,
    )
    for source in registry.news:
        pages.make_of(news, NewsItem, source, date=source.meta["date"])
    for source in registry.pages:
        if "declaration" not in source.meta:
            pages.make_of(home, StandardPage, source)
        elif not home.get_children().filter(slug=source.slug).exists():  # an older demo has a standard page there
            fields = declaration_fields(source, pages.resolver)
            pages.make_of(home, AccessibilityStatement, source, **fields)


def build_footer(home: HomePage) -> None:
    """The footer, unless there is one; its pages have to exist."""
    site = Site.objects.get(is_default_site=True)
    footer, created = FooterSettings.objects.get_or_create(site=site, defaults={"note": FOOTER_NOTE})
    if created:
        for order, slug in enumerate(FOOTER_PAGES):
            page = home.get_children().get(slug=slug)
            FooterLink.objects.create(settings=footer, page=page, sort_order=order, at_signup=slug in SIGNUP_PAGES)
