"""Which revision of each page of an edition was approved, by whom and when."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from editing.digests import digest_of
from editing.models import PageApproval
from people.models import User
from people.roles import EDITOR
from resources.guidance import services
from resources.guidance.models import Chapter, EditionPage, Guide
from tests.builders import prose, signed_in
from tests.prepared import prepared

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(db: None) -> User:
    user: User = User.objects.create_user("zarzadza@example.org", is_superuser=True)
    return user


@pytest.fixture
def reviewer(db: None) -> User:
    user: User = User.objects.create_user("sprawdza@example.org", first_name="Wanda", last_name="Prawna")
    return user


@pytest.fixture
@prepared
def chapter(chapters: list[Chapter]) -> Chapter:
    """The first of two chapters, whose text is that of a revision."""
    page: Chapter = Chapter.objects.get(pk=chapters[0].pk)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
@prepared
def guide(chapter: Chapter) -> Guide:
    found: Guide = Guide.objects.get(pk=chapter.get_parent().pk)
    return found


def approve(page: Chapter, reviewer: User) -> PageApproval:
    return PageApproval.objects.create(
        page_id=page.pk,
        revision=page.latest_revision,
        digest=digest_of(Chapter.objects.get(pk=page.pk)),
        reviewer=reviewer,
        reviewer_name=reviewer.display_name,
        decided_at=timezone.now(),
    )


def stamps(guide: Guide) -> list[tuple[str, int | None, int | None]]:
    rows = EditionPage.objects.filter(edition__guide=guide).order_by("edition", "position")
    return [(row.title, row.approved_revision, row.approval_id) for row in rows]


def test_an_edition_knows_what_was_approved_before_it_was_made(
    editor: User, reviewer: User, chapter: Chapter, guide: Guide
) -> None:
    approval = approve(chapter, reviewer)
    services.make_edition(by=editor, guide=guide)
    assert stamps(guide) == [
        ("Poradnik", None, None),
        ("Pierwszy temat", chapter.latest_revision_id, approval.pk),
        ("Drugi temat", None, None),
    ]


def test_an_approval_during_the_validation_stamps_the_same_text_only(
    editor: User, reviewer: User, chapter: Chapter, guide: Guide
) -> None:
    services.make_edition(by=editor, guide=guide)
    approval = approve(chapter, reviewer)
    approve(chapter, reviewer)
    assert stamps(guide)[1] == ("Pierwszy temat", chapter.latest_revision_id, approval.pk), "the first one stays"
    page = Chapter.objects.get(slug="drugi-temat", path__startswith=guide.path)
    page.body, page.change_kind, page.change_note = prose("Inny tekst."), "minor", "Inny tekst."
    page.save_revision().publish()
    approve(page, reviewer)
    assert stamps(guide)[2] == ("Drugi temat", None, None), "the edition holds the former text"


def test_a_validated_edition_gets_no_stamps_afterwards(
    editor: User, reviewer: User, chapter: Chapter, guide: Guide
) -> None:
    edition = services.make_edition(by=editor, guide=guide)
    services.record_validation(
        by=editor, edition=edition, validated_by="Rada", validated_on=timezone.localdate(), document=None
    )
    approve(chapter, reviewer)
    assert {revision for _title, revision, _approval in stamps(guide)} == {None}


def test_readers_and_editors_see_who_approved(
    client: Client, editor: User, reviewer: User, chapter: Chapter, guide: Guide
) -> None:
    approve(chapter, reviewer)
    services.make_edition(by=editor, guide=guide)
    shown = client.get("/poradniki/poradnik/wydania/1/pierwszy-temat/").context["stamp"]
    assert (shown.name, shown.revision) == ("Wanda Prawna", chapter.latest_revision_id)
    assert client.get("/poradniki/poradnik/wydania/1/drugi-temat/").context["stamp"].at is None
    (version,) = client.get("/poradniki/poradnik/pierwszy-temat/historia/").context["versions"]
    assert version.approved_by == "Wanda Prawna"
    page: Any = signed_in(EDITOR).get(reverse("guidance_editions", args=[guide.pk]))
    ((_item, of_edition),) = page.context["editions"]
    assert (of_edition.approved, len(of_edition.pages)) == (1, 3)


def test_the_report_says_who_approved_what_is_public(reviewer: User, chapter: Chapter, guide: Guide) -> None:
    approve(chapter, reviewer)
    Chapter.objects.filter(pk=chapter.pk).update(next_review="2026-01-02")
    report = "/admin/reports/reviews/?export=csv"
    client = signed_in(EDITOR)
    assert "Wanda Prawna, " in client.get(report).text
    page = Chapter.objects.get(pk=chapter.pk)
    page.body, page.change_kind, page.change_note = prose("Inny tekst."), "minor", "Inny tekst."
    page.save_revision().publish()
    assert "zmieniono po sprawdzeniu" in client.get(report).text


def test_the_name_goes_with_the_account_and_the_stamp_stays(
    client: Client, editor: User, reviewer: User, chapter: Chapter, guide: Guide
) -> None:
    approve(chapter, reviewer)
    services.make_edition(by=editor, guide=guide)
    reviewer.delete()
    shown = client.get("/poradniki/poradnik/wydania/1/pierwszy-temat/").context["stamp"]
    assert (shown.name, shown.revision) == ("", chapter.latest_revision_id)
