"""Creates live pages from the registry. Idempotent: existing objects are not changed."""

import re
from collections.abc import Iterable
from decimal import Decimal
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import transaction
from django.db.models import QuerySet
from wagtail.models import Page, Site

from courses.catalogue.models import Catalogue, Course, Lesson, Programme, Topic
from demo.bank import fill_bank
from demo.courses import course_fields, fill_course, fill_programme, programme_fields
from demo.declaration import declaration_fields
from demo.document_templates import docx_of, fields_of
from demo.drawings import DRAWINGS
from demo.markdown import Resolver, Source, blocks_of, html_of
from demo.registry import Registry
from demo.results import BASE, project_fields, result_fields, rows_of
from pomost.models import HomePage
from publishing.models import (
    AccessibilityStatement,
    BasePage,
    FooterLink,
    FooterSettings,
    PomostDocument,
    PomostImage,
    StandardPage,
)
from reference.models import DatedAmount, DatedValue, GlossaryPage, GlossaryTerm, LegalAct, ValuesPage
from resources.guidance.models import (
    Chapter,
    DocumentTemplate,
    DocumentTemplateChapter,
    DocumentTemplateField,
    DocumentTemplateList,
    Guide,
    GuideIndex,
    QuestionsPage,
    RequirementList,
    VersionedPage,
)
from resources.news.models import NewsIndex, NewsItem
from resources.results.models import Project, ProjectIndex, Result

FOOTER_NOTE = "Treści demonstracyjne, do sprawdzenia przed użyciem"
FOOTER_PAGES = ("wzory", "slownik", "wartosci", "deklaracja-dostepnosci", "prywatnosc", "regulamin", "o-serwisie")
SIGNUP_PAGES = ("prywatnosc", "regulamin")


