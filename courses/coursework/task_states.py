"""The state of each task of a group for each of its members: every page and file of a group counts with these."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Min
from django.utils import timezone

from courses.coursework.lateness import days_late, is_late
from courses.coursework.members import courses_taken
from courses.coursework.models import Assignment, Cohort, CohortMember, Extension, Submission
from courses.coursework.states import CLOSED, CLOSED_LABEL, DONE, DONE_LABEL, TODO, TODO_LABEL, State
from courses.learning.models import Completion


@dataclass(frozen=True, slots=True)
class TaskState:
    """One task of one member. A draft, which is the learner's alone, counts as nothing handed in.

    ``state`` is ``DONE`` for a completed lesson, that of a submission, or ``TODO`` or ``CLOSED`` without either.
    ``moment`` is the completion or the last round, ``first_moment`` the completion or the first round, which decides
    about lateness. ``due_at`` is the due date for this person, ``extended`` whether by an extension.
    """

    assignment: Assignment
    state: str
    due_at: datetime | None
    extended: bool = False
    moment: datetime | None = None
    first_moment: datetime | None = None
    submission_id: int | None = None

    @property
    def label(self) -> str:
        known = {TODO: TODO_LABEL, DONE: DONE_LABEL, CLOSED: CLOSED_LABEL}
        return str(known.get(self.state) or State(self.state).label)

    @property
    def done(self) -> bool:
        """Whether the lesson is completed or a submission was handed in."""
        return self.first_moment is not None

    @property
    def overdue(self) -> bool:
        """Whether it can still be done and should have been."""
        return self.state == TODO and is_late(timezone.now(), self.due_at)

    @property
    def late(self) -> bool:
        """Whether it was done, or handed in first, after the due date."""
        return self.first_moment is not None and is_late(self.first_moment, self.due_at)

    @property
    def late_days(self) -> int:
        """Days after the due date, until today where nothing is done yet; 0 also on the due day itself."""
        if self.first_moment is not None:
            return days_late(self.first_moment, self.due_at)
        return days_late(timezone.now(), self.due_at) if self.overdue else 0


@dataclass(frozen=True, slots=True)
class TaskStates:
    """The tasks of groups, and the rows that tell their states: by course, user and lesson; by assignment and user."""

    assignments: dict[int, list[Assignment]]
    courses: dict[int, list[int]]
    completions: Mapping[tuple[int, int, object], datetime] = field(default_factory=dict)
    submissions: Mapping[tuple[int, int], tuple[int, str, datetime | None, datetime]] = field(default_factory=dict)
    extensions: Mapping[tuple[int, int], datetime] = field(default_factory=dict)

    def of(self, cohort_id: int, user_id: int) -> list[TaskState]:
        """The tasks of a group for one of its members, in the order of the tasks."""
        return [self._state(item, user_id) for item in self.assignments.get(cohort_id, [])]

    def _state(self, item: Assignment, user_id: int) -> TaskState:
        extension = self.extensions.get((item.pk, user_id))
        due_at = extension or item.due_at
        extended = extension is not None
        if item.lesson is not None:
            found = (
                self.completions.get((course, user_id, item.lesson.key)) for course in self.courses[item.cohort_id]
            )
            moment = min((moment for moment in found if moment is not None), default=None)
            if moment is not None:
                return TaskState(item, DONE, due_at, extended, moment, moment)
        elif (item.pk, user_id) in self.submissions:
            pk, state, last, first = self.submissions[item.pk, user_id]
            return TaskState(item, state, due_at, extended, last, first, pk)
        return TaskState(item, CLOSED if item.is_closed else TODO, due_at, extended)


def task_states(cohorts: Iterable[Cohort], *, users: Collection[int] | None = None) -> TaskStates:
    """The states of the tasks of these groups, in five queries at most; ``users`` limits the members (ids)."""
    cohorts = list(cohorts)
    ids = [cohort.pk for cohort in cohorts]
    assignments: dict[int, list[Assignment]] = {}
    for item in Assignment.objects.filter(cohort__in=ids).with_lessons():
        assignments.setdefault(item.cohort_id, []).append(item)
    everything = [item for items in assignments.values() for item in items]
    courses = courses_taken(cohorts)
    if not everything:
        return TaskStates(assignments, courses)
    members = CohortMember.objects.filter(cohort__in=ids)
    if users is not None:
        members = members.filter(user__in=users)
    people = members.order_by().values("user")
    completions = Completion.objects.filter(
        enrolment__course__in={course for taken in courses.values() for course in taken},
        enrolment__user__in=people,
        lesson__in=[item.lesson.key for item in everything if item.lesson is not None],
    )
    submissions = (
        Submission.objects.filter(assignment__in=everything, user__in=people, submitted_at__isnull=False)
        .annotate(first_submitted_at=Min("rounds__submitted_at"))
        .order_by()
    )
    extensions = Extension.objects.in_force().filter(assignment__in=everything, user__in=people)
    return TaskStates(
        assignments,
        courses,
        {
            (course, user, lesson): moment
            for course, user, lesson, moment in completions.values_list(
                "enrolment__course", "enrolment__user", "lesson", "completed_at"
            )
        },
        {
            (assignment, user): (pk, state, last, first)
            for assignment, user, pk, state, last, first in submissions.values_list(
                "assignment", "user", "pk", "state", "submitted_at", "first_submitted_at"
            )
        },
        {
            (assignment, user): due_at
            for assignment, user, due_at in extensions.values_list("assignment", "user", "due_at")
        },
    )
