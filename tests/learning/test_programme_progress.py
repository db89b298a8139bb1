"""Progress in programmes: pinned for a learner, so that an editor's work takes nothing away."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.catalogue.models import Course, Programme, ProgrammeCourse, ProgrammeElectiveGroup
from courses.credentials.decision import Rule, decide
from courses.credentials.evidence import evidence_of
from courses.learning import services
from courses.learning.errors import NotEnrolledError
from courses.learning.models import Enrolment, ProgrammeEnrolment
from courses.learning.pinned import Pinned, added, completed_at, pin, renumbered, settled, taken_in
from courses.learning.programme_progress import CourseGroup, compute_programme
from courses.learning.rebuilding import rebuild
from people.exporting import sections_of
from people.models import User
from publishing.impact import InUseError, check_deletable, impact_of_draft
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


Edit = tuple[str, int, int]


@st.composite
def editings(draw: st.DrawFn) -> list[Edit]:
    """What editors do to a programme, with a learner who finishes courses in between; each with a course and number."""
    kinds = st.sampled_from(["add", "elective", "remove", "withdraw", "publish", "number", "finish", "look"])
    return draw(st.lists(st.tuples(kinds, st.integers(1, 6), st.integers(0, 4)), max_size=12))


MOMENT = datetime(2026, 5, 1, tzinfo=UTC)


def after(edit: Edit, groups: dict[int, str], live: set[int], finished: dict[int, datetime], number: int) -> int:
    """The programme after an edit: ``groups`` by course, its ``live`` courses, and how many are to be chosen."""
    kind, course, choose = edit
    if kind in {"add", "elective"}:
        groups[course] = "X" if kind == "elective" else ""
    elif kind == "remove":
        groups.pop(course, None)
    elif kind == "withdraw":
        live.discard(course)
    elif kind == "publish":
        live.add(course)
    elif kind == "finish" and course in live:
        finished.setdefault(course, MOMENT + timedelta(days=len(finished)))
    return choose if kind == "number" else number


def groups_now(groups: dict[int, str], number: int) -> list[CourseGroup]:
    compulsory = tuple(course for course, name in groups.items() if not name)
    elective = tuple(course for course, name in groups.items() if name)
    return [CourseGroup(compulsory), CourseGroup(elective, number, "X")]


def percent_of(pinned: Pinned, finished: dict[int, datetime]) -> int:
    return compute_programme([group.counted for group in pinned], finished=finished, fractions={}).percent


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sets(st.integers(1, 4), min_size=1), editings())
def test_percent_never_falls_whatever_editors_do_and_equals_a_model(begun: set[int], edits: list[Edit]) -> None:
    groups, live = {course: "X" if course > 2 else "" for course in begun}, set(range(1, 7))
    finished: dict[int, datetime] = {}
    number = 1
    pinned = pin(groups_now(groups, number), taught=live, at_meetings=())
    # The model: which courses are needed still, and the one number of the elective group that was pinned.
    needed, elective = {c for c in begun if c <= 2}, {c for c in begun if c > 2}
    percent, completed = 0, False
    for edit in edits:
        number = after(edit, groups, live, finished, number)
        there = live & groups.keys() | finished.keys()
        pinned = settled(pinned, taught=live & groups.keys(), finished=finished)
        needed, elective = needed & there, elective & there
        total = len(needed) + min(1, len(elective))
        done = len(needed & finished.keys()) + min(1, len(elective & finished.keys()))
        now = percent_of(pinned, finished)
        assert now == (100 * done // total if total else 0)
        assert percent <= now <= 100
        assert (completed_at(pinned, finished) is not None) == (0 < total == done)
        assert not completed or completed_at(pinned, finished) is not None
        percent, completed = now, completed_at(pinned, finished) is not None
        offered = added(pinned, groups_now(groups, number), taught=live)
        assert set(offered) == (live & groups.keys()) - needed - elective
        latest = taken_in(pinned, pin(groups_now(groups, number), taught=live, at_meetings=()), finished=finished)
        assert not added(latest, groups_now(groups, number), taught=live)
        assert not renumbered(latest, groups_now(groups, number), taught=live)


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


class Begun:
    """A learner on the first of two courses of a programme, and what they are shown of it."""

    def __init__(self, learner: User, client: Client) -> None:
        self.learner, self.client = learner, client
        self.first, self.second = make_course("Pierwszy", lessons=1), make_course("Drugi", lessons=1)
        self.programme = make_programme("Cykl", self.first, self.second)
        self.take(self.first)
        answer(learner, lessons_of(self.first)[0])

    def take(self, course: Course) -> None:
        services.enrol(user=self.learner, course=course)

    def finish(self, course: Course) -> None:
        self.take(course)
        answer(self.learner, lessons_of(course)[0])

    def add(self, title: str, group: str = "") -> Course:
        course = make_course(title, lessons=1)
        ProgrammeCourse.objects.create(programme=self.programme, course=course, sort_order=9, group=group)
        return course

    def remove(self, course: Course) -> None:
        ProgrammeCourse.objects.filter(programme=self.programme, course=course).delete()

    def html(self, address: str = "") -> str:
        return self.client.get(address or str(self.programme.get_url())).text.replace("\xa0", " ")

    @property
    def row(self) -> ProgrammeEnrolment:
        return ProgrammeEnrolment.objects.get(user=self.learner, programme=self.programme)

    @property
    def url(self) -> str:
        return f"/moja-nauka/programy/{self.programme.pk}/nowe-kursy/"


@pytest.fixture
def begun(learner: User, signed_in: Client) -> Begun:
    return Begun(learner, signed_in)


def figure(done: int, total: int) -> str:
    return f'aria-label="Ukończone kursy: {done} z {total}"'


@pytest.mark.django_db
def test_an_added_course_is_offered_and_counts_once_it_is_taken_in(begun: Begun) -> None:
    assert begun.url not in begun.html()
    third = begun.add("Trzeci")
    summary = f"/moja-nauka/kursy/{begun.first.pk}/podsumowanie/"
    for page in (str(begun.programme.get_url()), "/moja-nauka/", summary):
        html = begun.html(page)
        assert html.count(figure(1, 2)) == 1
        assert html.count(f'action="{begun.url}"') == 1
        assert f'Do programu dodano: <a href="{third.get_url()}">Trzeci</a>.' in html
        assert said(html) == ["Brakuje: Drugi"]
    assert begun.client.get(begun.url)["Location"] == begun.programme.get_url()
    assert "liczą się do twoich postępów" in begun.client.post(begun.url, follow=True).text
    html = begun.html()
    assert html.count(figure(1, 3)) == 1
    assert begun.url not in html


@pytest.mark.django_db
def test_a_completed_programme_stays_completed(begun: Begun) -> None:
    assert begun.row.completed_at is None
    begun.finish(begun.second)
    moment = Enrolment.objects.get(course=begun.second).completed_at
    assert begun.row.completed_at == moment
    third = begun.add("Trzeci")
    html = begun.html()
    assert "Cykl ukończony" in html
    assert "Twój program pozostaje ukończony." in html
    assert "Twój program pozostaje ukończony." in begun.client.post(begun.url, follow=True).text
    assert "Cykl ukończony" in begun.html()
    begun.finish(third)
    assert begun.row.completed_at == moment


@pytest.mark.django_db
def test_what_leaves_counts_for_whoever_has_finished_it_and_for_the_others_no_more(begun: Begun) -> None:
    third = begun.add("Trzeci")
    begun.client.post(begun.url)
    begun.remove(begun.first)
    assert figure(1, 3) in begun.html()
    begun.second.unpublish()
    assert figure(1, 2) in begun.html()
    Course.objects.get(pk=begun.second.pk).save_revision().publish()
    html = begun.html()
    assert figure(1, 2) in html
    assert begun.url in html
    begun.remove(third)
    assert "Cykl ukończony" in begun.html()
    assert begun.row.completed_at == Enrolment.objects.get(course=begun.first).completed_at


@pytest.mark.django_db
def test_another_number_to_choose_is_offered(learner: User, signed_in: Client) -> None:
    programme = make_programme("Cykl")
    group = ProgrammeElectiveGroup.objects.create(programme=programme, name="Do wyboru", choose=2)
    courses = [make_course(f"Kurs {number}", lessons=1) for number in range(3)]
    for course in courses:
        ProgrammeCourse.objects.create(programme=programme, course=course, group=group.name)
    services.enrol(user=learner, course=courses[0])
    answer(learner, lessons_of(courses[0])[0])
    for choose, offer, done in ((3, "3 kursów z grupy „Do wyboru”", False), (1, "1 kursu z grupy „Do wyboru”", True)):
        ProgrammeElectiveGroup.objects.update(choose=choose)
        html = signed_in.get(str(programme.get_url())).text.replace("\xa0", " ")
        assert f"Program wymaga teraz: {offer}." in html
        services.take_in_programme_additions(user=learner, programme=programme)
        assert (ProgrammeEnrolment.objects.get(user=learner).completed_at is not None) is done
    assert "Program wymaga teraz" not in signed_in.get(str(programme.get_url())).text


@pytest.mark.django_db
def test_a_programme_made_of_courses_that_one_is_on_is_pinned_when_it_is_first_shown(
    learner: User, signed_in: Client
) -> None:
    first, second = make_course("Pierwszy", lessons=1), make_course("Drugi", lessons=1)
    services.enrol(user=learner, course=first)
    answer(learner, lessons_of(first)[0])
    programme = make_programme("Cykl", first, second)
    assert not ProgrammeEnrolment.objects.filter(user=learner).exists()
    assert figure(1, 2) in signed_in.get("/moja-nauka/").text.replace("\xa0", " ")
    ProgrammeCourse.objects.create(programme=programme, course=make_course("Trzeci"))
    assert figure(1, 2) in signed_in.get("/moja-nauka/").text.replace("\xa0", " ")


@pytest.mark.django_db
def test_only_whoever_has_begun_takes_in(begun: Begun, client: Client) -> None:
    other = User.objects.create_user("inna@example.org")
    with pytest.raises(NotEnrolledError):
        services.take_in_programme_additions(user=other, programme=begun.programme)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(begun.url).status_code == 403


@pytest.mark.django_db
def test_editors_are_told_who_is_midway_and_that_nothing_falls(begun: Begun) -> None:
    third = make_course("Trzeci")
    draft = Programme.objects.get(pk=begun.programme.pk)
    assert impact_of_draft(draft) == []
    draft.courses.add(ProgrammeCourse(course=third))
    with translation.override("pl"):
        (told,) = impact_of_draft(draft)
    assert (told.count, "1 osoba jest w trakcie i nikomu procent nie spadnie" in told.text.replace("\xa0", " ")) == (
        1,
        True,
    )
    begun.finish(begun.second)
    assert impact_of_draft(draft) == []
    with pytest.raises(InUseError):
        check_deletable(Programme.objects.filter(pk=begun.programme.pk))


@pytest.mark.django_db
def test_a_lost_completion_of_a_programme_is_reported_and_mended(begun: Begun) -> None:
    begun.finish(begun.second)
    healthy, lines = begun.row.completed_at, list[str]()
    assert rebuild(lines.append, apply=False) == 0
    lines.clear()
    ProgrammeEnrolment.objects.filter(user=begun.learner).update(completed_at=None)
    assert rebuild(lines.append, apply=True) == 0
    assert lines[0] == f"programme:{begun.row.pk}: completed_at is None and should be {healthy}; mended"
    assert begun.row.completed_at == healthy


@pytest.mark.django_db
def test_a_certificate_takes_what_the_programme_asked_for_at_the_beginning_or_asks_for_now(begun: Begun) -> None:
    third = begun.add("Trzeci")
    evidence = evidence_of(user=begun.learner, subject=begun.programme)
    assert evidence.as_begun
    assert [course.title for choice in evidence.choices for course in choice.courses] == ["Pierwszy", "Drugi"]
    begun.finish(begun.second)
    assert decide(Rule(), evidence_of(user=begun.learner, subject=begun.programme)).met
    begun.finish(third)
    now = evidence_of(user=begun.learner, subject=begun.programme)
    assert (now.as_begun, len(now.counted)) == (False, 3)


@pytest.mark.django_db
def test_the_export_has_the_programmes(begun: Begun) -> None:
    (section,) = [item for item in sections_of(begun.learner) if item.key == "programmes"]
    assert section.rows == (("Cykl", begun.row.created_at, None),)


@pytest.mark.django_db
def test_an_anonymous_visitor_sees_no_progress(client: Client) -> None:
    programme = make_programme("Cykl", make_course("Pierwszy"), make_course("Drugi"))
    html = client.get(str(programme.get_url())).text
    assert "Ukończone kursy" not in html
