"""Activity of the demo's users: a group with submissions to review, and learners with some progress."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from courses.activities.exercises.quiz import QuizExercise
from courses.activities.given import Given
from courses.activities.models import Activity
from courses.catalogue.models import Course, Lesson, Programme
from courses.coursework.models import Assignment, Cohort
from courses.coursework.services import assignments, groups, reviews, submissions
from courses.coursework.states import Decision
from courses.credentials import services as credentials
from courses.credentials.models import CourseCertificateRule, ProgrammeCertificateRule
from courses.learning import services as learning
from courses.learning.quizzes import services as quizzes
from demo import people
from people.models import User
from pomost.exercise_patterns import answer_to

GROUP = "Model współpracy, grupa jesienna"
PROGRAMME = "model-wspolpracy"
FIRST_COURSE = "wspoltworzenie-polityk-publicznych"
# The other two courses that are taught in full.
WORKSHOPS = ("od-potrzeby-do-uslugi", "liczby-przedsiebiorstwa-spolecznego")

# The number of lessons of the first course that each user has completed.
COMPLETED = {people.LEARNER.email: 1, "marek@example.org": 3, "ewa@example.org": 5, "zofia@example.org": 2}
# Has completed the whole of it, and has its certificate.
GRADUATE = "ewa@example.org"

DIAGNOSIS = (
    "Pytanie diagnozy: dlaczego młodzież z trzech sołectw nie przychodzi na zajęcia w gminnym domu kultury?\n\n"
    "Wiemy, że ostatni autobus odjeżdża o 17.10, a zajęcia kończą się o 18.00. Przypuszczamy, że decyduje dojazd, "
    "a nie oferta. Nie wiemy, ile osób przyszłoby, gdyby autobus jechał godzinę później.\n\n"
    "Priorytet: przesunąć jeden kurs autobusu na próbę na trzy miesiące i policzyć, kto przyszedł."
)

AGE_GAP = (
    "Pytanie diagnozy: czego potrzebują osoby po siedemdziesiątce z Zalesia Górnego, żeby przychodzić do klubu seniora?"
    "\n\n"
    "Wiemy z listy obecności, że z Górnego przychodzą trzy osoby, a ze wsi przy klubie dwadzieścia. Rozmawiałam "
    "z sołtyską i z pięcioma osobami: cztery mówią o schodach i o powrocie po zmroku. Nie wiemy, co myślą ci, którzy "
    "nigdy nie byli.\n\n"
    "Priorytet: wcześniejsza godzina zimą i podjazd, zanim zaczniemy zmieniać program zajęć."
)


def build(rows: tuple[dict[str, Any], ...]) -> int:
    """Creates the group and its activity; returns the number of groups created, 0 if it exists."""
    if Cohort.objects.filter(name=GROUP).exists():
        return 0
    trainer = User.objects.get(email=people.TRAINER.email)
    learners = [persona.email for persona in (people.LEARNER, *people.OTHERS)]
    cohort = groups.create_cohort(
        by=trainer,
        name=GROUP,
        programme=Programme.objects.get(slug=PROGRAMME),
        starts=timezone.localdate() - timedelta(days=21),
        ends=timezone.localdate() + timedelta(days=60),
        trainers=[trainer],
    )
    groups.add_members(
        by=User.objects.get(email=people.COORDINATOR.email),
        cohort=cohort,
        text="\n".join(learners),
        may_send=lambda _address: True,
    )
    _answer_exercises()
    _certify()
    lessons = _lessons(FIRST_COURSE)
    assignments.set_assignment(by=trainer, cohort=cohort, lesson=lessons[1], due_at=_end_of_day(5))
    diagnosis, rules = (
        assignments.set_assignment(
            by=trainer,
            cohort=cohort,
            title=row["title"],
            instructions=_plain(row["instructions"]),
            due_at=_end_of_day(days),
        )
        for row, days in zip(rows[:2], (1, 20), strict=True)
    )
    # Set directly, because the service refuses past dates: the demo shows an overdue assignment.
    Assignment.objects.filter(pk=diagnosis.pk).update(due_at=_end_of_day(-1))
    _hand_in("marek@example.org", diagnosis, DIAGNOSIS)
    _hand_in("ewa@example.org", diagnosis, AGE_GAP)
    _hand_in("piotr@example.org", rules, "§ 1. Konkurs dotyczy prowadzenia zajęć ruchowych dla seniorów.")
    returned = _hand_in("zofia@example.org", diagnosis, "Młodzież się nudzi.")
    reviews.review(
        by=trainer,
        round=returned,
        decision=Decision.RETURNED,
        comment="To jest wniosek, a nie diagnoza. Dopisz pytanie, trzy źródła i to, czego nie wiesz.",
    )
    return 1


def _end_of_day(days: int) -> datetime:
    """The last minute of the day ``days`` from today, in Warsaw."""
    return timezone.make_aware(datetime.combine(timezone.localdate() + timedelta(days=days), time(23, 59)))


def _hand_in(email: str, assignment: Any, text: str) -> Any:
    key = uuid5(NAMESPACE_URL, f"demo:{assignment.title}:{email}")
    return submissions.hand_in(by=User.objects.get(email=email), assignment=assignment, text=text, key=key)


def _answer_exercises() -> None:
    for email, count in COMPLETED.items():
        user = User.objects.get(email=email)
        for lesson in _lessons(FIRST_COURSE)[:count]:
            for activity in Activity.objects.filter(pk__in=lesson.exercises).select_related("current"):
                if activity.current is None:
                    continue
                if activity.current.tree["type"] == QuizExercise.TYPE:
                    _take_quiz(user, lesson, activity)
                    continue
                learning.answer_exercise(
                    user=user,
                    lesson=lesson,
                    activity_id=activity.pk,
                    form=list(answer_to(activity.current.tree)),
                    key=uuid5(NAMESPACE_URL, f"demo:{activity.pk}:{email}"),
                )


def _take_quiz(user: User, lesson: Lesson, activity: Activity) -> None:
    """Takes a quiz, in which only the last question is left out."""
    attempt = quizzes.start_attempt(user=user, lesson=lesson, activity_id=activity.pk)
    *answered, _left_out = attempt.answers.select_related("version")
    given = {row.version.activity_id: Given.of(answer_to(row.version.tree)) for row in answered}
    quizzes.save_answers(attempt=attempt, given=given)
    quizzes.close_attempt(attempt=attempt)


def _certify() -> None:
    """Sets the rules of certificates of the programme and of the courses that are taught, and issues one."""
    programme = Programme.objects.get(slug=PROGRAMME)
    ProgrammeCertificateRule.objects.create(page=programme, accepted_work=True)
    for item in programme.courses.all():
        CourseCertificateRule.objects.create(
            page=item.course,
            minimum_score=70,
            valid_months=36,
            expiry_reason="Przepisy o współpracy z organizacjami zmieniają się co kilka lat.",
        )
    for course in Course.objects.filter(slug__in=WORKSHOPS):
        CourseCertificateRule.objects.create(page=course, minimum_score=70)
    graduate = User.objects.get(email=GRADUATE)
    course = Course.objects.get(slug=FIRST_COURSE)
    credentials.issue(user=graduate, subject=course, name=graduate.get_full_name())


def _lessons(course: str) -> list[Lesson]:
    return list(Lesson.objects.descendant_of(Course.objects.get(slug=course)).live().order_by("path"))


def _plain(markdown: str) -> str:
    """Markdown as plain text, for instructions: bold titles get a colon, links quotation marks, lists are unchanged."""
    titled = re.sub(r"(?m)^\*\*(.+)\*\*$", r"\1:", markdown)
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"„\1”", titled)
