"""Impact of deleting and moving pages, and of deleting and anonymising accounts, on coursework."""

from collections.abc import Sequence
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.catalogue import moving
from courses.catalogue.models import Course, Lesson, Programme
from courses.coursework import services
from courses.coursework.models import (
    Assignment,
    Cohort,
    CohortInvitation,
    CohortMember,
    CohortMessage,
    Extension,
    Review,
    SavedComment,
    Submission,
    SubmissionRound,
)
from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)
    impact.register(User, _on_users)
    impact.register_publish(_on_publishing)
    moving.register(_on_move)
    anonymising.register(_parts_of, lambda user: services.remove_personal_content(user=user))


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


def _on_move(lessons: Sequence[Lesson], destination: Page) -> list[Impact]:
    """Open tasks whose lesson would be outside the courses of their group, so that nobody could do them any more."""
    there = Course.objects.ancestor_of(destination, inclusive=True)
    taking = Cohort.objects.filter(Q(course__in=there) | Q(programme__courses__course__in=there))
    tasks = _named(Assignment.objects.filter(lesson__in=lessons, closed_at=None).exclude(cohort__in=taking))
    text = ngettext(
        "%(number)d open task leads to a lesson that is moved: %(tasks)s. The group does not take the course that the "
        "lesson would be in: nobody could do the task any more. Copy the lesson there instead, or ask the trainer to "
        "close the task.",
        "%(number)d open tasks lead to lessons that are moved: %(tasks)s. The groups do not take the course that the "
        "lessons would be in: nobody could do the tasks any more. Copy the lessons there instead, or ask the trainers "
        "to close the tasks.",
        len(tasks),
    )
    return [Impact(text % {"number": len(tasks), "tasks": ", ".join(tasks)}, len(tasks), record=True)]


def _on_publishing(live: Page, draft: Page) -> list[Impact]:
    """Open tasks of a programme's groups in courses that the draft takes out; none taken out, none asked for."""
    if not (isinstance(live, Programme) and isinstance(draft, Programme)):
        return []
    kept = {item.course_id for item in draft.courses.all()}
    removed = [item.course for item in live.courses.select_related("course") if item.course_id not in kept]
    if not removed:
        return []
    below = reduce(or_, (Q(lesson__path__startswith=course.path) for course in removed))
    tasks = _named(Assignment.objects.filter(below, cohort__programme=live.pk, closed_at=None))
    text = ngettext(
        "%(number)d open task leads to a lesson of a course that leaves the programme: %(tasks)s. Nobody could do the "
        "task any more. Keep the course, or ask the trainer to close the task.",
        "%(number)d open tasks lead to lessons of courses that leave the programme: %(tasks)s. Nobody could do the "
        "tasks any more. Keep the courses, or ask the trainers to close the tasks.",
        len(tasks),
    )
    about = ",".join(str(course.pk) for course in removed)
    return [Impact(text % {"number": len(tasks), "tasks": ", ".join(tasks)}, len(tasks), about=f"programme {about}")]


def _named(tasks: QuerySet[Assignment]) -> list[str]:
    """Each task by its lesson and its group: one query."""
    return [
        _("“%(lesson)s” (group “%(cohort)s”)") % {"lesson": task.lesson.title, "cohort": task.cohort.name}
        for task in tasks.select_related("lesson", "cohort").order_by("cohort__name", "lesson__path")
        if task.lesson
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
            kept=_("Other people learn in them."),
        ),
        Impact(
            ngettext(
                "%(number)d review by this person, which stays without the name.",
                "%(number)d reviews by this person, which stay without the name.",
                reviews,
            )
            % {"number": reviews},
            reviews,
            kept=_("Other people’s results rest on them."),
        ),
    ]


def _parts_of(user: User) -> list[Part]:
    """What anonymising an account removes and what it keeps."""
    rounds = SubmissionRound.objects.filter(submission__user=user)
    texts = rounds.exclude(text="").count()
    drafts = Submission.objects.filter(user=user).exclude(draft_text="").count()
    files = rounds.exclude(file="").count()
    comments = Review.objects.filter(round__submission__user=user).exclude(comment="", reason="").count()
    groups = CohortMember.objects.filter(user=user).count()
    led = Cohort.objects.filter(trainers=user).count()
    extensions = Extension.objects.filter(user=user).count()
    messages = CohortMessage.objects.filter(recipients=user).count()
    invitations = CohortInvitation.objects.about(user).count()
    saved = SavedComment.objects.filter(trainer=user).count()
    submissions = Submission.objects.filter(user=user, submitted_at__isnull=False).count()
    reviews = Review.objects.filter(reviewer=user).count()
    return [
        _part(ngettext("%(number)d text that was handed in.", "%(number)d texts that were handed in.", texts), texts),
        _part(ngettext("%(number)d draft.", "%(number)d drafts.", drafts), drafts),
        _part(
            ngettext(
                "%(number)d file, which is deleted from the disk too.",
                "%(number)d files, which are deleted from the disk too.",
                files,
            ),
            files,
        ),
        _part(
            ngettext(
                "%(number)d comment of a reviewer on this person’s submissions.",
                "%(number)d comments of reviewers on this person’s submissions.",
                comments,
            ),
            comments,
        ),
        _part(
            ngettext(
                "%(number)d later due date with its reason.",
                "%(number)d later due dates with their reasons.",
                extensions,
            ),
            extensions,
        ),
        _part(
            ngettext(
                "%(number)d message to this person in a group; for the others it stays.",
                "%(number)d messages to this person in groups; for the others they stay.",
                messages,
            ),
            messages,
        ),
        _part(
            ngettext(
                "%(number)d membership of a group; the group stays.",
                "%(number)d memberships of groups; the groups stay.",
                groups,
            ),
            groups,
        ),
        _part(
            ngettext(
                "%(number)d group that this person leads; the group stays.",
                "%(number)d groups that this person leads; the groups stay.",
                led,
            ),
            led,
        ),
        _part(
            ngettext(
                "%(number)d invitation to a group, which has the address in it.",
                "%(number)d invitations to groups, which have the address in them.",
                invitations,
            ),
            invitations,
        ),
        _part(
            ngettext(
                "%(number)d comment that this person saved for further reviews.",
                "%(number)d comments that this person saved for further reviews.",
                saved,
            ),
            saved,
        ),
        _part(
            ngettext(
                "%(number)d submission: its dates, receipts and decisions.",
                "%(number)d submissions: their dates, receipts and decisions.",
                submissions,
            ),
            submissions,
            kept=True,
        ),
        _part(
            ngettext(
                "%(number)d review that this person gave to others, with its comment.",
                "%(number)d reviews that this person gave to others, with their comments.",
                reviews,
            ),
            reviews,
            kept=True,
        ),
    ]


def _part(sentence: str, number: int, *, kept: bool = False) -> Part:
    return Part(sentence % {"number": number}, number, kept)
