"""Computed facts: every formula of docs/facts.md by hand-made rows, and what must always hold."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.assessment.facts import compute_facts
from takeover.assessment.facts.model import FactName, Tone
from takeover.assessment.facts.payments import BUCKETS
from takeover.values import Money
from tests.assessment.facts.rows import TODAY, euros, fact_of, shown, situation_of, yuan

CARD = {"contract_no": "C-1", "amount": euros("1000")}


def test_no_register_is_no_claim():
    facts = compute_facts(situation_of(), as_of=TODAY, days_off=())
    assert [fact.name for fact in facts] == list(FactName)
    assert not any(fact.is_established for fact in facts)


def test_receivables_are_aged_by_bucket_and_currency():
    rows = [
        {"amount": euros("100"), "due": "2026-11-22", "state": "invoiced"},
        {"amount": euros("200"), "due": "2026-10-24", "state": "invoiced"},
        {"amount": euros("400"), "received": euros("150"), "due": "2026-10-23", "state": "part_paid"},
        {"amount": yuan("800"), "due": "2026-08-24", "state": "disputed"},
        {"amount": euros("1600"), "due": "2026-08-20", "state": "reached"},
    ]
    assert shown(FactName.RECEIVABLES, payments=rows) == [
        "age_1_30 300 EUR <r1,r2>",
        "age_31_60 250 EUR <r3>",
        "age_over_90 800 CNY <r4>",
        "age_over_90 1600 EUR <r5>",
        "oldest_days 95 days <r5>",
    ]


@pytest.mark.parametrize(("days", "name"), [(1, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3)])
def test_receivables_change_bucket_on_the_day_after_its_last(days, name):
    due = (TODAY - dt.timedelta(days=days)).isoformat()
    found = shown(FactName.RECEIVABLES, payments=[{"amount": euros("1"), "due": due, "state": "invoiced"}])
    assert found[0].startswith(BUCKETS[name][0] + " ")


@pytest.mark.parametrize(
    "row",
    [
        {"amount": euros("5"), "due": "2026-01-01", "state": "paid"},
        {"amount": euros("5"), "due": "2026-01-01", "state": "open"},
        {"amount": euros("5"), "due": "2026-11-23", "state": "invoiced"},
        {"amount": euros("5"), "received": euros("7"), "due": "2026-01-01", "state": "part_paid"},
    ],
)
def test_receivables_leave_out_what_is_not_owed_or_not_due(row):
    fact = fact_of(FactName.RECEIVABLES, payments=[row])
    assert [(figure.name, figure.tone) for figure in fact.figures] == [("oldest_days", Tone.GOOD)]


def test_receivables_name_the_rows_that_lack_a_date_or_an_amount():
    rows = [
        {"amount": euros("5"), "due": "2026-01-01", "state": "invoiced"},
        {"amount": euros("5"), "state": "invoiced"},
        {"due": "2026-01-01", "state": "invoiced"},
        {"amount": euros("5"), "due": "soon", "state": "invoiced"},
    ]
    assert fact_of(FactName.RECEIVABLES, payments=rows).left_out == ("r2", "r3", "r4")


def test_amounts_received_in_another_currency_are_never_converted():
    row = {"amount": euros("5"), "received": yuan("40"), "due": "2026-11-01", "state": "part_paid"}
    assert shown(FactName.RECEIVABLES, payments=[row])[0] == "age_1_30 5 EUR <r1>"


def test_due_soon_reaches_from_today_to_the_thirtieth_day():
    rows = [
        {"amount": euros(str(amount)), "due": (TODAY + dt.timedelta(days=days)).isoformat(), "state": "open"}
        for amount, days in ((1, -1), (2, 0), (4, 30), (8, 31))
    ]
    assert shown(FactName.DUE_SOON, payments=rows) == ["due_soon 6 EUR <r2,r3>", "due_soon_count 2 <r2,r3>"]


def test_not_invoiced_adds_up_what_was_reached():
    rows = [
        {"amount": euros("5"), "state": "reached"},
        {"state": "reached"},
        {"amount": euros("7"), "state": "invoiced"},
        {"amount": euros("9")},
    ]
    fact = fact_of(FactName.NOT_INVOICED, payments=rows)
    assert shown(FactName.NOT_INVOICED, payments=rows) == ["not_invoiced 5 EUR <r1>", "not_invoiced_count 2 <r1,r2>"]
    assert fact.left_out == ("r4",)


def test_unpaid_extra_work_has_a_sum_a_share_and_what_was_told():
    rows = [
        {"class": "unpaid_extra", "value": euros("60"), "told_client_on": "2026-10-01"},
        {"class": "unpaid_extra", "value": euros("50"), "charged": euros("10")},
        {"class": "unpaid_extra"},
        {"class": "chargeable", "value": euros("500")},
        {"value": euros("9")},
    ]
    fact = fact_of(FactName.UNPAID_EXTRA, changes=rows, contract_card=[CARD])
    assert shown(FactName.UNPAID_EXTRA, changes=rows, contract_card=[CARD]) == [
        "extra_value 100 EUR <r1,r2>",
        "extra_share 10.0 % <>",
        "extra_told 60.0 % <r1>",
        "extra_count 3 <r1,r2,r3>",
    ]
    assert fact.left_out == ("r3", "r5")


def test_changes_show_volume_approval_hours_and_money_together():
    rows = [
        {"approved_by": "sponsor", "effort_hours": "10", "overtime_hours": "2", "value": euros("100")},
        {"effort_hours": "5", "value": euros("50")},
    ]
    assert shown(FactName.CHANGES, changes=rows) == [
        "changes_count 2 <r1,r2>",
        "changes_unapproved 1 <r2>",
        "changes_hours 15 hours <r1,r2>",
        "changes_overtime 2 hours <r1>",
        "changes_value 150 EUR <r1,r2>",
    ]


def test_spent_and_done_need_both_sides():
    card = {"budget": euros("200"), "spent": euros("150")}
    done = [{"state_verified": "done"}, {"state_claimed": "done"}, {"accepted_on": "2026-01-01"}, {}]
    assert shown(FactName.SPENT_AND_DONE, contract_card=[card], deliverables=done) == [
        "spent_share 75.0 % <r1>",
        "done_share 50.0 % <r1,r3>",
        "spent_ahead 25.0 % <>",
    ]
    assert not fact_of(FactName.SPENT_AND_DONE, contract_card=[card]).is_established
    assert not fact_of(FactName.SPENT_AND_DONE, deliverables=done).is_established


def test_estimate_at_completion_is_spent_and_what_is_left_against_the_budget():
    card = {"budget": euros("100"), "spent": euros("70"), "estimate_to_complete": euros("50")}
    assert shown(FactName.AT_COMPLETION, contract_card=[card]) == [
        "at_completion 120 EUR <r1>",
        "variance -20 EUR <r1>",
    ]
    mixed = card | {"estimate_to_complete": yuan("50")}
    assert not fact_of(FactName.AT_COMPLETION, contract_card=[mixed]).is_established


@pytest.mark.parametrize(
    ("forecast", "days", "exposure"),
    [("2026-11-23", "0", "0"), ("2026-11-24", "1", "10"), ("2026-11-30", "7", "10"), ("2026-12-01", "8", "20")],
)
def test_damages_count_begun_weeks(forecast, days, exposure):
    card = CARD | {"damages_rate": "1"}
    row = {"contract_date": "2026-11-23", "forecast_date": forecast}
    assert shown(FactName.DAMAGES, contract_card=[card], deliverables=[row]) == [
        f"days_late {days} days <r1>",
        f"exposure {exposure} EUR <r1,r1>",
    ]


def test_damages_stop_at_the_cap_and_need_a_rate():
    row = {"contract_date": "2025-11-23"}
    capped = CARD | {"damages_rate": "1", "damages_cap": euros("50")}
    assert shown(FactName.DAMAGES, contract_card=[capped], deliverables=[row])[1] == "exposure 50 EUR <r1,r1>"
    assert not fact_of(FactName.DAMAGES, contract_card=[CARD], deliverables=[row]).is_established


def test_damages_of_an_accepted_deliverable_end_with_its_acceptance():
    card = CARD | {"damages_rate": "1"}
    row = {"contract_date": "2026-01-01", "accepted_on": "2026-01-03"}
    assert shown(FactName.DAMAGES, contract_card=[card], deliverables=[row])[0] == "days_late 2 days <r1>"


def test_foothold_shows_what_is_left_of_the_limit():
    card = {"foothold_loss": euros("80"), "foothold_loss_limit": euros("50")}
    assert shown(FactName.FOOTHOLD, contract_card=[card]) == ["loss 80 EUR <r1>", "loss_left -30 EUR <r1>"]


def test_warranty_lists_free_work_after_its_end():
    card = {"warranty_end": "2026-03-31"}
    changes = [
        {"dated": "2026-03-31", "class": "unpaid_extra", "value": euros("1")},
        {"dated": "2026-04-01", "class": "unpaid_extra", "value": euros("2")},
        {"dated": "2026-05-01", "class": "maintenance", "value": euros("4"), "charged": euros("4")},
        {"dated": "2026-06-01", "class": "warranty"},
        {"class": "warranty"},
    ]
    fact = fact_of(FactName.WARRANTY, contract_card=[card], changes=changes)
    assert shown(FactName.WARRANTY, contract_card=[card], changes=changes) == [
        "warranty_end 2026-03-31 <r1>",
        "warranty_ended 237 days <r1>",
        "free_after 2 <r2,r4>",
        "free_after_value 2 EUR <r2>",
    ]
    assert fact.left_out == ("r5",)
    assert shown(FactName.WARRANTY, contract_card=[{"warranty_end": "2026-11-23"}])[1] == "warranty_left 0 days <r1>"


def test_notices_list_what_runs_out_within_thirty_days_nearest_first():
    found = shown(
        FactName.NOTICES,
        contract_card=[{"contract_no": "C-1", "notice_until": "2026-12-23"}],
        access=[{"asset": "Server", "expiry": "2026-11-01"}, {"asset": "Licence", "expiry": "2026-12-24"}],
        instruction_authority=[{"person": "Head of network", "valid_until": "2026-11-30"}],
    )
    assert found == [
        "access_until 2026-11-01 Server <r1>",
        "authority_until 2026-11-30 Head of network <r1>",
        "notice_until 2026-12-23 C-1 <r1>",
    ]
    assert shown(FactName.NOTICES, access=[{"expiry": "2027-01-01"}]) == ["none_soon 2027-01-01 <r1>"]


def test_commitments_are_counted_by_what_their_owners_say():
    rows = [
        {"due": "2026-11-20", "feasible": "feasible"},
        {"due": "2026-12-01", "feasible": "not_feasible"},
        {"due": "2026-12-02", "feasible": "doubtful"},
        {"due": "2026-12-23"},
        {"due": "2026-12-24", "feasible": "not_feasible"},
        {"feasible": "not_feasible"},
    ]
    assert shown(FactName.COMMITMENTS, commitments=rows) == [
        "commitments_soon 4 <r1,r2,r3,r4>",
        "commitments_overdue 1 <r1>",
        "commitments_not_feasible 1 <r2>",
        "commitments_doubtful 1 <r3>",
        "commitments_unexamined 1 <r4>",
    ]
    assert fact_of(FactName.COMMITMENTS, commitments=rows).left_out == ("r6",)


def test_load_sets_remaining_hours_beside_capacity():
    rows = [
        {"name": "Planner", "remaining_hours": "100", "weekly_hours": "20", "until": "2026-12-07"},
        {"name": "Tester", "remaining_hours": "10", "weekly_hours": "20", "until": "2026-12-07", "utilisation": "120"},
        {"name": "Builder", "remaining_hours": "10"},
    ]
    assert shown(FactName.LOAD, people=rows) == [
        "load_remaining 110 hours <r1,r2>",
        "load_capacity 80 hours <r1,r2>",
        "load_short 60 hours Planner <r1>",
        "load_utilisation 120.0 % Tester <r2>",
    ]
    assert fact_of(FactName.LOAD, people=rows).left_out == ("r3",)


def test_raci_gaps_are_items_with_none_or_several_accountable():
    rows = [
        {"accountable": "sponsor", "responsible": "team"},
        {"accountable": "sponsor、client", "responsible": "team"},
        {"responsible": "team"},
        {"accountable": "sponsor"},
    ]
    assert shown(FactName.RACI_GAPS, raci=rows) == [
        "raci_items 4 <r1,r2,r3,r4>",
        "raci_none 1 <r3>",
        "raci_several 1 <r2>",
        "raci_nobody 1 <r4>",
    ]


def test_documents_are_missing_or_unfit():
    rows = [
        {"document": "Plan", "expected": "expected", "found": "found", "state": "draft"},
        {"document": "Contract", "expected": "expected", "found": "missing"},
        {"document": "Poster", "expected": "not_expected", "found": "missing"},
        {"document": "Charter"},
    ]
    fact = fact_of(FactName.DOCUMENTS, documents=rows)
    assert shown(FactName.DOCUMENTS, documents=rows) == [
        "documents_expected 2 <r1,r2>",
        "documents_missing 1 <r2>",
        "documents_unfit 1 <r1>",
    ]
    assert fact.left_out == ("r4",)


_LATE = {"amount": euros("900000"), "state": "invoiced"}
NOT_SURE = [
    (
        FactName.RECEIVABLES,
        {"payments": [{"amount": euros("5"), "state": "paid"}]},
        {"payments": [_LATE]},
        "oldest_days",
    ),
    (FactName.NOT_INVOICED, {"payments": [{"state": "paid"}]}, {"payments": [{}]}, "not_invoiced_count"),
    (FactName.UNPAID_EXTRA, {"changes": [{"class": "chargeable"}]}, {"changes": [{}]}, "extra_count"),
    (
        FactName.UNPAID_EXTRA,
        {"changes": [{"class": "unpaid_extra", "value": euros("5"), "told_client_on": "2026-10-01"}]},
        {"changes": [{"class": "unpaid_extra"}]},
        "extra_told",
    ),
    (
        FactName.DAMAGES,
        {"contract_card": [CARD | {"damages_rate": "1"}], "deliverables": [{"contract_date": "2026-12-01"}]},
        {"deliverables": [{}]},
        "exposure",
    ),
    (FactName.NOTICES, {"access": [{"expiry": "2027-12-01"}]}, {"access": [{}]}, "none_soon"),
    (
        FactName.LOAD,
        {"people": [{"remaining_hours": "1", "weekly_hours": "40", "until": "2026-12-24"}]},
        {"people": [{"remaining_hours": "900"}]},
        "load_capacity",
    ),
]


@pytest.mark.parametrize(("name", "known", "unknown", "figure"), NOT_SURE, ids=[row[3] for row in NOT_SURE])
def test_nothing_reads_as_good_while_a_row_was_left_out(name, known, unknown, figure):
    more = {register: [*known.get(register, ()), *rows] for register, rows in unknown.items()}
    for registers, left_out, tone in ((known, 0, Tone.GOOD), (known | more, 1, Tone.PLAIN)):
        fact = fact_of(name, **registers)
        assert (len(fact.left_out), next(one.tone for one in fact.figures if one.name == figure)) == (left_out, tone)


_AMOUNTS = st.decimals(min_value=0, max_value=10**6, places=2).map(lambda amount: f"{amount:f}")
_ROWS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "amount": st.builds(lambda amount, money: money(amount), _AMOUNTS, st.sampled_from([euros, yuan])),
            "received": _AMOUNTS.map(euros),
            "due": st.dates(dt.date(2026, 1, 1), dt.date(2027, 1, 1)).map(dt.date.isoformat) | st.just("?"),
            "state": st.sampled_from(["open", "reached", "invoiced", "part_paid", "paid", "disputed"]),
        },
    ),
    max_size=8,
)


@given(rows=_ROWS)
def test_receivables_never_exceed_what_the_rows_say(rows):
    fact = fact_of(FactName.RECEIVABLES, payments=rows)
    for currency in ("EUR", "CNY"):
        said = [Decimal(row["amount"]["amount"]) for row in rows if row.get("amount", {}).get("currency") == currency]
        owed = [f.value.amount for f in fact.figures if isinstance(f.value, Money) and f.value.currency == currency]
        assert sum(owed, Decimal(0)) <= sum(said, Decimal(0))


@given(rows=_ROWS)
def test_every_row_is_counted_settled_or_named_as_left_out(rows):
    fact = fact_of(FactName.RECEIVABLES, payments=rows)
    counted = {row for figure in fact.figures for row in figure.rows}
    assert not counted & set(fact.left_out)
    for number, row in enumerate(rows, 1):
        if row.get("state") == "invoiced" and not ("amount" in row and row.get("due", "?") != "?"):
            assert f"r{number}" in fact.left_out
