"""What learners have on pages to be deleted, unpublished or moved, and what goes or stays with an account."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page

from courses.activities.models import Answer
from courses.catalogue import moving
from courses.catalogue.models import Lesson, Programme
from courses.catalogue.moving import names
from courses.learning.goals.services import remove_goal
from courses.learning.models import (
    Completion,
    Enrolment,
    LearningEvent,
    Note,
    ProgrammeEnrolment,
    Pseudonym,
    WeeklyGoal,
)
from courses.learning.notes.services import delete_notes
from people import anonymising
from people.anonymising import Part
from people.models import User
from publishing import impact
from publishing.impact import Impact


def connect() -> None:
    """Called once, when Django is ready."""
    impact.register(Page, _on_pages)
    impact.register(Page, _on_programmes)
    impact.register(User, _on_users)
    impact.register_publish(_on_publishing)
    moving.register(_on_move)
    anonymising.register(_parts_of, _anonymise)


def _on_pages(pages: QuerySet[Page]) -> list[Impact]:
    """Enrolments protect their course; answers and completions outlive a lesson, because they refer to it by key."""
    lessons = list(Lesson.objects.filter(pk__in=pages.values("pk")).only("path", "translation_key", "locale"))
    keys = [lesson.key for lesson in lessons]
    on_course = Q(course__in=pages.values("pk"))
    around = Enrolment.objects.filter(course__path__in={lesson.course_path for lesson in lessons}).exclude(on_course)
    enrolled = Enrolment.objects.filter(on_course).count()
    beside = around.count() if lessons else 0
    answers = Answer.objects.filter(activity__container__in=keys).count() if keys else 0
    completed = Completion.objects.filter(lesson__in=keys).count() if keys else 0
    return [
        Impact(
            ngettext("%(number)d person is enrolled.", "%(number)d people are enrolled.", enrolled)
            % {"number": enrolled},
            enrolled,
            record=True,
        ),
        Impact(
            ngettext(
                "%(number)d person is on the course of this lesson. Whoever has completed it keeps that, and for the "
                "others it no longer counts. If it comes back, it is offered to those whose progress has been shown "
                "without it.",
                "%(number)d people are on the course of this lesson. Whoever has completed it keeps that, and for the "
                "others it no longer counts. If it comes back, it is offered to those whose progress has been shown "
                "without it.",
                beside,
            )
            % {"number": beside},
            beside,
        ),
        _answers(answers),
        Impact(
            ngettext("%(number)d completion of a lesson.", "%(number)d completions of lessons.", completed)
            % {"number": completed},
            completed,
        ),
    ]


def _on_programmes(pages: QuerySet[Page]) -> list[Impact]:
    """Who has begun these programmes; that somebody has completed one is a record."""
    begun = ProgrammeEnrolment.objects.filter(programme__in=pages.values("pk"))
    midway = begun.filter(completed_at=None).count()
    completed = begun.filter(completed_at__isnull=False).count()
    return [
        Impact(
            ngettext(
                "%(number)d person is midway through the programme.",
                "%(number)d people are midway through the programme.",
                midway,
            )
            % {"number": midway},
            midway,
        ),
        Impact(
            ngettext(
                "%(number)d person has completed the programme.",
                "%(number)d people have completed the programme.",
                completed,
            )
            % {"number": completed},
            completed,
            record=True,
        ),
    ]


def _on_publishing(live: Page, draft: Page) -> list[Impact]:
    """Whoever is midway through a programme whose courses or numbers to choose change: one query, else none."""
    if not (isinstance(live, Programme) and isinstance(draft, Programme)) or _asked_by(live) == _asked_by(draft):
        return []
    midway = ProgrammeEnrolment.objects.filter(programme=live.pk, completed_at=None).count()
    text = ngettext(
        "The courses of the programme change. %(number)d person is midway, and nobody's percent falls: a course that "
        "is added and another number to choose are offered and count when taken in; a course that leaves counts for "
        "whoever has completed it, and the others no longer need it.",
        "The courses of the programme change. %(number)d people are midway, and nobody's percent falls: a course that "
        "is added and another number to choose are offered and count when taken in; a course that leaves counts for "
        "whoever has completed it, and the others no longer need it.",
        midway,
    )
    return [Impact(text % {"number": midway}, midway, about="programme outline")]


def _asked_by(programme: Programme) -> tuple[set[tuple[int, str]], dict[str, int]]:
    """The courses of a programme with their groups, and how many are to be chosen of each."""
    return {(row.course_id, row.group) for row in programme.courses.all()}, programme.choose_by_group()


def _on_move(lessons: Sequence[Lesson], destination: Page) -> list[Impact]:
    """It is to these people as if the lessons were unpublished in one course and added in the other."""
    titles = defaultdict(list)
    for lesson in lessons:
        titles[lesson.course_path].append(lesson.title)
    learning = Enrolment.objects.filter(completed_at=None).order_by()
    counted = learning.values("course__path", "course__title").annotate(people=Count("pk"))
    left = counted.filter(course__path__in=titles).order_by("course__path")
    completed = Completion.objects.filter(lesson__in=[lesson.key for lesson in lessons]).count()
    joined = counted.filter(course__in=Page.objects.ancestor_of(destination, inclusive=True))
    return [
        *(_leaving(titles[row["course__path"]], row["course__title"], row["people"]) for row in left),
        Impact(
            ngettext(
                "%(number)d completion stays with the course in which it was earned.",
                "%(number)d completions stay with the course in which they were earned.",
                completed,
            )
            % {"number": completed},
            completed,
        ),
        *(_joining(row["course__title"], row["people"]) for row in joined),
    ]


def _leaving(titles: Sequence[str], course: str, people: int) -> Impact:
    lessons = ngettext(
        "The lesson %(lessons)s leaves the course “%(course)s”.",
        "The lessons %(lessons)s leave the course “%(course)s”.",
        len(titles),
    ) % {"lessons": names(titles), "course": course}
    learners = ngettext(
        "%(number)d person is on this course: for whoever has not completed what leaves, it no longer counts.",
        "%(number)d people are on this course: for whoever has not completed what leaves, it no longer counts.",
        people,
    ) % {"number": people}
    return Impact(f"{lessons} {learners}", people)


def _joining(course: str, people: int) -> Impact:
    text = ngettext(
        "%(number)d person is on the course “%(course)s”, where it goes: they may take it, and need not.",
        "%(number)d people are on the course “%(course)s”, where it goes: they may take it, and need not.",
        people,
    ) % {"number": people, "course": course}
    return Impact(text, people)


def _answers(number: int) -> Impact:
    return Impact(
        ngettext("%(number)d answer to an exercise.", "%(number)d answers to exercises.", number) % {"number": number},
        number,
    )


def _enrolments(number: int) -> Impact:
    return Impact(
        ngettext(
            "%(number)d enrolment on a course, with its progress.",
            "%(number)d enrolments on courses, with their progress.",
            number,
        )
        % {"number": number},
        number,
        record=True,
    )


def _on_users(users: QuerySet[User]) -> list[Impact]:
    return [
        _enrolments(Enrolment.objects.filter(user__in=users).count()),
        _answers(Answer.objects.filter(user__in=users).count()),
        _events(
            LearningEvent.objects.filter(actor__in=Pseudonym.objects.filter(user__in=users).values("uuid")).count()
        ),
    ]


def _events(number: int) -> Impact:
    text = ngettext(
        "%(number)d learning event, such as “lesson completed”, under a random number.",
        "%(number)d learning events, such as “lesson completed”, under a random number.",
        number,
    )
    why = _(
        "Courses are counted by them. What connected the number with you is deleted, so nobody finds out whose it was."
    )
    return Impact(text % {"number": number}, number, kept=why)


def _parts_of(user: User) -> list[Part]:
    """What is kept of an anonymised user names them by the account or by a pseudonym; what they wrote is removed."""
    answers = _answers(Answer.objects.filter(user=user).count())
    enrolments = _enrolments(Enrolment.objects.filter(user=user).count())
    notes = Note.objects.filter(enrolment__user=user).count()
    text = ngettext("%(number)d note or bookmark.", "%(number)d notes and bookmarks.", notes) % {"number": notes}
    kept = [Part(item.text, item.count, kept=True) for item in (enrolments, answers)]
    goals = WeeklyGoal.objects.filter(user=user).count()
    begun = ProgrammeEnrolment.objects.filter(user=user).count()
    programmes = ngettext("%(number)d programme begun.", "%(number)d programmes begun.", begun) % {"number": begun}
    return [
        *kept,
        Part(programmes, begun, kept=True),
        Part(text, notes, kept=False),
        Part(_("The weekly goal."), goals, kept=False),
    ]


def _anonymise(user: User) -> None:
    delete_notes(user=user)
    remove_goal(user=user)