class Builder:
    """Creates missing objects. ``made`` lists the titles of those created."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._filling: list[tuple[BasePage, Source]] = []
        self.made: list[str] = []
        self.resolver = Resolver(
            page=self._page_id,
            act=self._act_id,
            document=self._document_id,
            value=self._value_id,
            image=self._image_id,
        )

    @transaction.atomic
    def build(self) -> list[str]:
        """Creates all pages first and their text afterwards, so that any page may link to any other."""
        self._reference()
        self._documents()
        self._images()
        fill_bank(self._registry.bank, image=self._image_id)
        home = self._home()
        self._lists(home)
        self._guidance(home)
        self._requirements(home)
        self._questions(home)
        self._document_templates(home)
        self._learning(home)
        self._rest(home)
        for page, source in self._filling:
            self._fill(page, source)
        self._footer(home)
        return self.made

    # --- names ---------------------------------------------------------------------------------
    def _page_id(self, slug: str) -> int:
        return Page.objects.filter(slug=slug).values_list("pk", flat=True).get()

    def _act_id(self, eli: str) -> int:
        return LegalAct.objects.values_list("pk", flat=True).get(eli=eli)

    def _document_id(self, name: str) -> int:
        return _stored(name).values_list("pk", flat=True).get()

    def _value_id(self, key: str) -> int:
        return DatedValue.objects.values_list("pk", flat=True).get(slug=key)

    def _image_id(self, name: str) -> int:
        return _drawn(name).values_list("pk", flat=True).get()

    # --- parts ---------------------------------------------------------------------------------
    def _reference(self) -> None:
        for row in self._registry.acts:
            fields = {name: row.get(name) or "" for name in ("title", "title_genitive", "short_title", "published")}
            LegalAct.objects.get_or_create(eli=row["eli"], defaults={**fields, "date": row["date"]})
        for row in self._registry.values:
            if not DatedValue.objects.filter(slug=row["slug"]).exists():
                self._value(row)
        for row in self._registry.glossary:
            fields = {name: row[name] for name in ("term", "definition", "other_forms", "links_itself") if name in row}
            GlossaryTerm.objects.get_or_create(slug=row["slug"], defaults=fields)

    def _value(self, row: dict[str, Any]) -> None:
        value = DatedValue(**{name: row[name] for name in ("name", "slug", "unit", "explanation")})
        for item in row["amounts"]:
            act = LegalAct.objects.get(eli=item["act"]) if "act" in item else None
            value.amounts.add(DatedAmount(**{**item, "amount": Decimal(item["amount"]), "act": act}))
        value.save()

    def _documents(self) -> None:
        for file in self._registry.documents:
            if not _stored(file.name).exists():
                self._document(file.path.name, file.title, file.path.read_bytes())

    def _document(self, name: str, title: str, data: bytes) -> PomostDocument:
        document = PomostDocument(title=title)
        document.file.save(name, ContentFile(data), save=False)
        document.file_size = len(data)
        document.save()
        self.made.append(document.title)
        return document

    def _images(self) -> None:
        for name, drawing in DRAWINGS.items():
            if not _drawn(name).exists():
                file = ImageFile(BytesIO(drawing.make()), name=f"{name}.png")
                image = PomostImage.objects.create(title=drawing.title, file=file)
                self.made.append(image.title)

    def _home(self) -> HomePage:
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
            self.made.append(home.title)
        self._site(home)
        return home

    def _lists(self, home: HomePage) -> None:
        """Before all other pages, whose terms and values link to these two."""
        self._page(
            home,
            GlossaryPage,
            slug="slownik",
            title="Słownik",
            summary="Słowa, których używamy w poradnikach i na kursach, wyjaśnione w jednym lub dwóch zdaniach.",
        )
        self._page(
            home,
            ValuesPage,
            slug="wartosci",
            title="Kwoty, progi i terminy",
            summary="Ile wynoszą dziś wartości, które podają nasze teksty, od kiedy i z czego to wynika.",
        )

    def _site(self, home: HomePage) -> None:
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

    def _guidance(self, home: HomePage) -> None:
        index = self._page(
            home,
            GuideIndex,
            slug="poradniki",
            title="Poradniki",
            summary="Co trzeba, co warto i z czego to wynika. Każdy rozdział mówi, na jaki dzień sprawdzono przepisy.",
            show_in_menus=True,
        )
        for section in sorted(self._registry.guides, key=lambda item: item.source.meta["kind"] == "methodology"):
            meta = section.source.meta
            methodology = meta["kind"] == "methodology"
            guide = self._page_of(
                home if methodology else index,
                Guide,
                section.source,
                kind=meta["kind"],
                short_title=meta.get("short_title", ""),
                validation_note="Poddawana walidacji" if methodology else "",
                show_in_menus=methodology,
            )
            for child in section.children:
                meta = child.source.meta
                self._page_of(
                    guide,
                    Chapter,
                    child.source,
                    legal_state=meta.get("legal_state"),
                    next_review=meta.get("next_review"),
                )

    def _requirements(self, home: HomePage) -> None:
        """The list of the whole site, and one of each guide."""
        self._page(
            home,
            RequirementList,
            slug="wymogi",
            title="Co trzeba zrobić?",
            summary="Wymogi i dobre praktyki ze wszystkich poradników. Odpowiedz na kilka pytań, "
            "a zostanie to, co dotyczy twojej organizacji.",
            search_text="lista kontrolna, checklista, obowiązki organizacji, kalendarz obowiązków, terminy",
        )
        for guide in Guide.objects.descendant_of(home):
            self._page(
                guide,
                RequirementList,
                slug="wymogi",
                title=f"Co trzeba zrobić? {guide.menu_title}",
                summary="Wymogi i dobre praktyki z tego poradnika, do odhaczenia i wydruku.",
            )

    def _questions(self, home: HomePage) -> None:
        self._page(
            home,
            QuestionsPage,
            slug="pytania",
            title="Pytania i odpowiedzi",
            summary="O co pytacie doradców i co odpowiadamy. Pytanie zadasz bez konta pod każdym rozdziałem.",
            search_text="porada, doradca, zapytaj, FAQ, najczęstsze pytania",
        )

    def _document_templates(self, home: HomePage) -> None:
        content = self._registry.document_templates
        parent = self._page(
            home,
            DocumentTemplateList,
            slug="wzory",
            title="Wzory dokumentów",
            summary="Umowy, porozumienia i wnioski, które wypełnisz tutaj i pobierzesz jako plik Worda.",
            search_text="formularze, druki, umowy do pobrania, szablony",
        )
        for row in content["templates"]:
            if DocumentTemplate.objects.child_of(parent).filter(slug=row["slug"]).exists():
                continue
            file = docx_of(row["text"], title=row["title"], closing=content["closing"])
            chapters = [Chapter.objects.get(slug=slug) for slug in row["chapters"]]
            self._page(
                parent,
                DocumentTemplate,
                slug=row["slug"],
                title=row["title"],
                summary=row["summary"],
                search_text=row["search_text"],
                legal_state=content["legal_state"],
                document=self._document(f"{row['slug']}.docx", f"{row['title']} (wzór z polami)", file),
                fields=[
                    DocumentTemplateField(sort_order=order, **fields)
                    for order, fields in enumerate(fields_of(row["fields"], content["fields"]))
                ],
                chapters=[
                    DocumentTemplateChapter(sort_order=order, chapter=chapter) for order, chapter in enumerate(chapters)
                ],
            )

    def _learning(self, home: HomePage) -> None:
        catalogue = self._page(
            home,
            Catalogue,
            slug="szkolenia",
            title="Szkolenia i studia",
            summary="Kursy we własnym tempie. Przed zapisem zobaczysz, ile trwają, czego uczą i co trzeba zrobić.",
            show_in_menus=True,
        )
        for source in self._registry.programmes:
            self._page_of(catalogue, Programme, source, **programme_fields(source.meta))
        for section in self._registry.courses:
            course = self._page_of(catalogue, Course, section.source, **course_fields(section.source.meta))
            for topic_section in section.children:
                opens_on = topic_section.source.meta.get("opens_on")
                topic = self._page_of(course, Topic, topic_section.source, opens_on=opens_on)
                for lesson in topic_section.children:
                    meta = lesson.source.meta
                    self._page_of(
                        topic,
                        Lesson,
                        lesson.source,
                        duration=meta.get("minutes"),
                        completion_rule=meta.get("completion_rule", "exercises"),
                    )

    def _rest(self, home: HomePage) -> None:
        base = self._page(home, ProjectIndex, slug="projekty", show_in_menus=True, **BASE)
        for source in self._registry.projects:
            self._page_of(base, Project, source, **project_fields(source.meta))
        for source in self._registry.results:
            self._page_of(base, Result, source, **result_fields(source.meta))
        news = self._page(
            home,
            NewsIndex,
            slug="aktualnosci",
            title="Aktualności",
            summary="Co nowego w serwisie.",
            show_in_menus=True,
        )
        for source in self._registry.news:
            self._page_of(news, NewsItem, source, date=source.meta["date"])
        for source in self._registry.pages:
            if "declaration" not in source.meta:
                self._page_of(home, StandardPage, source)
            elif not home.get_children().filter(slug=source.slug).exists():  # an older demo has a standard page there
                fields = declaration_fields(source, self.resolver)
                self._page_of(home, AccessibilityStatement, source, **fields)

    def _footer(self, home: HomePage) -> None:
        site = Site.objects.get(is_default_site=True)
        footer, created = FooterSettings.objects.get_or_create(site=site, defaults={"note": FOOTER_NOTE})
        if created:
            for order, slug in enumerate(FOOTER_PAGES):
                page = home.get_children().get(slug=slug)
                FooterLink.objects.create(settings=footer, page=page, sort_order=order, at_signup=slug in SIGNUP_PAGES)

    # --- pages ---------------------------------------------------------------------------------
    def _page_of(self, parent: Page, model: type[Any], source: Source, **fields: Any) -> Any:
        """The page of a file, created if missing; its text is added when all pages exist."""
        known = len(self.made)
        meta = source.meta
        if issubclass(model, VersionedPage):
            fields["live"] = False  # so that the version with the text is the first
        page = self._page(
            parent,
            model,
            slug=source.slug,
            title=meta["title"],
            summary=meta.get("summary") or "",
            search_text=meta.get("search_text") or "",
            **fields,
        )
        if len(self.made) > known:
            self._filling.append((page, source))
        return page

    def _page(self, parent: Page, model: type[Any], *, slug: str, **fields: Any) -> Any:
        found = model.objects.child_of(parent).filter(slug=slug).first()
        if found is not None:
            return found
        page = model(slug=slug, **fields)
        parent.add_child(instance=page)
        self.made.append(page.title)
        return page

    def _fill(self, page: BasePage, source: Source) -> None:
        texts = _texts_of(source)
        page.body = self._body(page, source, texts[0][0])
        meta = source.meta
        _children(page, "sources", meta.get("sources") or [])
        _children(page, "authors", [{"name": name, "role": ""} for name in meta.get("authors") or []])
        _children(page, "requirements", [{"text": text} for text in meta.get("requirements") or []])
        if isinstance(page, Programme):
            fill_programme(page, meta)
        if isinstance(page, Course):
            fill_course(page, meta)
        if isinstance(page, Project):
            self._project_parts(page, meta.get("parts") or [])
        for relation, rows in rows_of(page, meta, self._page_id).items():
            _children(page, relation, rows)
        page.save_revision(clean=True).publish()
        for text, change in texts[1:]:
            later = type(page).objects.get(pk=page.pk)
            later.body = self._body(later, source, text)
            later.change_kind, later.change_note = change["kind"], change["note"]
            later.save_revision(clean=True).publish()

    def _body(self, page: BasePage, source: Source, text: str) -> Any:
        block = page._meta.get_field("body").stream_block
        value = block.clean(block.to_python(blocks_of(text, seed=source.slug, resolver=self.resolver)))
        return block.to_python(block.get_prep_value(value))

    def _project_parts(self, page: Project, parts: Iterable[dict[str, Any]]) -> None:
        parts = list(parts)
        _children(
            page,
            "parts",
            [{"title": part["title"], "text": html_of(part["body"], self.resolver)} for part in parts],
        )
        names = [name for part in parts for name in part.get("downloads") or []]
        _children(page, "documents", [{"document_id": self._document_id(name)} for name in names])


def _texts_of(source: Source) -> list[tuple[str, dict[str, str]]]:
    """The texts of a page from its first version on, each with the change that led to it.

    ``changes`` in the front matter, the newest first, name what stands in the text now and what stood there before.
    """
    texts, text = [], source.text
    for change in source.meta.get("changes") or []:
        if change["now"] not in text:
            raise ValueError(f"{source.path}: “{change['now']}” is not in the text")
        texts.append((text, change))
        text = text.replace(change["now"], change["before"], 1)
    return [(text, {}), *reversed(texts)]


def _stored(name: str) -> QuerySet[PomostDocument]:
    """The document of the file ``name``; storage appends ``_`` and seven characters to a name in use."""
    return PomostDocument.objects.filter(file__regex=rf"/{re.escape(name)}(_\w{{7}})?\.\w+$")


def _drawn(name: str) -> QuerySet[PomostImage]:
    """The image of the drawing ``name``, likewise."""
    return PomostImage.objects.filter(file__regex=rf"/{re.escape(name)}(_\w{{7}})?\.png$")


def _children(page: BasePage, relation: str, rows: list[dict[str, Any]]) -> None:
    """Adds rows to a page's inline children, if the page type has them."""
    if not rows or not hasattr(page, relation):
        return
    model = getattr(page, relation).model
    setattr(page, relation, [model(sort_order=order, **row) for order, row in enumerate(rows)])
