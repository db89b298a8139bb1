"""Comments of a block that was removed and put back are open again."""

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment

from people.models import User
from resources.guidance.models import Chapter
from tests.editing.conftest import signed_in


def test_whoever_may_edit_the_page_reopens_its_comments(chapter: Chapter, editor: User, reviewer: User) -> None:
    resolved, other = (
        Comment.objects.create(
            page=chapter, user=reviewer, text=text, contentpath="title", resolved_at=timezone.now(), resolved_by=editor
        )
        for text in ("Czy na pewno?", "Literówka")
    )
    address = reverse("editing_reopen_comments")
    ids = [str(resolved.pk), str(other.pk + 1), "x", "²", "9" * 30, "9" * 5_000]
    assert signed_in(reviewer).post(address, {"comment": ids}).status_code in (302, 403)
    resolved.refresh_from_db()
    assert resolved.resolved_at is not None
    assert signed_in(editor).get(address).status_code == 405
    assert signed_in(editor).post(address, {"comment": ids}).json() == {"reopened": [resolved.pk]}
    resolved.refresh_from_db()
    other.refresh_from_db()
    assert (resolved.resolved_at, resolved.resolved_by, resolved.user) == (None, None, reviewer)
    assert other.resolved_at is not None


def test_resolved_comments_outlive_further_drafts(chapter: Chapter, reviewer: User) -> None:
    comment = Comment.objects.create(
        page=chapter, user=reviewer, text="Czy na pewno?", contentpath="title", resolved_at=timezone.now()
    )
    for title in ("Wolontariat w praktyce", "Wolontariat"):
        draft = Chapter.objects.get(pk=chapter.pk).get_latest_revision_as_object()
        draft.title = title
        draft.save_revision()
    assert Comment.objects.filter(pk=comment.pk, resolved_at__isnull=False).exists()
    draft = Chapter.objects.get(pk=chapter.pk).get_latest_revision_as_object()
    assert list(draft.wagtail_admin_comments.all()) == []
