"""Whether a certificate may be issued: the decision against a model of its own, over random rules and evidence."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from courses.credentials.decision import (
    Choice,
    CourseEvidence,
    Evidence,
    GroupEvidence,
    Need,
    Rule,
    Work,
    decide,
)

rules = st.builds(
    Rule,
    minimum_score=st.none() | st.integers(1, 100),
    accepted_work=st.booleans(),
    attendance=st.booleans(),
)


@st.composite
def course_evidence(draw: st.DrawFn) -> CourseEvidence:
    enrolled = draw(st.booleans())
    if not enrolled:
        return CourseEvidence("Kurs")
    graded = draw(st.integers(0, 4))
    return CourseEvidence(
        "Kurs",
        lessons=3,
        enrolled=True,
        completed=draw(st.booleans()),
        missing=tuple(draw(st.lists(st.sampled_from(["Lekcja 1", "Lekcja 2"]), unique=True))),
        verified=draw(st.integers(0, 3)),
        graded=graded,
        points=Fraction(draw(st.integers(0, graded * 4)), 4),
    )


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    courses = tuple(draw(st.lists(course_evidence(), min_size=1, max_size=3)))
    return Choice(courses, draw(st.integers(1, len(courses))))


works = st.builds(Work, title=st.just("Praca"), accepted=st.booleans())
groups = st.builds(
    GroupEvidence, name=st.just("Grupa"), works=st.lists(works, max_size=3).map(tuple), attendance=st.booleans()
)
evidences = st.builds(
    Evidence,
    choices=st.lists(choices(), min_size=1, max_size=2).map(tuple),
    groups=st.lists(groups, max_size=2).map(tuple),
)


def may_have(rule: Rule, evidence: Evidence) -> bool:
    """The model: each condition in words of its own."""
    done = [course for choice in evidence.choices for course in choice.courses if course.completed]
    enough = all(sum(course.completed for course in choice.courses) >= choice.needed for choice in evidence.choices)
    graded, points = sum(course.graded for course in done), sum(course.points for course in done)
    score = rule.minimum_score is None or not graded or points * 100 >= rule.minimum_score * graded
    work_done = [bool(group.works) and all(work.accepted for work in group.works) for group in evidence.groups]
    asked = rule.accepted_work or rule.attendance
    trainers = not asked or any(
        (accepted or not rule.accepted_work) and (group.attendance or not rule.attendance)
        for accepted, group in zip(work_done, evidence.groups, strict=True)
    )
    seen = any(course.verified for course in done) or any(work_done) or any(g.attendance for g in evidence.groups)
    return enough and score and trainers and seen


@given(rules, evidences)
def test_the_decision_is_that_of_the_model(rule, evidence):
    assert decide(rule, evidence).met is may_have(rule, evidence)


@given(rules, evidences)
def test_what_learners_say_of_themselves_never_suffices(rule, evidence):
    declared = tuple(
        replace(choice, courses=tuple(replace(course, verified=0) for course in choice.courses))
        for choice in evidence.choices
    )
    assert not decide(rule, Evidence(declared)).met


@given(rules, evidences)
def test_more_evidence_never_takes_a_certificate_away(rule, evidence):
    before = decide(rule, evidence)
    more = tuple(
        replace(
            choice,
            courses=tuple(
                replace(course, points=Fraction(course.graded), verified=course.verified + course.completed)
                for course in choice.courses
            ),
        )
        for choice in evidence.choices
    )
    better = Evidence(more, (*evidence.groups, GroupEvidence("Inna", (Work("Praca", accepted=True),), attendance=True)))
    assert decide(rule, better).met or not before.met


@given(rules, evidences)
def test_whatever_is_missing_is_said(rule, evidence):
    decision = decide(rule, evidence)
    needs = [item.need for item in decision.missing]
    assert bool(needs) is not decision.met
    assert needs.count(Need.SCORE) <= 1
    assert all(item.wanted > item.have for item in decision.missing if item.need in {Need.SCORE, Need.COURSES})


def course(**fields):
    return Evidence((Choice((CourseEvidence("Kurs", enrolled=True, completed=True, **fields),), 1),))


def test_the_score_is_exact_at_its_limit():
    two_of_three = course(verified=1, graded=3, points=Fraction(2))
    assert decide(Rule(66), two_of_three).met
    assert [item.need for item in decide(Rule(67), two_of_three).missing] == [Need.SCORE]


def test_a_score_is_not_asked_for_where_nothing_is_graded():
    assert decide(Rule(90), course(verified=1)).met


def test_in_two_groups_the_one_with_less_missing_is_told():
    first = GroupEvidence("Jesień", (Work("Diagnoza", accepted=False),))
    second = GroupEvidence("Wiosna", (Work("Diagnoza", accepted=True),))
    evidence = replace(course(), groups=(first, second))
    (missing,) = decide(Rule(accepted_work=True, attendance=True), evidence).missing
    assert (missing.need, missing.subject) == (Need.ATTENDANCE, "Wiosna")
