"""What an import makes of a guide: drafts, comments, pictures, and what a second one changes."""

import io
from dataclasses import dataclass
from typing import Any

import docx
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, ModelLogEntry, Page, PageLogEntry

from people import roles
from people.models import User
from pomost.models import HomePage
from publishing.models import PomostImage
from resources.guidance.models import Chapter, Guide, ImportedChapter
from resources.guidance.word_import.files import read_word
from resources.guidance.word_import.pictures import Pictures, pictures_of
from resources.guidance.word_import.planning import Fate, Plan, plan_for
from resources.guidance.word_import.services import Imported, PlanChangedError, import_document
from resources.guidance.word_import.stream import as_stored, text_digest
from tests.builders import make_chapters, signed_in
from tests.guidance.word_import.word_files import of_libreoffice, png, saved, simple
from tests.prepared import prepared

pytestmark = pytest.mark.django_db

TWO = (("Umowy", "Umowa jest na piśmie."), ("Wolontariat", "Bez wynagrodzenia."))


@pytest.fixture
@prepared
def guide(home: HomePage) -> Guide:
    """A guide with one chapter that was written here."""
    (chapter,) = make_chapters(home, "Wstęp")
    found = chapter.get_parent().specific
    assert isinstance(found, Guide)
    return found


@pytest.fixture
def editor(db: None) -> User:
    return user_of(signed_in(roles.EDITOR))


