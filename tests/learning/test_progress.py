"""Computing progress."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.outline import OutlineData, OutlineLesson, OutlineTopic
from courses.learning.progress import added_since, compute, kept_topics
from publishing.progress_drawing import MAX_STEPS


def outline_of(*sizes: int) -> OutlineData:
    """An outline with a topic for each number, that many lessons in it."""
    return OutlineData(
        tuple(
            OutlineTopic("Temat", tuple(OutlineLesson(uuid4(), f"Lekcja {n}", "exercises", ()) for n in range(size)))
            for size in sizes
        )
    )


def keys(outline: OutlineData) -> list[UUID]:
    return [lesson.key for lesson in outline.lessons]


@st.composite
def situations(draw: st.DrawFn) -> tuple[OutlineData, set[UUID], set[UUID], UUID | None]:
    outline = outline_of(*draw(st.lists(st.integers(0, 12), max_size=40)))
    known = keys(outline)
    completed = {key for key in known if draw(st.booleans())} | {uuid4() for _ in range(draw(st.integers(0, 2)))}
    available = {key for key in known if draw(st.integers(0, 9))} | {uuid4() for _ in range(draw(st.integers(0, 2)))}
    last = draw(st.sampled_from([*known, None, uuid4()]))
    return outline, completed, available, last


@given(situations())
def test_figures_always_agree(situation: tuple[OutlineData, set[UUID], set[UUID], UUID | None]) -> None:
    outline, completed, available, last = situation
    progress = compute(outline, completed=completed, available=available, last=last)
    assert 0 <= progress.done <= progress.total <= len(outline.lessons)
    assert len(progress.progress_steps) <= MAX_STEPS
    assert all(0 <= step.fraction <= 1 for step in progress.progress_steps)
    whole = all(step.fraction == 1 for step in progress.progress_steps)
    assert progress.finished == (progress.total > 0 and whole)
    assert (progress.next is None) == (progress.done == progress.total)
    if progress.next is not None:
        assert progress.next in available
        assert progress.next not in completed
        assert sum(step.current for step in progress.progress_steps) == 1


@given(situations())
def test_an_editor_never_takes_a_completed_lesson_away(
    situation: tuple[OutlineData, set[UUID], set[UUID], UUID | None],
) -> None:
    outline, completed, available, _last = situation
    before = compute(outline, completed=completed, available=available)
    after = compute(outline, completed=completed, available=set())
    assert after.done == before.done
    assert after.done == after.total


@given(situations())
def test_completing_the_next_lesson_adds_one(
    situation: tuple[OutlineData, set[UUID], set[UUID], UUID | None],
) -> None:
    outline, completed, available, last = situation
    before = compute(outline, completed=completed, available=available, last=last)
    if before.next is not None:
        after = compute(outline, completed=completed | {before.next}, available=available, last=before.next)
        assert (after.done, after.total) == (before.done + 1, before.total)


def test_one_goes_on_where_one_was_then_after_it_then_from_the_start() -> None:
    outline = outline_of(2, 2)
    first, second, third, fourth = keys(outline)
    available = {first, second, third, fourth}
    assert compute(outline, completed=set(), available=available, last=third).next == third
    assert compute(outline, completed={third}, available=available, last=third).next == fourth
    assert compute(outline, completed={third, fourth}, available=available, last=third).next == first
    assert compute(outline, completed=available, available=available, last=third).next is None


def test_above_24_lessons_there_is_a_step_for_each_topic() -> None:
    outline = outline_of(10, 20)
    done = set(keys(outline)[:15])
    progress_steps = compute(outline, completed=done, available=set(keys(outline))).progress_steps
    assert [step.fraction for step in progress_steps] == [1.0, 0.25]


def test_the_outline_survives_json() -> None:
    outline = outline_of(3, 0, 2)
    assert OutlineData.from_json(outline.to_json()) == outline


@given(st.lists(st.integers(1, 8), min_size=1, max_size=5), st.data())
def test_taking_in_what_was_added_takes_nothing_away(sizes: list[int], data: st.DataObject) -> None:
    pinned = outline_of(*sizes)
    chosen = st.sets(st.sampled_from(keys(pinned)))
    completed, removed, unavailable = data.draw(chosen), data.draw(chosen), data.draw(chosen)
    before = compute(pinned, completed=completed, available=set(keys(pinned)) - unavailable)
    left = tuple(lesson for lesson in pinned.lessons if lesson.key not in removed)
    latest = OutlineData((OutlineTopic("Temat", left), *outline_of(2).topics))
    taken = OutlineData((*latest.topics, *kept_topics(pinned, latest, completed)))
    after = compute(taken, completed=completed, available=keys(latest))
    assert before.done == after.done <= after.total
    assert len(set(keys(taken))) == len(keys(taken))
    assert set(added_since(pinned, keys(latest))) == set(keys(latest)) - set(keys(pinned))
