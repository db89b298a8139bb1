"""Services of enrolments: enrolling, answering, completing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from xblock.core import XBlock

from courses.activities import services as activities
from courses.activities.hosted import calls as hosted
from courses.activities.hosted.modes import Call
from courses.activities.models import Activity, ActivityVersion
from courses.activities.runtime import StateStore
from courses.catalogue.models import Course, Lesson, course_at, live_lesson_keys
from courses.catalogue.services import renew_outline
from courses.learning import happened
from courses.learning.conditions import condition_of
from courses.learning.errors import NotAllowedError, NotEnrolledError
from courses.learning.models import Completion, Enrolment
from courses.learning.places import title_of
from courses.learning.programme_outlines import Outlines, programme_outlines
from courses.learning.progress import compute
from courses.learning.release import check_open, check_prerequisites
from courses.learning.relied_on import is_relied_on
from courses.learning.services.events import pseudonym_of, record_events
from courses.learning.services.locking import actor_of, change_enrolment, completed_lessons, lock_enrolment
from courses.learning.services.programmes import begin_programmes, complete_programmes
from courses.learning.statements import StatementData

if TYPE_CHECKING:
    from people.models import User


def enrol(*, user: "User", course: Course, by_group: bool = False, outlines: Outlines | None = None) -> Enrolment:
    """Enrols a user in a live course, pinning its current outline and that of the programmes it is in. Idempotent.

    Raises ``NotAllowedError`` if the course is not published or has no lessons, or while a course that it requires is
    not completed; whom a group enrols (``by_group``) needs no other course, because who runs the group decides.
    Who enrols in several courses in a transaction passes ``outlines``, which are not cached there.
    """
    if not course.live:
        raise NotAllowedError(_("This course is not published."))
    outlines = programme_outlines() if outlines is None else outlines
    with transaction.atomic():
        return _enrol(user, course, outlines, by_group=by_group)


def _enrol(user: "User", course: Course, outlines: Outlines, *, by_group: bool) -> Enrolment:
    if known := Enrolment.objects.filter(user=user, course=course).first():
        return known
    if not by_group:
        check_prerequisites(user=user, course=course)
    outline = course.outlines.order_by("-number").first() or renew_outline(course=course)
    if not outline.outline.lessons:
        raise NotAllowedError(_("This course has no lessons here: it is taught at meetings."))
    enrolment, created = Enrolment.objects.get_or_create(user=user, course=course, defaults={"outline": outline})
    if created:
        begin_programmes(user_id=user.pk, course_id=course.pk, outlines=outlines)
        record_events([happened.enrolled(enrolment, actor=pseudonym_of(user))])
    return enrolment


@dataclass(frozen=True, slots=True)
class Answered:
    """The result of an answer, with data read for it: the enrolment, the learner's state in the lesson (None if the
    answer had been recorded before) and the keys of the completed lessons (None if they were not read)."""

    outcome: activities.Outcome
    enrolment: Enrolment
    completed: frozenset[UUID] | None = None

    @property
    def store(self) -> StateStore | None:
        return self.outcome.store


def answer_exercise(
    *,
    user: "User",
    lesson: Lesson,
    activity_id: UUID,
    form: list[tuple[str, str]],
    key: UUID,
    made_at: datetime | None = None,
) -> Answered:
    """Records an answer of an enrolled learner, and the completion of the lesson if it was the last one missing.

    ``made_at`` is when it was given, where it waited in the browser for a connection.

    Raises ``NotEnrolledError``, ``NotAllowedError`` while the lesson is locked, ``Activity.DoesNotExist`` if it has no
    such exercise, and ``InvalidAnswerError`` for an invalid form. Nothing is recorded then.
    """
    around, here = _around(lesson), lesson.answerable()
    with transaction.atomic():
        enrolment = lock_enrolment(user, around.course)
        check_open(enrolment, lesson)
        activity = here.get(activity_id)
        if activity is None:
            raise Activity.DoesNotExist(activity_id)
        outcome = activities.submit_answer(
            user=user,
            activity=activity,
            form=form,
            key=key,
            beside=lesson.activities,
            made_at=made_at,
        )
        if outcome.repeated:
            return Answered(outcome, enrolment)
        completed = _record(enrolment, lesson, outcome, outcome.completion, outcome.store, around)
    return Answered(outcome, enrolment, completed)


def call_activity(*, user: "User", lesson: Lesson, version: ActivityVersion, call: Call) -> hosted.Called:
    """Runs a call of an activity that is not our own for an enrolled learner, and keeps what it did.

    In one transaction, as ``answer_exercise``: the state, the answer if a block graded one, the completion of the
    lesson if it was the last one missing, the learning events. Raises ``NotEnrolledError``, ``NotAllowedError`` while
    the lesson is locked, and ``ActivityVersion.DoesNotExist`` if it has no such activity.
    """
    around = _around(lesson)
    with transaction.atomic():
        enrolment = lock_enrolment(user, around.course)
        check_open(enrolment, lesson)
        if version.activity_id not in lesson.activities:
            raise ActivityVersion.DoesNotExist(version.pk)
        called = hosted.run(user=user, version=version, call=call, beside=lesson.activities)
        _record(enrolment, lesson, called.outcome, called.completion, called.store, around)
    return called


def _record(
    enrolment: Enrolment,
    lesson: Lesson,
    outcome: activities.Outcome | None,
    completion: float,
    store: StateStore | None,
    around: "_Around",
) -> frozenset[UUID] | None:
    """Records what an answer (``outcome``) and the ``completion`` of an activity mean for the lesson and the course.

    Returns the keys of the completed lessons, if they were read.
    """
    actor, completed = actor_of(enrolment), None
    events = [happened.answered(outcome, enrolment, lesson, actor=actor)] if outcome else []
    if completion >= 1.0 and _is_done(enrolment, lesson, store):
        completed, more = _complete(enrolment, lesson, Completion.Source.EXERCISES, around)
        events += more
    _touch(enrolment, lesson)
    if events:
        record_events(events)
    return completed


def record_result(
    *,
    user: "User",
    lesson: Lesson,
    version: ActivityVersion,
    key: UUID,
    response: str,
    change: Callable[[XBlock], None],
) -> Answered:
    """Records a result that the server has computed, as ``answer_exercise`` does an answer; also in a locked lesson.

    ``activities.services.record_result`` says what it takes. Raises ``NotEnrolledError``.
    """
    around = _around(lesson)
    with transaction.atomic():
        enrolment = lock_enrolment(user, around.course)
        outcome = activities.record_result(
            user=user, version=version, key=key, response=response, change=change, beside=lesson.activities
        )
        completed = _record(enrolment, lesson, outcome, outcome.completion, outcome.store, around)
    return Answered(outcome, enrolment, completed)


def keep_answer(*, user: "User", lesson: Lesson, activity_id: UUID, form: list[tuple[str, str]], key: UUID) -> Answered:
    """Enrols and records an answer that was tried before. Raises as ``enrol`` and ``answer_exercise``."""
    with transaction.atomic():
        enrol(user=user, course=course_at(lesson.course_path))
        return answer_exercise(user=user, lesson=lesson, activity_id=activity_id, form=form, key=key)


def _is_done(enrolment: Enrolment, lesson: Lesson, store: StateStore | None = None) -> bool:
    """Whether exercises complete ``lesson`` and every one that counts has a correct answer.

    ``conditions.condition_of`` says which ones count. ``store`` is the learner's state in the lesson, if it has been
    read already.
    """
    condition = condition_of(lesson, enrolment.pinned.lesson(lesson.key))
    wanted = condition.activities
    if condition.rule != Lesson.CompletionRule.EXERCISES or not wanted:
        return False
    if store is None:
        store = StateStore.load(user_id=enrolment.user_id, activities=wanted)
    return wanted <= store.completed()


def mark_completed(*, user: "User", lesson: Lesson) -> None:
    """Records a self-reported completion; does nothing where there is one of any kind.

    Raises ``NotEnrolledError``, and ``NotAllowedError`` where the lesson is completed by exercises or locked.
    """
    around = _around(lesson)
    with transaction.atomic():
        enrolment = lock_enrolment(user, around.course)
        check_open(enrolment, lesson)
        condition = condition_of(lesson, enrolment.pinned.lesson(lesson.key))
        source = Completion.Source.MANUAL
        if condition.rule == Lesson.CompletionRule.EXERCISES:
            if not _is_done(enrolment, lesson):
                raise NotAllowedError(_("This lesson is completed by its exercises."))
            source = Completion.Source.EXERCISES
        _keys, events = _complete(enrolment, lesson, source, around)
        _touch(enrolment, lesson)
        record_events(events)


def complete_as_known(*, user: "User", course: Course, lessons: Iterable[Lesson], live: Collection[UUID]) -> Enrolment:
    """Completes these lessons as known beforehand, and records that the test at the start was taken.

    ``live`` are the keys of the live lessons. Raises ``NotEnrolledError``, and ``NotAllowedError`` the second time.
    """
    around = _Around(course, live, programme_outlines())
    with transaction.atomic():
        enrolment = lock_enrolment(user, course)
        if enrolment.placement_at is not None:
            raise NotAllowedError(_("You have taken this test already."))
        events = []
        for lesson in lessons:
            _keys, more = _complete(enrolment, lesson, Completion.Source.KNOWN, around)
            events += more
        now = timezone.now()
        changes = {"placement_at": now, "active_at": now, "completed_at": enrolment.completed_at}
        change_enrolment(enrolment, changes)
        record_events(events)
    return enrolment


@transaction.atomic
def unmark_completed(*, user: "User", lesson: Lesson) -> None:
    """Deletes a self-reported completion. One earned by exercises stays, and so does the completion of the course.

    Raises ``NotEnrolledError``, and ``NotAllowedError`` where a certificate relies on the course.
    """
    enrolment = lock_enrolment(user, course_at(lesson.course_path))
    if is_relied_on(user, enrolment.course_id):
        raise NotAllowedError(_("Your certificate relies on this lesson, so it stays completed."))
    enrolment.completions.filter(lesson=lesson.key, source=Completion.Source.MANUAL).delete()
    _touch(enrolment, lesson)


def finish_course(*, user: "User", course: Course) -> Enrolment:
    """Completes a course in which no lesson is missing because an editor removed the remaining ones. Idempotent.

    Raises ``NotEnrolledError``, and ``NotAllowedError`` while a lesson is missing.
    """
    around = _Around(course, live_lesson_keys(course.path), programme_outlines())
    with transaction.atomic():
        enrolment = lock_enrolment(user, course)
        completed = completed_lessons(enrolment)
        events = _finish(enrolment, completed, around, timezone.now())
        if enrolment.completed_at is None:
            raise NotAllowedError(_("You have not completed all the lessons of this course yet."))
        change_enrolment(enrolment, {"completed_at": enrolment.completed_at})
        record_events(events)
    return enrolment


@transaction.atomic
def keep_place(*, user: "User", lesson: Lesson, anchor: str) -> None:
    """Keeps the heading or exercise of a lesson that an enrolled learner has last in view, where they resume.

    One UPDATE. Raises ``NotEnrolledError``, and ``NotAllowedError`` for a place that the lesson has not.
    """
    if not title_of(lesson, anchor):
        raise NotAllowedError(_("The lesson has no such place."))
    kept = (
        Enrolment.objects.filter(user=user)
        .covering(lesson)
        .update(place_lesson=lesson.key, place=anchor, last_lesson=lesson.key, active_at=timezone.now())
    )
    if not kept:
        raise NotEnrolledError


@dataclass(frozen=True, slots=True)
class _Around:
    """What completing needs to know: the course, the keys of its live lessons, and the live programmes."""

    course: Course
    lessons: Collection[UUID]
    programmes: Outlines


def _around(lesson: Lesson) -> _Around:
    """Read before the transaction, because the cache is not used inside one."""
    path = lesson.course_path
    return _Around(course_at(path), live_lesson_keys(path), programme_outlines())


def _complete(
    enrolment: Enrolment, lesson: Lesson, source: Completion.Source, around: _Around
) -> tuple[frozenset[UUID], list[StatementData]]:
    """Completes ``lesson`` if it is not completed yet; completes the course if it was the last one missing.

    Returns the keys of all completed lessons, and the events to record. ``enrolment`` must be locked; ``_touch`` writes
    its row.
    """
    completed = completed_lessons(enrolment)
    events, moment = [], timezone.now()
    if lesson.key not in completed:
        completion = Completion.objects.create(enrolment=enrolment, lesson=lesson.key, source=source)
        moment = completion.completed_at
        events.append(happened.lesson_completed(completion, enrolment, lesson, actor=actor_of(enrolment)))
        completed |= {lesson.key}
    events += _finish(enrolment, completed, around, moment)
    return completed, events


def _finish(
    enrolment: Enrolment, completed: Collection[UUID], around: _Around, moment: datetime
) -> list[StatementData]:
    """Sets ``completed_at`` of a course that has just become complete; returns the events to record.

    Completes the programmes in which it was the last course missing.
    """
    if enrolment.completed_at is not None:
        return []
    if not compute(enrolment.pinned, completed=completed, available=enrolment.available(around.lessons)).finished:
        return []
    enrolment.completed_at = moment
    if any(enrolment.course_id in outline.courses for outline in around.programmes.values()):
        complete_programmes(enrolment=enrolment, outlines=around.programmes)
    return [happened.course_completed(enrolment, actor=actor_of(enrolment))]


def _touch(enrolment: Enrolment, lesson: Lesson) -> None:
    """Writes the last activity, and the completion of the course if there is one.

    The place last read is forgotten: what was done says better where to go on.
    """
    changes: dict[str, Any] = {"last_lesson": lesson.key, "active_at": timezone.now()}
    if enrolment.completed_at is not None:
        changes["completed_at"] = enrolment.completed_at
    if enrolment.place_lesson is not None:
        changes |= {"place_lesson": None, "place": ""}
    change_enrolment(enrolment, changes)
