"""Makes pages, and fills them from the texts of the demo once all of them exist, so that any may link to any other."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Page

from courses.catalogue.models import Course, Programme
from demo.builders import library
from demo.courses import fill_course, fill_programme
from demo.markdown import Resolver, Source, blocks_of, html_of
from demo.results import rows_of
from publishing.models import BasePage
from reference.models import DatedValue, LegalAct
from resources.guidance.models import VersionedPage
from resources.results.models import Project


def resolver() -> Resolver:
    """Finds by name what texts refer to."""
    return Resolver(
        page=lambda slug: Page.objects.filter(slug=slug).values_list("pk", flat=True).get(),
        act=lambda eli: LegalAct.objects.values_list("pk", flat=True).get(eli=eli),
        document=lambda name: library.stored(name).values_list("pk", flat=True).get(),
        value=lambda key: DatedValue.objects.values_list("pk", flat=True).get(slug=key),
        image=lambda name: library.drawn(name).values_list("pk", flat=True).get(),
    )


class Pages:
    """Makes missing pages; ``made`` lists the titles of those made."""

    def __init__(self) -> None:
        self.made: list[str] = []
        self.resolver = resolver()
        self._waiting: list[tuple[BasePage, Source]] = []

    def make(self, parent: Page, model: type[Any], *, slug: str, **fields: Any) -> Any:
        """The page of this slug, made if it is missing."""
        found = model.objects.child_of(parent).filter(slug=slug).first()
        if found is not None:
            return found
        page = model(slug=slug, **fields)
        parent.add_child(instance=page)
        self.made.append(page.title)
        return page

    def make_of(self, parent: Page, model: type[Any], source: Source, **fields: Any) -> Any:
        """The page of a file, created if missing; its text is added when all pages exist."""
        known = len(self.made)
        meta = source.meta
        if issubclass(model, VersionedPage):
            fields["live"] = False  # so that the version with the text is the first
        page = self.make(
            parent,
            model,
            slug=source.slug,
            title=meta["title"],
            summary=meta.get("summary") or "",
            search_text=meta.get("search_text") or "",
            **fields,
        )
        if len(self.made) > known:
            self._waiting.append((page, source))
        return page

    def fill(self) -> None:
        """Writes the texts of the pages that were made, and publishes them."""
        for page, source in self._waiting:
            page.refresh_from_db(fields=["numchild"])  # other instances of it were given children meanwhile
            self._fill(page, source)

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
        for relation, rows in rows_of(page, meta, self.resolver.page).items():
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
        _children(page, "documents", [{"document_id": self.resolver.document(name)} for name in names])


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


def _children(page: BasePage, relation: str, rows: list[dict[str, Any]]) -> None:
    """Adds rows to a page's inline children, if the page type has them."""
    if not rows or not hasattr(page, relation):
        return
    model = getattr(page, relation).model
    setattr(page, relation, [model(sort_order=order, **row) for order, row in enumerate(rows)])
