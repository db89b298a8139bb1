"""What the app exports of a user: enrolments, programmes, completed lessons, notes, plans, goal and learning events."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from courses.activities.exercises import response_texts
from courses.learning.models import (
    Completion,
    Enrolment,
    LearningEvent,
    LearningPlan,
    Note,
    ProgrammeEnrolment,
    Pseudonym,
    QuizAnswer,
    QuizAttempt,
    WeeklyGoal,
)
from people import exporting
from people.exporting import Column, Section
from people.models import User


def connect() -> None:
    """Called once, when Django is ready."""
    exporting.register(
        _sections,
        covers=(
            "learning.Enrolment.user",
            "learning.ProgrammeEnrolment.user",
            "learning.Pseudonym.user",
            "learning.QuizAttempt.user",
            "learning.WeeklyGoal.user",
        ),
    )


def _sections(user: User) -> Iterable[Section]:
    enrolments = list(Enrolment.objects.of(user).order_by("pk").prefetch_related("completions"))
    yield Section(
        "enrolments",
        _("Courses"),
        (
            Column("course", _("Course")),
            Column("enrolled_at", _("Enrolled")),
            Column("active_at", _("Last active")),
            Column("completed_at", _("Completed")),
        ),
        tuple((item.course.title, item.created_at, item.active_at, item.completed_at) for item in enrolments),
    )
    programmes = ProgrammeEnrolment.objects.filter(user=user).order_by("pk")
    yield Section(
        "programmes",
        _("Programmes"),
        (Column("programme", _("Programme")), Column("begun_at", _("Begun")), Column("completed_at", _("Completed"))),
        tuple(programmes.values_list("programme__title", "created_at", "completed_at")),
    )
    titles = {lesson.key: lesson.title for item in enrolments for lesson in item.pinned.lessons}
    yield Section(
        "completions",
        _("Completed lessons"),
        (
            Column("lesson", _("Lesson")),
            Column("course", _("Course")),
            Column("completed_at", _("Completed")),
            Column("by", _("By what")),
        ),
        tuple(
            (
                titles.get(completion.lesson, str(completion.lesson)),
                item.course.title,
                completion.completed_at,
                str(Completion.Source(completion.source).label),
            )
            for item in enrolments
            for completion in item.completions.all()
        ),
    )
    yield Section(
        "notes",
        _("Notes and bookmarks"),
        (
            Column("course", _("Course")),
            Column("lesson", _("Lesson")),
            Column("heading", _("Heading")),
            Column("passage", _("Passage")),
            Column("text", _("Note")),
            Column("changed_at", _("Changed")),
        ),
        tuple(
            (note.enrolment.course.title, note.lesson_title, note.heading, note.quote, note.text, note.changed_at)
            for note in Note.objects.of(user)
        ),
    )
    attempts = QuizAttempt.objects.of(user).order_by("started_at").select_related("activity")
    questions: dict[int, list[QuizAnswer]] = {}
    for row in QuizAnswer.objects.filter(attempt__user=user).select_related("version__activity"):
        questions.setdefault(row.attempt_id, []).append(row)
    yield Section(
        "quizzes",
        _("Attempts at quizzes"),
        (
            Column("quiz", _("Quiz")),
            Column("number", _("Attempt")),
            Column("started_at", _("Begun")),
            Column("closed_at", _("Closed")),
            Column("score", _("Points")),
            Column("answers", _("Answers")),
        ),
        tuple(
            (
                item.activity.title,
                item.number,
                item.started_at,
                item.closed_at,
                item.score,
                tuple(
                    f"{row.version.activity.title}: "
                    + ", ".join(response_texts(row.version.tree, row.version.tree["id"], row.answer.pairs()))
                    for row in questions.get(item.pk, [])
                ),
            )
            for item in attempts
        ),
    )
    plans = LearningPlan.objects.filter(enrolment__user=user).order_by("pk")
    yield Section(
        "plans",
        _("Learning plans"),
        (Column("course", _("Course")), Column("hours_a_week", _("Hours a week")), Column("ends_on", _("Last day"))),
        tuple(plans.values_list("enrolment__course__title", "hours_per_week", "ends_on")),
    )
    goals = WeeklyGoal.objects.filter(user=user)
    yield Section(
        "weekly_goal",
        _("Weekly goal"),
        (Column("amount", _("How many a week")), Column("unit", _("Of what")), Column("changed_at", _("Changed"))),
        tuple((goal.amount, goal.get_unit_display(), goal.changed_at) for goal in goals),
    )
    pseudonyms = Pseudonym.objects.filter(user=user).values("uuid")
    yield Section(
        "learning_events",
        _("Learning events"),
        (Column("stored_at", _("Stored")), Column("statement", _("Statement (xAPI)"))),
        tuple(LearningEvent.objects.filter(actor__in=pseudonyms).values_list("stored", "statement")),
        json_only=True,
    )
