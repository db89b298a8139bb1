"""Change notes: published content does not change without one, by whatever path."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from editing import services as editing
from editing.errors import CannotBePublishedError
from editing.services import Decision
from people import roles
from people.models import User
from pomost.models import HomePage
from publishing.errors import PublishRefusedError
from publishing.services import mark_dependents_stale, run_schedule
from reference.models import LegalAct
from resources.guidance.change_notes import note_of_code
from resources.guidance.models import Chapter, ChapterAuthor, Guide, PublishedVersion
from tests.builders import make_chapters, prose, signed_in

pytestmark = pytest.mark.django_db

BULK = "/admin/bulk/wagtailcore/page/publish/"


@pytest.fixture(autouse=True)
def _polish() -> Iterator[None]:
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _notes_of_tests() -> None:
    """No note but the one that a draft has."""


@pytest.fixture
def chapter(home: HomePage) -> Chapter:
    (made,) = make_chapters(home, "Wolontariat")
    return fresh(made)


@pytest.fixture
def editor(db: None) -> Client:
    return signed_in(roles.EDITOR)


def fresh(page: Chapter) -> Chapter:
    stored: Chapter = Chapter.objects.get(pk=page.pk)
    return stored


def draft_of(page: Chapter, text: str, kind: str = "", note: str = "", **fields: Any) -> Revision:
    """A revision of the page with another text and this note."""
    draft = page.get_latest_revision_as_object()
    draft.body = prose(text)
    draft.change_kind, draft.change_note = kind, note
    for name, value in fields.items():
        setattr(draft, name, value)
    made: Revision = draft.save_revision()
    return made


def versions(page: Page) -> list[tuple[int, str, str]]:
    return list(PublishedVersion.objects.filter(page=page.pk).order_by("number").values_list("number", "kind", "note"))


def edit(client: Client, page: Chapter, text: str, *, button: str, **fields: str) -> Any:
    form = nested_form_data(
        {
            "title": page.title,
            "slug": page.slug,
            "summary": page.summary,
            "body": streamfield([("prose", rich_text(f"<p>{text}</p>"))]),
            **{name: inline_formset([]) for name in ("authors", "sources", "comments")},
            **fields,
        }
    )
    form["body-0-id"] = page.body.raw_data[0]["id"]
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**form, button: "1"})


def test_the_first_version_needs_no_note(chapter: Chapter) -> None:
    assert versions(chapter) == [(1, "", "")]
    version = PublishedVersion.objects.get(page=chapter.pk)
    assert (version.title, version.body_html) == ("Wolontariat", chapter.body_html)


def test_a_published_draft_gives_its_note_and_uses_it_up(chapter: Chapter) -> None:
    draft_of(chapter, "Na piśmie.", "significant", "Porozumienie musi być na piśmie.").publish()
    assert versions(chapter) == [(1, "", ""), (2, "significant", "Porozumienie musi być na piśmie.")]
    stored = fresh(chapter)
    assert "Na piśmie." in stored.body_html
    for page in (stored, stored.get_latest_revision_as_object()):
        assert (page.change_kind, page.change_note) == ("", "")
    with pytest.raises(PublishRefusedError):
        draft_of(stored, "Ustnie.").publish()


@pytest.mark.parametrize(("kind", "note"), [("", ""), ("minor", " "), ("", "Literówka.")])
def test_code_publishes_nothing_without_a_complete_note(chapter: Chapter, kind: str, note: str) -> None:
    with pytest.raises(PublishRefusedError, match="Wolontariat"):
        draft_of(chapter, "Inaczej.", kind, note).publish()
    chapter.body, chapter.change_kind, chapter.change_note = prose("Inaczej."), kind, note
    with pytest.raises(PublishRefusedError):
        chapter.save()
    assert "Inaczej." not in fresh(chapter).body_html
    assert versions(chapter) == [(1, "", "")]


def test_what_readers_do_not_see_needs_none(chapter: Chapter) -> None:
    draft_of(chapter, "Wersja robocza.")
    fresh(chapter).save()
    page = fresh(chapter)
    page.search_text, page.next_review = "ochotnik", timezone.localdate()
    page.save()
    assert versions(chapter) == [(1, "", "")]


def test_rendering_again_is_no_publication(chapter: Chapter) -> None:
    act = LegalAct.objects.create(eli="DU/1999/1", title="Ustawa", title_genitive="ustawy", date="1999-01-01")
    mark_dependents_stale(act, chapter)
    assert versions(chapter) == [(1, "", "")]


def test_a_page_taken_off_and_changed_needs_one(chapter: Chapter) -> None:
    chapter.unpublish()
    with pytest.raises(PublishRefusedError):
        draft_of(fresh(chapter), "Inaczej.").publish()
    draft_of(fresh(chapter), "Inaczej.", "minor", "Poprawka.").publish()
    assert versions(chapter) == [(1, "", ""), (2, "minor", "Poprawka.")]


def test_a_planned_draft_keeps_its_note_until_its_time(chapter: Chapter) -> None:
    later = timezone.now() + timedelta(hours=1)
    with pytest.raises(PublishRefusedError):
        draft_of(chapter, "Później.", go_live_at=later).publish()
    revision = draft_of(chapter, "Później.", "minor", "Nowy przykład.", go_live_at=later)
    revision.publish()
    assert versions(chapter) == [(1, "", "")]
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))
    content = Revision.objects.get(pk=revision.pk).content
    content["go_live_at"] = None
    Revision.objects.filter(pk=revision.pk).update(content=content)
    assert run_schedule() == 0
    assert versions(chapter) == [(1, "", ""), (2, "minor", "Nowy przykład.")]


def test_the_form_asks_beside_the_fields_and_keeps_what_was_typed(chapter: Chapter, editor: Client) -> None:
    for button in ("action-publish", "action-submit"):
        response = edit(editor, chapter, "Na piśmie.", button=button, change_note="Na piśmie, bo tak mówi ustawa.")
        form = response.context["form"]
        assert dict(form.errors) == {"change_kind": ["Wybierz rodzaj zmiany."]}
        assert "Na piśmie, bo tak mówi ustawa." in response.text
    assert versions(chapter) == [(1, "", "")]
    assert edit(editor, chapter, "Na piśmie.", button="action-save").status_code == 302
    note = {"change_kind": "significant", "change_note": "Na piśmie, bo tak mówi ustawa."}
    assert edit(editor, chapter, "Na piśmie.", button="action-publish", **note).status_code == 302
    assert versions(chapter)[1:] == [(2, "significant", "Na piśmie, bo tak mówi ustawa.")]
    version = PublishedVersion.objects.get(page=chapter.pk, number=2)
    assert version.by == User.objects.latest("pk")


def test_the_form_is_empty_again_also_for_a_restored_draft(chapter: Chapter, editor: Client) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[chapter.pk])
    draft = draft_of(chapter, "Na piśmie.", "minor", "Doprecyzowanie.")
    assert editor.get(address).context["form"]["change_note"].value() == "Doprecyzowanie."
    fresh(chapter).get_latest_revision_as_object().save_revision().publish()
    assert editor.get(address).context["form"]["change_note"].value() == ""
    restored = editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[chapter.pk, draft.pk]))
    assert restored.context["form"]["change_note"].value() == ""


def test_publishing_the_same_again_asks_nothing(chapter: Chapter, editor: Client) -> None:
    text = "O tym: Wolontariat."
    assert edit(editor, chapter, text, button="action-publish").status_code == 302
    assert versions(chapter) == [(1, "", "")]


def test_many_pages_are_published_together_or_not_at_all(home: HomePage, editor: Client) -> None:
    first, second = make_chapters(home, "Pierwszy", "Drugi")
    draft_of(fresh(first), "Inaczej.", "minor", "Poprawka.")
    draft_of(fresh(second), "Inaczej.")
    address = f"{BULK}?id={first.pk}&id={second.pk}"
    refused = editor.post(address)
    assert refused.status_code == 409
    assert [item.title for item in refused.context["refused"]] == ["Drugi"]
    assert [versions(page) for page in (first, second)] == [[(1, "", "")]] * 2
    draft_of(fresh(second), "Inaczej.", "minor", "Poprawka.")
    assert editor.post(address).status_code == 302
    assert [versions(page)[1:] for page in (first, second)] == [[(2, "minor", "Poprawka.")]] * 2


def test_an_approval_that_would_publish_is_refused_in_words(chapter: Chapter, editor: Client) -> None:
    administrator = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    draft_of(chapter, "Inaczej.")
    page = fresh(chapter)
    state = page.get_workflow().start(page, administrator).current_task_state
    page.refresh_from_db()

    def approve() -> None:
        editing.decide(
            by=administrator,
            task_state=state,
            revision=page.latest_revision_id,
            decision=Decision.APPROVE,
            comment="",
        )

    with pytest.raises(CannotBePublishedError, match="Wolontariat"):
        approve()
    client = Client()
    client.force_login(administrator)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    answer = client.post(address, {}, follow=True)
    assert "publiczna" in answer.text
    assert versions(chapter) == [(1, "", "")]
    draft_of(page, "Inaczej.", "minor", "Poprawka.")
    page = fresh(chapter)
    approve()
    assert versions(chapter) == [(1, "", ""), (2, "minor", "Poprawka.")]


def test_code_may_give_one_note_for_all_it_publishes(chapter: Chapter) -> None:
    revision = draft_of(chapter, "Na piśmie.")
    with note_of_code(kind="minor", note="Nowe adresy urzędów."):
        revision.publish()
    assert versions(chapter)[1:] == [(2, "minor", "Nowe adresy urzędów.")]


def test_an_alias_follows_its_source_without_notes(chapter: Chapter) -> None:
    guide = Guide.objects.parent_of(chapter).get()
    alias = chapter.create_alias(parent=guide, update_slug="odpis")
    draft_of(chapter, "Na piśmie.", "minor", "Poprawka.").publish()
    assert "Na piśmie." in fresh(alias).body_html
    assert versions(alias) == []


@pytest.mark.parametrize("live", [True, False])
def test_versions_without_a_digest_are_compared_too(chapter: Chapter, live: bool) -> None:
    fresh(chapter).save_revision().publish()
    revision = fresh(chapter).live_revision
    PublishedVersion.objects.filter(page=chapter.pk).update(digest="", revision=revision)
    if not live:
        fresh(chapter).unpublish()
    with pytest.raises(PublishRefusedError):
        draft_of(fresh(chapter), "Na piśmie.").publish()
    draft_of(fresh(chapter), "Na piśmie.", "minor", "Poprawka.").publish()
    assert versions(chapter) == [(1, "", ""), (2, "minor", "Poprawka.")]


def test_a_change_of_the_authors_alone_needs_one(chapter: Chapter) -> None:
    draft = chapter.get_latest_revision_as_object()
    draft.authors.add(ChapterAuthor(name="Zespół", role=""))
    revision = draft.save_revision()
    with pytest.raises(PublishRefusedError):
        revision.publish()
    with note_of_code(kind="minor", note="Nowa autorka."):
        revision.publish()
    facts = PublishedVersion.objects.filter(page=chapter.pk).order_by("number").values_list("facts", flat=True)
    assert [item["authors"] for item in facts] == [[], [["Zespół", ""]]]


def test_pages_from_before_versions_keep_what_readers_had(chapter: Chapter) -> None:
    PublishedVersion.objects.all().delete()
    chapter = fresh(chapter)
    with pytest.raises(PublishRefusedError):
        draft_of(chapter, "Na piśmie.").publish()
    before = chapter.body_html
    draft_of(chapter, "Na piśmie.", "minor", "Poprawka.").publish()
    assert versions(chapter) == [(1, "", ""), (2, "minor", "Poprawka.")]
    assert PublishedVersion.objects.get(page=chapter.pk, number=1).body_html == before
