"""Impact of deleting pages and accounts on coursework (``publishing.impact``)."""

from django.db.models import Q, QuerySet
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.coursework.models import Assignment, Cohort, Review, Submission, SubmissionRound
from people.models import User
from publishing import impact
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)
    impact.register(User, _on_users)


def _on_pages(pages: QuerySet[Page]) -> list[Impact]:
    ids = pages.values("pk")
    cohorts = Cohort.objects.filter(Q(course__in=ids) | Q(programme__in=ids))
    groups = cohorts.count()
    tasks = Assignment.objects.filter(lesson__in=ids).count()
    submissions = Submission.objects.filter(assignment__cohort__in=cohorts, submitted_at__isnull=False).count()
    return [
        Impact(
            ngettext("%(number)d group takes it.", "%(number)d groups take it.", groups) % {"number": groups},
            groups,
            record=True,
        ),
        Impact(
            ngettext("%(number)d task is set to a group.", "%(number)d tasks are set to groups.", tasks)
            % {"number": tasks},
            tasks,
            record=True,
        ),
        _handed_in(submissions),
    ]


def _handed_in(number: int) -> Impact:
    return Impact(
        ngettext("%(number)d submission that was handed in.", "%(number)d submissions that were handed in.", number)
        % {"number": number},
        number,
        record=True,
    )


def _on_users(users: QuerySet[User]) -> list[Impact]:
    rounds = SubmissionRound.objects.filter(submission__user__in=users)
    files = rounds.exclude(file="").count()
    led = Cohort.objects.filter(trainers__in=users).distinct().count()
    reviews = Review.objects.filter(reviewer__in=users).count()
    return [
        _handed_in(Submission.objects.filter(user__in=users, submitted_at__isnull=False).count()),
        Impact(
            ngettext(
                "%(number)d file, which is deleted from the disk too.",
                "%(number)d files, which are deleted from the disk too.",
                files,
            )
            % {"number": files},
            files,
            record=True,
        ),
        Impact(
            ngettext(
                "%(number)d group that this person leads, which stays.",
                "%(number)d groups that this person leads, which stay.",
                led,
            )
            % {"number": led},
            led,
        ),
        Impact(
            ngettext(
                "%(number)d review by this person, which stays without the name.",
                "%(number)d reviews by this person, which stay without the name.",
                reviews,
            )
            % {"number": reviews},
            reviews,
        ),
    ]
