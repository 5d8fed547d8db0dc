import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.errors import BadInput
from takeover.signing.reservations import NO_RESERVATIONS, Reservation, read_reservations, write_reservations

FULL = Reservation(
    item="F-07",
    disputed="the date",
    own_version="12 April",
    wish="correct it",
    due=dt.date(2026, 12, 1),
    evidence_sha256="ab" * 32,
)
ENGLISH_LINE = (
    f"R1 F-07: disputed the date; own version 12 April; wish correct it by 2026-12-01; evidence sha256:{'ab' * 32}"
)
CHINESE_LINE = f"R1 F-07：异议 the date；己方说法 12 April；希望 correct it，期限 2026-12-01；证据 sha256:{'ab' * 32}"


@pytest.mark.parametrize(("language", "line"), [("en", ENGLISH_LINE), ("zh-Hans", CHINESE_LINE)])
def test_write_reservations_follows_the_format(language: str, line: str) -> None:
    assert write_reservations((FULL,), language) == line
    assert read_reservations(line) == (FULL,)


def test_write_reservations_says_so_when_there_are_none() -> None:
    assert write_reservations((), "zh-Hans") == NO_RESERVATIONS == "No reservations. / 无保留意见。"
    assert read_reservations(NO_RESERVATIONS) == ()


@pytest.mark.parametrize("typed", ["none", "None.", "无", "无。", "no reservations", "无保留意见。", " \r\n"])
def test_read_reservations_knows_how_people_say_none(typed: str) -> None:
    assert read_reservations(typed) == ()


def test_write_reservations_numbers_per_signer() -> None:
    text = write_reservations((Reservation(disputed="a"), Reservation(item="goals.x", disputed="b")), "en")
    assert text == "R1: disputed a\nR2 goals.x: disputed b"


def test_write_reservations_makes_every_text_one_line() -> None:
    assert write_reservations((Reservation(disputed=" a\n\n b\x00 "),), "en") == "R1: disputed a b"


@pytest.mark.parametrize(
    "wrong",
    [
        Reservation(disputed=""),
        Reservation(disputed="x", item="two words"),
        Reservation(disputed="x; wish y"),
        Reservation(disputed="x; own version y"),
        Reservation(disputed="x", due=dt.date(2026, 1, 1)),
        Reservation(disputed="x", wish="home by 2026-01-01"),
        Reservation(disputed="x", evidence_sha256="abc"),
    ],
)
def test_write_reservations_refuses_what_would_read_back_differently(wrong: Reservation) -> None:
    with pytest.raises(BadInput) as caught:
        write_reservations((FULL, wrong), "en")
    assert (caught.value.code, caught.value.details["number"]) == ("SG030", "R2")


WORDS = st.text(alphabet="ab ;,:；，：日 0-by", max_size=20)


@given(
    st.lists(
        st.builds(
            Reservation,
            disputed=WORDS,
            item=st.sampled_from(["", "F-01", "goals.same-answer"]),
            own_version=WORDS,
            wish=WORDS,
            due=st.none() | st.dates(dt.date(2000, 1, 1)),
            evidence_sha256=st.sampled_from(["", "0f" * 32]),
        ),
        min_size=1,
        max_size=3,
    ),
    st.sampled_from(["en", "zh-Hans"]),
)
def test_what_is_written_reads_back(reservations: list[Reservation], language: str) -> None:
    try:
        text = write_reservations(reservations, language)
    except BadInput:
        return
    assert write_reservations(read_reservations(text), language) == text
    assert len(read_reservations(text)) == len(reservations)


@pytest.mark.parametrize("line", ["I disagree with page 4.", "R1 F-07 disputed", "R1 F-07: I say no", "不同意第四页"])
def test_read_reservations_keeps_what_people_typed(line: str) -> None:
    assert read_reservations(f"{line}\r\n\r\n") == (Reservation(disputed=line),)


def test_read_reservations_keeps_a_deadline_that_is_no_date() -> None:
    assert read_reservations("R1: disputed x; wish home by tomorrow") == (
        Reservation(disputed="x", wish="home by tomorrow"),
    )


def test_read_reservations_takes_hostile_text_in_its_stride() -> None:
    line = "R1: disputed " + "; wish " * 20_000
    assert len(read_reservations(line)) == 1