def user_of(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


@dataclass
class Import:
    """A file that was read, and its plan."""

    guide: Guide
    by: User
    data: bytes

    def __post_init__(self) -> None:
        file = io.BytesIO(self.data)
        self.document = read_word(file, "poradnik.docx")
        self.pictures: Pictures = pictures_of(self.document, file, self.by)
        self.plan: Plan = plan_for(self.guide, self.document, self.pictures.known, self.by)

    def fates(self) -> list[tuple[str, Fate, bool]]:
        return [(item.title, item.fate, item.edited) for item in self.plan.chapters]

    def run(self, *chosen: int, stamp: str = "") -> Imported:
        return import_document(
            by=self.by,
            guide=self.guide,
            document=self.document,
            pictures=self.pictures,
            name="poradnik.docx",
            chosen=chosen or range(100),
            stamp=stamp or self.plan.stamp,
        )


def draft_of(chapter: Chapter) -> Chapter:
    found = Chapter.objects.get(pk=chapter.pk).get_latest_revision_as_object()
    assert isinstance(found, Chapter)
    return found


def blocks_of(chapter: Chapter) -> list[tuple[str, Any]]:
    return [(block["type"], block["value"]) for block in draft_of(chapter).body.raw_data]


def edit(chapter: Chapter, title: str) -> None:
    draft = draft_of(chapter)
    draft.title = title
    draft.save_revision()


def test_each_heading_1_becomes_a_draft_chapter(guide: Guide, editor: User) -> None:
    done = Import(guide, editor, of_libreoffice("styles")).run()
    chapters = list(Chapter.objects.child_of(guide).order_by("path"))
    assert [(page.title, page.live, page.slug) for page in chapters] == [
        ("Wstęp", True, "wstep"),
        ("Zatrudnianie", False, "zatrudnianie"),
        ("Wolontariat", False, "wolontariat"),
    ]
    assert [page.pk for page in done.new] == [page.pk for page in chapters[1:]]
    assert done.changed == []
    assert [kind for kind, _value in blocks_of(chapters[1])] == [
        *("prose", "heading", "prose", "heading", "prose", "heading", "prose", "heading", "prose", "quote")
    ]
    assert blocks_of(chapters[1])[1] == (
        "heading",
        {"text": "Formy współpracy", "level": "2", "anchor": "formy-wspolpracy"},
    )
    for page in chapters[1:]:
        revision = page.latest_revision
        assert revision is not None
        assert (revision.user, page.owner, page.revisions.count()) == (editor, editor, 1)
        actions = PageLogEntry.objects.filter(page=page.pk).values_list("action", "user")
        assert set(actions) == {("wagtail.create", editor.pk), ("wagtail.edit", editor.pk)}


def titles_in(guide: Guide) -> list[str]:
    return [page.draft_title for page in Chapter.objects.child_of(guide).order_by("path")]


def test_new_chapters_stand_where_the_file_has_them(guide: Guide, editor: User) -> None:
    Import(guide, editor, simple(("B", "b"), ("D", "d"))).run()
    guide.add_child(instance=Chapter(title="Tutaj", slug="tutaj", live=False))
    assert titles_in(guide) == ["Wstęp", "B", "D", "Tutaj"]
    problems = Page.find_problems()
    file = simple(*((letter, letter.lower()) for letter in "ABCDEF"))
    done = Import(guide, editor, file).run()
    assert titles_in(guide) == ["Wstęp", "A", "B", "C", "D", "E", "F", "Tutaj"]
    assert [page.title for page in done.new] == ["A", "C", "E", "F"]
    found = Guide.objects.get(pk=guide.pk)
    assert (found.numchild, Page.find_problems()) == (8, problems)
    for page in Chapter.objects.child_of(guide):
        assert page.url_path == f"{found.url_path}{page.slug}/"
    assert Import(guide, editor, file).run() == Imported([], [])


def test_a_new_chapter_follows_the_last_one_before_it_that_is_here(guide: Guide, editor: User) -> None:
    Import(guide, editor, simple(("C", "c"), ("A", "a"))).run()
    Import(guide, editor, simple(("A", "a"), ("B", "b"), ("C", "inne"), ("D", "d"))).run(2, 3)
    assert titles_in(guide) == ["Wstęp", "C", "D", "A"]
    Import(guide, editor, simple(("A", "a"), ("B", "b"), ("C", "inne"), ("D", "d"))).run()
    assert titles_in(guide) == ["Wstęp", "C", "D", "A", "B"]


def test_a_draft_is_stored_as_the_editor_stores_it(guide: Guide, editor: User) -> None:
    for name in ("styles", "footnotes", "tables"):
        for chapter in Import(guide, editor, of_libreoffice(name)).run().new:
            for kind, value in blocks_of(chapter):
                if kind == "prose":
                    assert as_stored(str(value)) == value


def test_notes_stand_at_the_end_and_links_lead_to_headings(guide: Guide, editor: User) -> None:
    first, second = Import(guide, editor, of_libreoffice("footnotes")).run().new
    blocks = blocks_of(first)
    assert 'Ustawa<a href="#przypisy"><sup>[1]</sup></a>' in str(blocks[0][1])
    assert '<a href="#szczegoly">niżej</a>' in str(blocks[0][1])
    assert blocks[-2:] == [
        ("heading", {"text": "Przypisy", "level": "2", "anchor": "przypisy"}),
        (
            "prose",
            (
                "<ol><li>Ustawa o działalności pożytku publicznego.</li>"
                '<li>Zob. <b>art.</b> 44, <a href="https://example.org/">tekst</a>.</li><li>Przypis w liście.</li></ol>'
            ),
        ),
    ]
    assert blocks_of(second)[-1] == ("prose", "<ol><li>Znów od jedynki.</li><li>Przypis końcowy.</li></ol>")


def test_tables_are_stored_as_the_editor_stores_them(guide: Guide, editor: User) -> None:
    (chapter,) = Import(guide, editor, of_libreoffice("tables")).run().new
    table = next(value for kind, value in blocks_of(chapter) if kind == "table")
    assert table == {
        "caption": "Tabela 1. Formy i składki",
        "table": {
            "data": [
                ["Forma", "Składki", "Kto płaci"],
                ["Umowa o pracę", "pełne", "organizacja"],
                ["Zlecenie", "zależy", "organizacja"],
                ["Wolontariat", "brak", "nikt"],
            ],
            "cell": [],
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
        },
    }


def test_comments_stand_at_their_blocks(guide: Guide, editor: User) -> None:
    first, second = Import(guide, editor, of_libreoffice("changes")).run().new
    prose = draft_of(first).body[2].id
    comments = Comment.objects.filter(page__in=[first.pk, second.pk]).order_by("pk")
    assert [(item.page_id, item.user, item.contentpath, item.text) for item in comments] == [
        (first.pk, editor, f"body.{prose}", "Jan Kowalski: Czy to aktualne?"),
        (first.pk, editor, f"body.{prose}", "Jan Kowalski: Dopisać przykład."),
        (second.pk, editor, "title", "Jan Kowalski: Inny tytuł?"),
    ]
    assert all(item.has_valid_contentpath(draft_of(Chapter.objects.get(pk=item.page_id))) for item in comments)
    assert all(item.revision_created_id for item in comments)


def test_pictures_become_images_once(guide: Guide, editor: User) -> None:
    (chapter,) = Import(guide, editor, of_libreoffice("pictures")).run().new
    images = list(PomostImage.objects.filter(uploaded_by_user=editor).order_by("pk"))
    figures = [value for kind, value in blocks_of(chapter) if kind == "figure"]
    assert figures == [
        {"image": images[0].pk, "alt": "Kładka nad rzeką", "caption": "Kładka po remoncie"},
        {"image": images[1].pk, "alt": "", "caption": ""},
        {"image": images[2].pk, "alt": "", "caption": ""},
    ]
    assert [image.title for image in images] == ["Kładka nad rzeką", "poradnik (2)", "poradnik (3)"]
    assert Import(guide, editor, of_libreoffice("pictures")).fates() == [("Ilustracje", Fate.SAME, False)]
    chapter.delete()
    Import(guide, editor, of_libreoffice("pictures")).run()
    assert PomostImage.objects.filter(uploaded_by_user=editor).count() == 3


def test_a_picture_that_may_not_be_uploaded_is_left_out(guide: Guide, editor: User, settings) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    read = Import(guide, editor, of_libreoffice("pictures"))
    assert [loss.kind for loss in read.document.losses if loss.heading == "Ilustracje"] == ["picture"] * 3
    (chapter,) = read.run().new
    assert [kind for kind, _value in blocks_of(chapter)] == ["prose", "prose", "heading", "prose", "prose"]
    assert not PomostImage.objects.filter(uploaded_by_user=editor).exists()


def test_a_picture_without_words_cannot_be_published(guide: Guide, client_of) -> None:
    client = signed_in(roles.EDITOR)
    made = docx.Document()
    made.add_heading("Obraz", level=1)
    made.add_picture(png("navy"))
    (chapter,) = Import(guide, user_of(client), saved(made)).run().new
    url = reverse("wagtailadmin_pages:edit", args=[chapter.pk])

    def publish(alt: str) -> None:
        block = draft_of(chapter).body.raw_data[0]
        form = {
            "title": "Obraz",
            "slug": chapter.slug,
            "summary": "",
            "action-publish": "1",
            "body-count": "1",
            "body-0-deleted": "",
            "body-0-order": "0",
            "body-0-type": "figure",
            "body-0-id": block["id"],
            "body-0-value-image": block["value"]["image"],
            "body-0-value-alt": alt,
            "body-0-value-caption": "",
        }
        for prefix in ("authors", "sources", "comments"):
            form |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
        client.post(url, form)

    publish("")
    assert not Chapter.objects.get(pk=chapter.pk).live
    publish("Granatowy prostokąt.")
    assert Chapter.objects.get(pk=chapter.pk).live


def test_the_same_file_again_changes_nothing(guide: Guide, editor: User) -> None:
    Import(guide, editor, simple(*TWO)).run()
    revisions = list(Page.objects.child_of(guide).values_list("pk", "latest_revision"))
    again = Import(guide, editor, simple(*TWO))
    assert again.fates() == [("Umowy", Fate.SAME, False), ("Wolontariat", Fate.SAME, False)]
    assert again.run() == Imported([], [])
    assert list(Page.objects.child_of(guide).values_list("pk", "latest_revision")) == revisions


def test_a_changed_file_updates_its_chapters(guide: Guide, editor: User) -> None:
    first, second = Import(guide, editor, simple(*TWO)).run().new
    block = draft_of(first).body[0].id
    changed = (("Umowy", "Umowa jest zawsze na piśmie."), ("Staż", "Nowy rozdział."))
    again = Import(guide, editor, simple(*changed))
    assert again.fates() == [("Umowy", Fate.CHANGED, False), ("Staż", Fate.NEW, False)]
    assert [page.pk for page in again.plan.gone] == [second.pk]
    done = again.run()
    assert [page.pk for page in done.changed] == [first.pk]
    assert [page.title for page in done.new] == ["Staż"]
    assert blocks_of(first) == [("prose", "<p>Umowa jest zawsze na piśmie.</p>")]
    # The block is the same one, so what hangs on it stays.
    assert draft_of(first).body[0].id == block
    assert Chapter.objects.child_of(guide).count() == 4
    assert Chapter.objects.get(pk=second.pk).revisions.count() == 1


def test_a_live_chapter_gets_a_draft_and_stays_live(guide: Guide, editor: User) -> None:
    first, _second = Import(guide, editor, simple(*TWO)).run().new
    first.latest_revision.publish()
    Import(guide, editor, simple(("Umowy", "Inaczej."))).run()
    page = Chapter.objects.get(pk=first.pk)
    assert (page.live, page.has_unpublished_changes) == (True, True)
    assert "Umowa jest na piśmie." in page.body_html
    assert blocks_of(page) == [("prose", "<p>Inaczej.</p>")]


def test_a_bookmark_finds_a_chapter_whose_heading_has_changed(guide: Guide, editor: User) -> None:
    first, _second = Import(guide, editor, of_libreoffice("footnotes")).run().new
    read = Import(guide, editor, of_libreoffice("footnotes"))
    read.document.chapters[0].title = "Podstawy prawne"
    read.plan = plan_for(guide, read.document, {}, editor)
    assert read.fates()[0] == ("Podstawy prawne", Fate.CHANGED, False)
    read.run()
    assert draft_of(first).title == "Podstawy prawne"


def test_what_an_editor_changed_is_told_and_can_be_left(guide: Guide, editor: User) -> None:
    first, second = Import(guide, editor, simple(*TWO)).run().new
    edit(first, "Umowy i porozumienia")
    changed = simple(("Umowy", "Nowy tekst."), ("Wolontariat", "Też nowy."))
    again = Import(guide, editor, changed)
    assert again.fates() == [("Umowy", Fate.CHANGED, True), ("Wolontariat", Fate.CHANGED, False)]
    assert [page.pk for page in again.run(1).changed] == [second.pk]
    assert draft_of(first).title == "Umowy i porozumienia"
    # It is asked again the next time.
    assert Import(guide, editor, changed).fates()[0] == ("Umowy", Fate.CHANGED, True)


def test_what_an_editor_filled_in_stays(guide: Guide, editor: User) -> None:
    made = docx.Document()
    made.add_heading("Obraz", level=1)
    made.add_picture(png("navy"))
    (chapter,) = Import(guide, editor, saved(made)).run().new
    draft = draft_of(chapter)
    draft.body[0].value["alt"] = "Granatowy prostokąt."
    draft.save_revision()
    made.add_paragraph("Nowy akapit.")
    Import(guide, editor, saved(made)).run()
    assert [value["alt"] for kind, value in blocks_of(chapter) if kind == "figure"] == ["Granatowy prostokąt."]


def test_a_chapter_written_here_is_found_by_its_title(guide: Guide, editor: User) -> None:
    assert Import(guide, editor, simple(("Wstęp", "Inaczej."))).fates() == [("Wstęp", Fate.CHANGED, True)]


def test_comments_are_not_imported_twice(guide: Guide, editor: User) -> None:
    first, second = Import(guide, editor, of_libreoffice("changes")).run().new
    edit(first, "Inny tytuł")
    Comment.objects.filter(page=first.pk).update(resolved_at="2026-03-01T10:00Z")
    ImportedChapter.objects.update(digest="")
    Import(guide, editor, of_libreoffice("changes")).run()
    assert Comment.objects.filter(page__in=[first.pk, second.pk]).count() == 3


def test_a_locked_chapter_stays_as_it_is(guide: Guide, editor: User) -> None:
    first, _second = Import(guide, editor, simple(*TWO)).run().new
    other = User.objects.create_user("inna@example.org")
    Page.objects.filter(pk=first.pk).update(locked=True, locked_by=other)
    again = Import(guide, editor, simple(("Umowy", "Nowy tekst.")))
    assert again.fates() == [("Umowy", Fate.LOCKED, False)]
    assert again.run() == Imported([], [])


def test_a_plan_that_is_no_longer_true_is_not_carried_out(guide: Guide, editor: User) -> None:
    first, _second = Import(guide, editor, simple(*TWO)).run().new
    again = Import(guide, editor, simple(("Umowy", "Nowy tekst.")))
    edit(first, "Inny tytuł")
    with pytest.raises(PlanChangedError):
        again.run()
    assert draft_of(first).title == "Inny tytuł"


def test_addresses_are_free_and_not_those_of_the_guide(guide: Guide, editor: User) -> None:
    chapters = [("Historia", "a"), ("Umowy", "b"), ("Umowy", "c"), ("***", "d")]
    assert [page.slug for page in Import(guide, editor, simple(*chapters)).run().new] == [
        *("historia-2", "umowy", "umowy-2", "rozdzial")
    ]


@pytest.mark.parametrize("role", [*roles.ALL, ""])
def test_whoever_may_add_chapters_imports(guide: Guide, role: str) -> None:
    user = user_of(signed_in(*([role] if role else [])))
    read = Import(guide, user, simple(*TWO))
    if role == roles.EDITOR:
        assert len(read.run().new) == 2
        return
    with pytest.raises(PermissionDenied):
        read.run()
    assert Chapter.objects.child_of(guide).count() == 1
    assert not ModelLogEntry.objects.filter(user=user).exists()


def test_the_plan_of_an_unchanged_file_takes_as_many_queries_for_many_chapters(
    guide: Guide, editor: User, django_assert_num_queries
) -> None:
    for count in (2, 12):
        read = Import(guide, editor, simple(*[(f"Rozdział {number}", "Tekst.") for number in range(count)]))
        read.run()
        with django_assert_num_queries(2):
            plan_for(guide, read.document, {}, editor)


def test_a_digest_is_of_words_not_of_ids() -> None:
    one, other = ({"type": "prose", "id": name, "value": "<p>a</p>"} for name in ("1", "2"))
    assert text_digest("A", [one]) == text_digest("A", [other])
    assert text_digest("A", [one]) != text_digest("B", [one])
