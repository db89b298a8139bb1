import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.coursework.errors import WrongStateError
from courses.coursework.states import MOVES, WRITABLE, Decision, State, check_writable, move

states = st.sampled_from(State)


@given(states, states)
def test_only_transitions_in_the_table_are_allowed(here, there):
    if there in MOVES[here]:
        assert move(here, there) == there
    else:
        with pytest.raises(WrongStateError) as error:
            move(here, there)
        assert str(error.value)


@given(st.lists(states, max_size=30))
def test_a_closed_submission_stays_closed(attempts):
    state, path = State.DRAFT, [State.DRAFT]
    for target in attempts:
        try:
            state = move(state, target)
        except WrongStateError:
            continue
        path.append(state)
    closed = [index for index, item in enumerate(path) if item in {State.ACCEPTED, State.FAILED}]
    assert closed in ([], [len(path) - 1])
    # Every decision is about a round, and nothing becomes a draft again.
    assert all(path[index - 1] == State.SUBMITTED for index, item in enumerate(path) if item.value in Decision.values)
    assert path.count(State.DRAFT) == 1


@given(states)
def test_a_draft_is_writable_where_it_may_be_submitted(state):
    assert (state in WRITABLE) == (State.SUBMITTED in MOVES[state])
    if state in WRITABLE:
        check_writable(state)
    else:
        with pytest.raises(WrongStateError):
            check_writable(state)


def test_every_state_is_in_the_table_and_can_be_reached():
    assert set(MOVES) == set(State)
    assert {target for targets in MOVES.values() for target in targets} == set(State) - {State.DRAFT}
    assert {str(item) for item in Decision} < {str(item) for item in State}
