"""Progress in programmes."""

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.learning import services
from courses.learning.programme_progress import CourseGroup, compute_programme
from people.models import User
from publishing.progress_drawing import MAX_STEPS
from tests.courses_tree import lessons_of, make_course, make_programme
from tests.learning.steps import answer
from tests.learning.test_missing import said


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[CourseGroup], set[int], dict[int, float]]:
    sizes = draw(st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 6)), max_size=5))
    groups, following = [], 1
    for size, choose in sizes:
        groups.append(CourseGroup(tuple(range(following, following + size)), choose))
        following += size
    known = st.integers(1, max(1, following - 1))
    finished = draw(st.sets(known)) & set(range(1, following))
    fractions = draw(st.dictionaries(known, st.floats(0, 1), max_size=6))
    return groups, finished, fractions


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(situations())
def test_figures_always_agree(situation: tuple[list[CourseGroup], set[int], dict[int, float]]) -> None:
    groups, finished, fractions = situation
    progress = compute_programme(groups, finished=finished, fractions=fractions)
    assert 0 <= progress.done <= progress.total == sum(group.required for group in groups)
    assert 0 <= progress.percent <= 100
    assert len(progress.progress_steps) <= MAX_STEPS
    assert all(0 <= step.fraction <= 1 for step in progress.progress_steps)
    assert progress.finished == (progress.total > 0 and not progress.missing)
    assert sum(missing.choose for missing in progress.missing) == progress.total - progress.done
    assert all(missing.choose <= len(missing.courses) for missing in progress.missing)
    assert not {course for missing in progress.missing for course in missing.courses} & finished


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(situations())
def test_finishing_a_course_never_takes_away(situation: tuple[list[CourseGroup], set[int], dict[int, float]]) -> None:
    groups, finished, fractions = situation
    before = compute_programme(groups, finished=finished, fractions=fractions)
    for course in {course for missing in before.missing for course in missing.courses}:
        after = compute_programme(groups, finished=finished | {course}, fractions=fractions)
        assert (after.done, after.total) == (before.done + 1, before.total)


@pytest.mark.django_db
def test_a_learner_sees_the_progress_in_the_programme_and_what_is_missing(learner: User, signed_in: Client) -> None:
    first, second, third = (make_course(title, lessons=1) for title in ("Pierwszy", "Drugi", "Trzeci"))
    programme = make_programme("Cykl", first, second, third)
    address = str(programme.get_url())
    assert said(signed_in.get(address).text) == []
    services.enrol(user=learner, course=first)
    assert said(signed_in.get(address).text) == ["Brakuje: Pierwszy, Drugi, Trzeci"]
    answer(learner, lessons_of(first)[0])
    for page in (address, "/moja-nauka/"):
        html = signed_in.get(page).text.replace("\xa0", " ")
        assert html.count('aria-label="Ukończone kursy: 1 z 3"') == 1
        assert said(html) == ["Brakuje: Drugi, Trzeci"]
    # A course that an editor withdraws no longer counts for whoever has not finished it.
    third.unpublish()
    assert said(signed_in.get(address).text) == ["Brakuje: Drugi"]
    first.unpublish()
    html = signed_in.get(address).text.replace("\xa0", " ")
    assert html.count('aria-label="Ukończone kursy: 1 z 2"') == 1


@pytest.mark.django_db
def test_an_anonymous_visitor_sees_no_progress(client: Client) -> None:
    programme = make_programme("Cykl", make_course("Pierwszy"), make_course("Drugi"))
    html = client.get(str(programme.get_url())).text
    assert "Ukończone kursy" not in html
