"""What readers of the demo asked and reported, six answers for everybody, and some ratings."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from demo.markdown import Resolver, html_of
from demo.people import EDITOR, REVIEWER
from people.models import User
from resources.guidance.models import Chapter
from resources.guidance.questions import services
from resources.guidance.questions.models import Kind, PageRating, Question

# Helpful and unhelpful, of a day so many days ago.
RATINGS = {
    "wolontariusze": ((2, 9, 1), (9, 12, 3), (23, 7, 0)),
    "czas-pracy": ((1, 4, 5), (12, 6, 7)),
    "umowy-cywilnoprawne": ((4, 8, 2),),
    "inicjatywa-lokalna": ((3, 5, 1), (16, 3, 0)),
    "budzet-partycypacyjny": ((6, 2, 4),),
}


def build(rows: tuple[dict[str, Any], ...], resolver: Resolver) -> int:
    """Makes them where there is no question and no rating yet; returns how many questions that was."""
    if Question.objects.exists() or PageRating.objects.exists():
        return 0
    editor, reviewer = (User.objects.get(email=persona.email) for persona in (EDITOR, REVIEWER))
    for row in rows:
        page = Chapter.objects.get(slug=row["page"], live=True)
        question = services.ask(
            page=page,
            kind=Kind(row.get("kind", Kind.QUESTION)),
            text=row["asked"],
            anchor=_anchor(page, row["section"]) if row["section"] else "",
            email=row.get("email", ""),
        )
        if row.get("taken"):
            services.take(by=reviewer, question=question)
        if "answer" in row:
            services.publish_answer(
                by=editor,
                page=page,
                question=row["question"],
                answer=html_of(row["answer"], resolver),
                anchor=question.anchor,
                source=question,
            )
    today = timezone.localdate()
    PageRating.objects.bulk_create(
        PageRating(page=Chapter.objects.get(slug=slug), day=today - timedelta(days=days), helpful=yes, unhelpful=no)
        for slug, said in RATINGS.items()
        for days, yes, no in said
    )
    return len(rows)


def _anchor(page: Chapter, title: str) -> str:
    return next(str(heading["anchor"]) for heading in page.headings if heading["title"] == title)
