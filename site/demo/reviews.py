"""Reviews of the demo's chapters: sent by its editor and approved by its reviewer, through the workflow."""

from collections.abc import Iterable

from demo.people import EDITOR, REVIEWER
from demo.registry import Section
from editing import services
from editing.models import PageApproval
from editing.services import Decision
from people.models import User
from resources.guidance.models import Chapter


def build(guides: Iterable[Section]) -> int:
    """Has the chapters with ``reviewed: true`` approved; returns how many were not before."""
    slugs = [part.source.slug for guide in guides for part in guide.children if part.source.meta.get("reviewed")]
    chapters = Chapter.objects.filter(slug__in=slugs, live=True).exclude(pk__in=PageApproval.objects.values("page_id"))
    for chapter in chapters:
        _approve(chapter)
    return len(chapters)


def _approve(chapter: Chapter) -> None:
    editor, reviewer = (User.objects.get(email=persona.email) for persona in (EDITOR, REVIEWER))
    state = chapter.get_workflow().start(chapter, editor)
    chapter.refresh_from_db()
    services.decide(
        by=reviewer,
        task_state=state.current_task_state,
        revision=chapter.latest_revision_id,
        decision=Decision.APPROVE,
        comment="",
    )
