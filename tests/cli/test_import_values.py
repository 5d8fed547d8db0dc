"""Values that no record can keep: refused on the way in; where an older version kept one, named with a way out."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest

from takeover.cli import clock
from takeover.record.chain import read_chain
from takeover.record.situation import fold_entries
from takeover.record.store import open_record
from takeover.values import Money
from tests.cli.calling import Shell

PAYMENTS = ("--register", "payments", "--by", "finance")
TABLE = "Milestone,Amount,State\nDelivery,{amount} EUR,invoiced\n"


@pytest.fixture
def takeover(shell) -> Shell:
    assert shell.start("--party", "finance").code == 0
    return shell


def record(shell) -> bytes:
    return (shell.folder / "record.jsonl").read_bytes()


def situation(shell):
    return fold_entries(read_chain(record(shell)).entries)


def write_book(tmp_path, value: bytes):
    """Save a workbook with an amount that no spreadsheet program would show."""
    book = openpyxl.Workbook()
    for row in (("Milestone", "Amount (EUR)"), ("Delivery", 7777.5)):
        book.active.append(row)
    saved, file = io.BytesIO(), tmp_path / "poison.xlsx"
    book.save(saved)
    with zipfile.ZipFile(saved) as packed, zipfile.ZipFile(file, "w") as again:
        for name in packed.namelist():
            again.writestr(name, packed.read(name).replace(b"7777.5", value))
    return file


@pytest.mark.parametrize("typed", ["9" * 70, "0." + "1" * 70])
def test_answer_that_no_record_can_keep_is_refused(takeover, typed):
    before = record(takeover)
    called = takeover.here("answer", "schedule.status-age", typed, "--by", "sponsor")
    assert (called.code, "IV036" in called.err) == (3, True), called.err
    assert record(takeover) == before
    assert takeover.here("answer", "schedule.status-age", "9" * 60, "--by", "sponsor").code == 0
    assert takeover.here("status").code == takeover.here("assess", "--json").code == 0


@pytest.mark.parametrize("value", [b"1e70", b"1e999", b"1e-70"])
def test_cell_that_no_record_can_keep_is_refused_with_its_place(takeover, tmp_path, value):
    before = record(takeover)
    called = takeover.here("import", write_book(tmp_path, value), *PAYMENTS)
    assert (called.code, "Sheet!B2: error IV173" in called.err) == (3, True), called.err
    assert record(takeover) == before


def test_longest_amounts_are_judged_and_shown(takeover, tmp_path):
    file = tmp_path / "long.csv"
    file.write_text(f"Milestone,Amount,State\na,{'9' * 60} EUR,invoiced\nb,{'9' * 60} EUR,paid\n", "utf-8")
    assert takeover.here("import", file, *PAYMENTS).code == 0
    for command in (("status",), ("assess", "--json"), ("register", "show", "payments"), ("doctor",)):
        called = takeover.run(*command, "-C", takeover.folder)
        assert called.code == 0, (command, called.err)


# ---- a record of an older version


def spoil(shell, change) -> int:
    """Append the newest body once more as an older version would have written it; return its line."""
    store = open_record(shell.folder, machine=clock.machine_id(), salt=clock.new_salt)
    *_, entry = store.chain.entries
    store.append([change(dict(entry.body))])
    return store.chain.lines


def with_answer(value):
    return lambda body: {**body, "answer": {"type": "number", "value": value}}


def with_amount(value):
    return lambda body: {**body, "values": {**body["values"], "amount": {"amount": value, "currency": "EUR"}}}


def test_answer_that_cannot_be_read_is_named_and_given_again(takeover):
    takeover.here("answer", "schedule.status-age", "12", "--by", "sponsor")
    line = spoil(takeover, with_answer("9" * 70))
    status = takeover.here("status")
    assert (status.code, f"Line {line} of the record" in status.err) == (0, True), status.err
    doctor = takeover.here("doctor")
    cure = "takeover answer schedule.status-age VALUE --by sponsor"
    assert (doctor.code, f"Line {line} " in doctor.out, cure in doctor.out) == (1, True, True), doctor.out
    assert takeover.here("answer", "schedule.status-age", "14", "--by", "sponsor").code == 0
    assert "cannot be read" not in takeover.here("status").err
    assert takeover.here("doctor").code == 0
    assert [str(said.answer.value) for said in situation(takeover).standing("schedule.status-age")] == ["14"]


@pytest.mark.parametrize("value", ["Infinity", "1" * 61])
def test_amount_that_cannot_be_read_is_named_and_filled_again(takeover, tmp_path, value):
    file = tmp_path / "pay.csv"
    file.write_text(TABLE.format(amount=305), "utf-8")
    assert takeover.here("import", file, *PAYMENTS).code == 0
    line = spoil(takeover, with_amount(value))
    assert takeover.run("register", "show", "payments", "-C", takeover.folder).code == 0
    assert takeover.here("assess").code == 0
    doctor = takeover.here("doctor", "--lang", "zh-Hans")
    assert (doctor.code, f"第 {line} 行" in doctor.out, "--register payments" in doctor.out) == (1, True, True)
    assert takeover.here("import", file, *PAYMENTS, "--json").code == 0
    (row,) = situation(takeover).rows("payments")
    assert row.values["amount"] == Money(amount=305, currency="EUR")
    assert (takeover.here("doctor").code, situation(takeover).unreadable) == (0, ())


def test_nothing_is_sealed_on_a_value_that_cannot_be_read(shell):
    shell.start()
    shell.here("answer", "schedule.status-age", "12", "--by", "sponsor")
    line = spoil(shell, with_answer("Infinity"))
    sealed = shell.here("seal")
    assert (sealed.code, "RC023" in sealed.err, f"Line {line} " in sealed.err) == (1, True, True), sealed.err


def test_entry_that_no_version_writes_is_named_by_doctor(takeover):
    takeover.here("answer", "schedule.status-age", "12", "--by", "sponsor")
    line = spoil(takeover, lambda body: {**body, "method": "hearsay"})
    doctor = takeover.here("doctor")
    assert (doctor.code, f"Line {line}: an entry of the kind answered" in doctor.out) == (1, True), doctor.out
