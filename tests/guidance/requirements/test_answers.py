"""Which requirements the answers leave, and ticks in a cookie: for any answers and any ticks."""

from datetime import date, datetime, time, timedelta

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import vRecur

from reference.conditions import Condition
from resources.guidance.requirements import cookies
from resources.guidance.requirements.answers import QUESTIONS, Answers
from resources.guidance.requirements.due import Due
from resources.guidance.requirements.models import KEY_BYTES

names = st.sampled_from(Condition.values)
answers = st.dictionaries(names, st.booleans()).map(Answers)
conditions = st.lists(names, unique=True).map(tuple)


def test_every_condition_has_a_question() -> None:
    assert [question.condition for question in QUESTIONS] == Condition.values
    assert len({question.name for question in QUESTIONS}) == len(QUESTIONS)


def test_no_name_of_a_condition_is_a_part_of_another() -> None:
    assert [(a, b) for a in Condition.values for b in Condition.values if a != b and a in b] == []


@given(answers, conditions)
def test_a_row_is_shown_if_and_only_if_a_condition_is_not_denied(given_: Answers, needed: tuple[str, ...]) -> None:
    denied = {name for name, yes in given_.given.items() if not yes}
    assert given_.meet(needed) == (not needed or bool(set(needed) - denied))
    if given_.meet(needed) and needed:
        assert given_.reasons(needed) or given_.unknown(needed)


@given(answers)
def test_answers_come_back_from_the_address(given_: Answers) -> None:
    assert Answers.from_query(given_.query()) == given_


def test_what_is_neither_yes_nor_no_is_unknown() -> None:
    assert Answers.from_query("etat=moze&dzieci=&inne=tak&dotacje=nie") == Answers({Condition.GRANTS: False})


ticks = st.dictionaries(
    st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES),
    st.binary(min_size=cookies.DIGEST_BYTES, max_size=cookies.DIGEST_BYTES),
    max_size=40,
)


@given(ticks)
def test_any_ticks_come_back_from_the_cookie(held: dict[bytes, bytes]) -> None:
    assert cookies.decoded(cookies.encoded(held)) == held


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_the_cookie(value: str) -> None:
    assert isinstance(cookies.decoded(value), dict)


def test_the_fullest_cookie_is_within_what_browsers_keep() -> None:
    full = {number.to_bytes(KEY_BYTES, "big"): b"ab" for number in range(cookies.MOST_TICKS)}
    assert len(cookies.encoded(full)) + 100 < 4_096


dues = st.one_of(
    st.integers(1, 31).map(lambda day: Due("monthly", day)),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda day: Due("yearly", day.day, day.month)),
)


@given(dues, st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_the_page_and_the_feed_have_the_same_days(due: Due, first: date) -> None:
    last = first + timedelta(days=400)
    start = due.first_from(first)
    assert start is not None
    rule = rrulestr(vRecur(due.rule()).to_ical().decode(), dtstart=_time(start))
    assert list(due.between(first, last)) == [day.date() for day in rule.between(_time(first), _time(last), inc=True)]


def test_events_have_no_days_of_their_own() -> None:
    assert list(Due("event", days=7, event="końca").between(date(2026, 1, 1), date(2027, 1, 1))) == []


def _time(day: date) -> datetime:
    return datetime.combine(day, time.min)
