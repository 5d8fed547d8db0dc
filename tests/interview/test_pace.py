"""The pace is the user's own, without pauses and imports."""

import datetime as dt
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.interview.navigator import start_at_open
from takeover.interview.overview import take_overview
from takeover.interview.pace import USUAL_SECONDS, Pace, find_pace, pace_of
from takeover.values import Role, Unknown, UnknownReason
from tests.builders import RecordBuilder, make_checklist, make_question

START = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def times(*gaps):
    return [START + dt.timedelta(seconds=seconds) for seconds in accumulate((0, *gaps))]


@pytest.mark.parametrize(
    ("gaps", "pace"),
    [
        ((), Pace(seconds=USUAL_SECONDS, own=False)),
        ((20, 20, 20, 20), Pace(seconds=USUAL_SECONDS, own=False)),
        ((20, 30, 40, 50, 600), Pace(seconds=40, own=True)),
        ((20, 30, 40, 601, 86_400, 50, 60), Pace(seconds=40, own=True)),
        ((0.01,) * 100 + (20, 30, 40, 50, 60), Pace(seconds=40, own=True)),
    ],
)
def test_pace_is_the_median_within_sittings_once_five_answers_were_timed(gaps, pace):
    assert pace_of(times(*gaps)) == pace


@given(st.lists(st.floats(min_value=0, max_value=1e6), max_size=30))
def test_pace_is_always_that_of_somebody_who_answers(gaps):
    assert 1 <= pace_of(times(*gaps)).seconds <= 600


def test_minutes_are_whole_and_never_none_while_something_is_open():
    pace = Pace(seconds=20, own=True)
    assert [pace.minutes_for(questions) for questions in (0, 1, 3, 4)] == [0, 1, 1, 2]


def test_overview_counts_states_roles_and_the_first_hour():
    checklist = make_checklist(
        make_question("a.1", day_one=True), make_question("a.2", day_one=True), make_question("a.3", ask=(Role.TEAM,))
    )
    record = RecordBuilder()
    record.say("a.1", Unknown(reason=UnknownReason.REFUSED))
    overview = take_overview(start_at_open(checklist, record.situation()))
    assert (overview.open, overview.first_hour, overview.first_hour_open) == (2, 2, 1)
    assert overview.by_role == {Role.SPONSOR: 1, Role.CLIENT: 1, Role.TEAM: 1}
    assert overview.stands["unknown"] == 1
    assert find_pace(record.situation()).own is False
