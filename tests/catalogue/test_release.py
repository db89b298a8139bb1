"""Which lessons are locked: properties over random outlines, completions, answers and days."""

from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.outline import OutlineData, OutlineLesson, OutlineTopic, ReleaseKind, ReleaseRule
from courses.catalogue.release import Lock, LockReason, locks, locks_kept

TODAY = date(2026, 11, 30)
LESSONS = [UUID(int=number) for number in range(1, 9)]
EXERCISES = {lesson: [UUID(int=100 * lesson.int + n) for n in range(4)] for lesson in LESSONS}

days = st.one_of(st.none(), st.integers(-5, 5).map(lambda number: TODAY + timedelta(days=number)))
rules = st.builds(ReleaseRule, st.sampled_from(list(ReleaseKind)), st.integers(1, 100))


@st.composite
def outlines(draw: Any, rule: Any = rules) -> OutlineData:
    """Up to eight lessons in random order, some with exercises, cut into topics."""
    keys = draw(st.lists(st.sampled_from(LESSONS), unique=True, max_size=8))
    lessons = [
        OutlineLesson(key, f"Lekcja {key.int}", "exercises", tuple(EXERCISES[key][: draw(st.integers(0, 4))]))
        for key in keys
    ]
    topics = []
    while lessons:
        size = draw(st.integers(1, len(lessons)))
        topics.append(OutlineTopic("Temat", tuple(lessons[:size]), draw(days)))
        lessons = lessons[size:]
    return OutlineData(tuple(topics), draw(rule))


completions = st.frozensets(st.sampled_from(LESSONS))
answers = st.frozensets(st.sampled_from([key for keys in EXERCISES.values() for key in keys]))


def locked(outline: OutlineData, completed: frozenset[UUID], solved: frozenset[UUID], **changes: Any) -> set[UUID]:
    facts: dict[str, Any] = {"available": LESSONS, "today": TODAY, **changes}
    return set(locks(outline, completed=completed, solved=solved, **facts))


@given(
    outlines(),
    completions,
    answers,
    st.sampled_from(LESSONS),
    st.sampled_from([key for keys in EXERCISES.values() for key in keys]),
)
def test_completing_answering_and_waiting_lock_nothing(
    outline: OutlineData, completed: frozenset[UUID], solved: frozenset[UUID], lesson: UUID, exercise: UUID
) -> None:
    before = locked(outline, completed, solved)
    assert locked(outline, completed | {lesson}, solved) <= before
    assert locked(outline, completed, solved | {exercise}) <= before
    assert locked(outline, completed, solved, today=TODAY + timedelta(days=1)) <= before


@given(outlines(), completions, answers)
def test_a_completed_lesson_is_open_and_so_is_the_first_unless_its_day_is_to_come(
    outline: OutlineData, completed: frozenset[UUID], solved: frozenset[UUID]
) -> None:
    found = locked(outline, completed, solved)
    assert found.isdisjoint(completed)
    if outline.lessons and outline.release.kind != ReleaseKind.BY_DATE:
        assert outline.lessons[0].key not in found
    if outline.release.kind == ReleaseKind.AT_ONCE:
        assert not found


@given(outlines(), outlines(), completions, answers)
def test_an_enrolment_keeps_what_was_open_when_the_course_changes(
    pinned: OutlineData, current: OutlineData, completed: frozenset[UUID], solved: frozenset[UUID]
) -> None:
    kept = set(locks_kept(current, pinned, completed=completed, solved=solved, available=LESSONS, today=TODAY))
    open_before = {lesson.key for lesson in pinned.lessons} - locked(pinned, completed, solved)
    assert kept.isdisjoint(open_before)
    assert kept <= locked(current, completed, solved)


@given(outlines(st.just(ReleaseRule(ReleaseKind.IN_ORDER))))
def test_lessons_in_order_can_be_taken_one_after_another_to_the_end(outline: OutlineData) -> None:
    completed: frozenset[UUID] = frozenset()
    for number, lesson in zip(count(1), outline.lessons, strict=False):
        found = locked(outline, completed, frozenset())
        assert found == {later.key for later in outline.lessons[number:]}
        completed |= {lesson.key}


@given(outlines())
def test_an_outline_is_the_same_when_it_is_read_again(outline: OutlineData) -> None:
    assert OutlineData.from_json(outline.to_json()) == outline


def test_the_lock_names_the_lesson_before_it_the_score_or_the_day() -> None:
    first, second = (OutlineLesson(key, "Lekcja", "exercises", tuple(EXERCISES[key])) for key in LESSONS[:2])
    topics = (OutlineTopic("Temat", (first, second), TODAY + timedelta(days=3)),)

    def lock(rule: ReleaseRule, solved: set[UUID] | None = None) -> Lock | None:
        return locks(OutlineData(topics, rule), completed=(), solved=solved or (), available=LESSONS, today=TODAY).get(
            second.key
        )

    assert lock(ReleaseRule(ReleaseKind.IN_ORDER)) == Lock(LockReason.PREVIOUS, previous=first.key)
    score = ReleaseRule(ReleaseKind.BY_SCORE, 75)
    assert lock(score, set(first.activities[:2])) == Lock(LockReason.SCORE, previous=first.key, score=75)
    assert lock(score, set(first.activities[:3])) is None
    assert lock(ReleaseRule(ReleaseKind.BY_DATE)) == Lock(LockReason.DATE, opens_on=TODAY + timedelta(days=3))
