"""Guides with their chapters, lists of requirements, questions and document templates."""

from demo.builders.library import add_document
from demo.builders.pages import Pages
from demo.document_templates import docx_of, fields_of
from demo.registry import Registry
from pomost.models import HomePage
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
)


def build(pages: Pages, home: HomePage, registry: Registry) -> None:
    """Everything below the home page that is guidance."""
    _guides(pages, home, registry)
    _requirements(pages, home)
    _questions(pages, home)
    _templates(pages, home, registry)


def _guides(pages: Pages, home: HomePage, registry: Registry) -> None:
    index = pages.make(
        home,
        GuideIndex,
        slug="poradniki",
        title="Poradniki",
        summary="Co trzeba, co warto i z czego to wynika. Każdy rozdział mówi, na jaki dzień sprawdzono przepisy.",
        show_in_menus=True,
    )
    for section in sorted(registry.guides, key=lambda item: item.source.meta["kind"] == "methodology"):
        meta = section.source.meta
        methodology = meta["kind"] == "methodology"
        guide = pages.make_of(
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
            pages.make_of(
                guide,
                Chapter,
                child.source,
                legal_state=meta.get("legal_state"),
                next_review=meta.get("next_review"),
            )


def _requirements(pages: Pages, home: HomePage) -> None:
    """The list of the whole site, and one of each guide."""
    pages.make(
        home,
        RequirementList,
        slug="wymogi",
        title="Co trzeba zrobić?",
        summary="Wymogi i dobre praktyki ze wszystkich poradników. Odpowiedz na kilka pytań, "
        "a zostanie to, co dotyczy twojej organizacji.",
        search_text="lista kontrolna, checklista, obowiązki organizacji, kalendarz obowiązków, terminy",
    )
    for guide in Guide.objects.descendant_of(home):
        pages.make(
            guide,
            RequirementList,
            slug="wymogi",
            title=f"Co trzeba zrobić? {guide.menu_title}",
            summary="Wymogi i dobre praktyki z tego poradnika, do odhaczenia i wydruku.",
        )


def _questions(pages: Pages, home: HomePage) -> None:
    pages.make(
        home,
        QuestionsPage,
        slug="pytania",
        title="Pytania i odpowiedzi",
        summary="O co pytacie doradców i co odpowiadamy. Pytanie zadasz bez konta pod każdym rozdziałem.",
        search_text="porada, doradca, zapytaj, FAQ, najczęstsze pytania",
    )


def _templates(pages: Pages, home: HomePage, registry: Registry) -> None:
    content = registry.document_templates
    parent = pages.make(
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
        document = add_document(f"{row['slug']}.docx", f"{row['title']} (wzór z polami)", file)
        pages.made.append(document.title)
        pages.make(
            parent,
            DocumentTemplate,
            slug=row["slug"],
            title=row["title"],
            summary=row["summary"],
            search_text=row["search_text"],
            legal_state=content["legal_state"],
            document=document,
            fields=[
                DocumentTemplateField(sort_order=order, **fields)
                for order, fields in enumerate(fields_of(row["fields"], content["fields"]))
            ],
            chapters=[
                DocumentTemplateChapter(sort_order=order, chapter=chapter) for order, chapter in enumerate(chapters)
            ],
        )
