"""Which reservation a lifting is of, where a party has made several with one number."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from takeover.catalogues import load_catalogue
from takeover.cli.lift import find_reservation
from takeover.errors import Refused
from takeover.record.signoff import Lifting, PartySignOff, Reserved
from takeover.values import Role

DAY = dt.date(2026, 11, 23)
DESK = SimpleNamespace(catalogue=load_catalogue("en"))
DATE, BUDGET = "the date", "the budget"


def made(text: str, *, lifted: bool = False, number: str = "R1") -> Reserved:
    lifting = Lifting(day=DAY, text="", certificate="", evidence=()) if lifted else None
    rest = dict.fromkeys(("item", "own_version", "wish", "due", "evidence_sha256"), "")
    return Reserved(commitment=text, number=number, text=text, lifting=lifting, **rest)


def find(reservations: tuple[Reserved, ...], text: str) -> str:
    """The text of the one that is found, or the code of the refusal."""
    done = PartySignOff(role=Role.SPONSOR, party="sponsor1", expected=True, as_of=DAY, reservations=reservations)
    try:
        return find_reservation(DESK, done, "R1", text).text
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize(
    ("reservations", "text", "found"),
    [
        ((made(DATE), made(BUDGET)), BUDGET, BUDGET),
        ((made(DATE), made(BUDGET)), "the scope", "CM108"),
        ((made(DATE, lifted=True), made(BUDGET)), DATE, "CM109"),
        ((made(DATE, lifted=True), made(BUDGET)), "", BUDGET),
        ((made(DATE), made(BUDGET, number="R2")), "as the PM wrote it down", DATE),
        ((made(DATE, number="R2"),), DATE, "CM108"),
    ],
)
def test_a_lifting_is_of_the_reservation_that_it_names(reservations, text, found):
    assert find(reservations, text) == found
