"""What the panel "Checks" says of a programme: outcomes that no course covers, and codes that no outcome has."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.catalogue.models import CourseOutcome, Programme
from editing import content_checks
from editing.content_checks import CheckedPage, Finding, TextCheck


def connect() -> None:
    """Called once, when Django is ready."""
    content_checks.register(
        TextCheck(
            key="outcomes",
            order=70,
            heading=gettext_lazy("Outcomes without a course"),
            advice=gettext_lazy("Enter the code of the outcome on the card of a course that teaches it."),
            find=outcomes_without_a_course,
        )
    )


def outcomes_without_a_course(checked: CheckedPage) -> Iterator[Finding]:
    """The outcomes of a programme that no live course of it covers, and those without a code to refer to."""
    programme = checked.page
    if not isinstance(programme, Programme):
        return
    courses = [row.course_id for row in programme.rows() if row.course.live]
    covered = {code for outcome in CourseOutcome.objects.filter(page__in=courses) for code in outcome.covered_codes}
    for outcome in programme.outcomes.all():
        if not outcome.code:
            yield Finding(outcome.text, _("no code"), where=_("Outcomes"))
        elif outcome.code not in covered:
            yield Finding(str(outcome), where=_("Outcomes"))
