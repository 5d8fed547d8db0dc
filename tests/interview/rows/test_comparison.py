"""Rows of a file against rows of the record: headers found, mistakes listed by cell, the same file twice is nothing."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.library import load_checklist
from takeover.interview.acts import GivenRow, RowsRecorded
from takeover.interview.rows.cells import Conventions
from takeover.interview.rows.columns import Layout, find_layout, list_open
from takeover.interview.rows.comparison import FileRow, act_of, compare_rows, read_rows
from takeover.interview.rows.memory import Memory, read_memory, write_memory
from takeover.interview.rows.table_file import Cell, Sheet, read_tables
from takeover.interview.rows.units import Unit, unit_of
from takeover.record.kinds import Evidence, Grade
from takeover.values import Method, Money
from tests.builders import make_checklist
from tests.interview.desk import Desk, make_ids

LOADED = load_checklist()
REGISTERS = tuple(LOADED.in_language(one).register("payments") for one in ("en", "zh-Hans"))
PAYMENTS = REGISTERS[0]
COMMITMENTS = LOADED.source.register("commitments")
FILE = Evidence(grade=Grade.E2, sha256="ab" * 32, bytes=3, media="text/csv", title="pay.csv", kept=True)


def lay_out(text: str, **options) -> tuple[Sheet, Layout, tuple]:
    (sheet,) = read_tables(text.encode(), "pay.csv")
    layout, problems = find_layout(
        sheet, REGISTERS, remembered=options.get("remembered", {}), given=options.get("given", {})
    )
    return sheet, layout, problems


def read(text: str, conventions: Conventions | None = None, **options):
    sheet, layout, problems = lay_out(text, **options)
    assert problems == ()
    rows, found = read_rows(sheet, layout, conventions or Conventions())
    return rows, [(problem.code, problem.place.path) for problem in found]


# ---- headers


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("amount", "amount"), ("AMOUNT", "amount"), ("金额", "amount"), ("Ａｍｏｕｎｔ", "amount"), ("Trigger-Condition", "trigger"),
        ("Amount (EUR)", "amount"), ("Amount in EUR", "amount"), ("金额（万元）", "amount"), ("Due\ndate", "due"),
        ("Due date\nas agreed", "due"), ("应收日期", "due"), ("Currency", "currency"), ("币种", "currency"),
        ("Betrag", None), ("Date", None), ("his", "remark"),
    ],
)  # fmt: skip
def test_column_is_known_by_id_title_in_both_languages_or_memory(name, target):
    (sheet,) = read_tables(f'Milestone,"{name}"\na,1\n'.encode(), "x.csv")
    layout, _ = find_layout(sheet, REGISTERS, remembered={"his": "remark", "old": "gone"}, given={})
    assert layout.targets.get(2) == target


@pytest.mark.parametrize(
    ("name", "unit"),
    [("Amount (EUR)", Unit(currency="EUR")), ("Amount in USD", Unit(currency="USD")), ("金额（万元）", Unit(currency="CNY", factor=10_000)),
     ("Betrag [€]", Unit(currency="EUR")), ("Amount", Unit()), ("Amount ($)", Unit(currency="$")),
     *((f"Amount ({said})", Unit(currency="EUR", factor=1_000)) for said in
       ("k€", "k EUR", "kEUR", "EUR k", "EURk", "T€", "TEUR", "Tsd. EUR", "EUR thousand", "in thousand EUR",
        "thousands of EUR", "in 1000 EUR", "EUR 1,000", "€ '000", "EUR '000", "1.000 €", "Angaben in TEUR")),
     *((f"Amount ({said})", Unit(currency="EUR", factor=1_000_000)) for said in
       ("M€", "m€", "EUR m", "MEUR", "EUR million", "EUR millions", "Mio. EUR", "Mio €", "mn EUR", "EUR, million")),
     *((f"金额（{said}）", Unit(currency="CNY", factor=factor)) for said, factor in
       (("元", 1), ("千元", 1_000), ("仟元", 1_000), ("万元", 10_000), ("萬元", 10_000), ("单位：万元", 10_000), ("百万元", 1_000_000),
        ("千万元", 10_000_000), ("亿元", 10**8), ("万亿元", 10**12), ("万元，含税", 10_000), ("人民币万元", 10_000), ("人民币：元", 1), ("人民币：万元", 10_000), ("万元人民币", 10_000))),
     ("金额（万美元）", Unit(currency="USD", factor=10_000)), ("Amount (bn USD)", Unit(currency="USD", factor=10**9)),
     ("Amount (Mrd. EUR)", Unit(currency="EUR", factor=10**9)), ("Amount (thousand)", Unit(factor=1_000)),
     ("Amount in k€", Unit(currency="EUR", factor=1_000)), ("Amount in TEUR", Unit(currency="EUR", factor=1_000)),
     ("Amount EUR million", Unit(currency="EUR", factor=1_000_000)), ("Amount\nin thousand EUR", Unit(currency="EUR", factor=1_000)),
     ("Amount EUR (thousand)", Unit(currency="EUR", factor=1_000)), ("Amount (EUR) (net)", Unit(currency="EUR")),
     ("Amount (EUR, gross)", Unit(currency="EUR")), ("金额（含税）", Unit()), ("Amount ()", Unit()), ("Plan M", Unit()),
     ("Amount (MAD)", Unit(currency="MAD")), ("Amount (TRY)", Unit(currency="TRY")), ("Amount (US$ k)", Unit(currency="USD", factor=1_000)),
     *((f"Amount ({said})", None) for said in
       ("Lakh INR", "EUR/t", "EUR/h", "USD per day", "10 EUR", "EUR or USD", "pieces", "crore", "k EUR m", "EUR) (USD", "%"))],
)  # fmt: skip
def test_header_states_the_unit(name, unit):
    assert unit_of(name) == unit


@pytest.mark.parametrize(
    "name", ["Amount (Lakh)", "Amount (EUR/h)", "Amount (%)", "Amount [pieces]", "Amount\nin crore", "金额（吨）"]
)
def test_amounts_in_a_unit_that_is_not_known_wait_for_a_person(name):
    text = f'Milestone,"{name}"\na,305\n'
    sheet, layout, problems = lay_out(text)
    assert (layout.taken, problems) == (("milestone",), ())
    (problem,) = list_open(sheet, layout)
    assert (problem.code, problem.place.path, problem.details["column"]) == (
        "IV196",
        "B1",
        PAYMENTS.column("amount").title,
    )
    _, told, _ = lay_out(text, given={name: "amount"})
    assert (told.taken, told.units[2]) == (("milestone", "amount"), Unit())


def test_amounts_of_a_header_in_thousands_are_taken_in_full():
    rows, found = read("Milestone,Amount (k€)\na,305\nb,7.5\n")
    assert found == []
    assert [row.values["amount"] for row in rows] == [
        Money(amount=Decimal(amount), currency="EUR") for amount in ("305000", "7500")
    ]


def test_bracket_of_the_registers_own_title_is_no_unit():
    card = tuple(LOADED.in_language(one).register("contract-card") for one in ("en", "zh-Hans"))
    names = (
        "Estimate to complete (ETC)",
        "完工尚需估算（ETC）（万元）",
        "Estimate to complete (k€)",
        "Estimate to complete (abc)",
    )
    found = [
        find_layout(read_tables(f"x,{name}\n1,2\n".encode(), "x.csv")[0], card, remembered={}, given={})[0]
        for name in names
    ]
    assert [layout.targets.get(2) for layout in found] == ["estimate_to_complete"] * 3 + [None]
    assert [layout.units[2].factor for layout in found] == [1, 10_000, 1_000, 1]


def test_hours_are_not_taken_for_another_unit():
    commitments = tuple(LOADED.in_language(one).register("commitments") for one in ("en", "zh-Hans"))
    found = {
        name: find_layout(read_tables(f"x,{name}\n1,2\n".encode(), "x.csv")[0], commitments, remembered={}, given={})[0]
        for name in ("工作量（小时）", "工作量", "工作量（人天）")
    }
    assert [layout.targets.get(2) for layout in found.values()] == ["effort_hours", "effort_hours", None]


def test_header_is_found_below_a_title_block():
    _, layout, problems = lay_out("Payment plan,,\nState: March,,\n,,\nNo,Milestone,Amount\n1,a,5 EUR\n")
    assert (layout.header.row, layout.taken, problems) == (4, ("milestone", "amount"), ())
    assert [(p.code, p.place.path) for p in list_open(*lay_out("No,Milestone\n1,a\n")[:2])] == [("IV183", "A1")]


def test_given_columns_go_first_and_their_mistakes_are_named():
    _, layout, problems = lay_out(
        "A,Milestone,Amount\nx,y,z\n", given={"A": "trigger", "amount": "", "B": "due", "Milestone": "nope"}
    )
    assert layout.targets[1] == "trigger"
    assert layout.targets[3] == ""
    assert {problem.code for problem in problems} == {"IV180", "IV181"}
    _, _, twice = lay_out("Amount,金额,Milestone\n1,2,x\n")
    assert [(problem.code, problem.place.path) for problem in twice] == [("IV182", "B1")]


# ---- rows


def test_every_mistake_is_listed_by_cell_and_nothing_else_is_lost():
    rows, found = read(
        "Plan;;;;\nMilestone;Amount;Due date;State;Currency\n"
        "a;1.000,5;2026-01-01;open;EUR\n;;;;\nb;x;03/04/2026;paid;EUR\nc;5;;nobody knows;Taler\n-;–;-;;\nTotal;1.005,5;;;EUR\n"
    )
    assert [row.values["milestone"] for row in rows] == ["a", "b", "c"]
    assert rows[0].values["amount"] == Money(amount=Decimal("1000.5"), currency="EUR")
    assert found == [
        ("IV163", "B5"), ("IV171", "C5"), ("IV172", "E6"), ("IV167", "B6"), ("IV162", "D6"), ("IV191", "A8"),
    ]  # fmt: skip


def test_other_numbers_of_the_file_show_its_decimal_mark():
    rows, found = read("Milestone;Amount\na;1.234 EUR\nb;2,5 EUR\n")
    assert found == []
    assert rows[0].values["amount"] == Money(amount=Decimal(1234), currency="EUR")
    assert read("Milestone;Amount\na;1.234 EUR\n")[1] == [("IV164", "B2")]


def test_merged_areas_fill_downwards_and_never_across():
    cells = {(1, 1): "Milestone", (1, 2): "Trigger condition", (2, 1): "a", (2, 2): "x", (3, 2): "y", (4, 1): "Phase 2"}
    sheet = Sheet(
        file="x.xlsx", name="Plan", cells={place: Cell(text=text) for place, text in cells.items()},
        merged=((2, 1, 3, 1), (4, 1, 4, 2)),
    )  # fmt: skip
    layout, _ = find_layout(sheet, REGISTERS, remembered={}, given={})
    rows, found = read_rows(sheet, layout, Conventions())
    assert [row.values.get("milestone") for row in rows][:2] == ["a", "a"]
    assert [(problem.code, problem.place.path) for problem in found] == [("IV184", "Plan!A4")]


def test_row_without_any_taken_cell_is_said():
    _, found = read("Milestone,Remark here\na,b\n,only this\n", given={"Remark here": ""})
    assert found == [("IV190", "B3")]


def test_too_many_rows_are_refused():
    _, found = read("Milestone,Trigger condition\n" + "a,b\n" * 5_001)
    assert found == [("IV185", "A2")]


# ---- against the record


class Ledger:
    """A record in memory that takes files."""

    def __init__(self):
        self.desk = Desk(make_checklist(registers=(PAYMENTS, COMMITMENTS)))
        self.ids = make_ids()

    def compare(self, rows, taken=("milestone", "trigger", "amount")):
        found = tuple(FileRow(number=n, values=values) for n, values in enumerate(rows, 2))
        return compare_rows(PAYMENTS, taken, found, self.desk.situation().rows("payments"))

    def take(self, rows, *, evidence=(FILE,), withdraw=False):
        found = self.compare(rows)
        act = act_of(
            found, register="payments", party="sponsor1", method=Method.DOCUMENT_EXAMINED, on=None,
            evidence=evidence, new_ids=self.ids, withdraw=withdraw,
        )  # fmt: skip
        if act.rows:
            self.desk.keep(act)
        return found

    def cells(self):
        return [dict(row.values) for row in self.desk.situation().rows("payments")]


def counts(found):
    return tuple(len(part) for part in (found.added, found.changed, found.proven, found.same, found.missing))


A, B, C = ({"milestone": name, "trigger": name * 2} for name in "abc")


def test_changed_file_shows_what_is_new_changed_and_missing():
    ledger = Ledger()
    assert counts(ledger.take([A, B])) == (2, 0, 0, 0, 0)
    found = ledger.take([A | {"trigger": "other"}, C], withdraw=True)
    assert counts(found) == (1, 1, 0, 0, 1)
    assert found.changed[0].cells == {"trigger": "other"}
    assert ledger.cells() == [A | {"trigger": "other"}, C]
    assert counts(ledger.take([A | {"trigger": "other"}, C])) == (0, 0, 0, 2, 0)


def test_typed_rows_are_proven_by_a_file_and_never_missing_from_one():
    ledger = Ledger()
    ledger.take([A, B], evidence=())
    found = ledger.take([A])
    assert counts(found) == (0, 0, 1, 0, 0)
    assert [bool(row.evidence) for row in ledger.desk.situation().rows("payments")] == [True, False]
    assert counts(ledger.compare([A])) == (0, 0, 0, 1, 0)


def test_a_file_backs_its_own_cells_and_no_others():
    ledger = Ledger()
    ledger.take([A | {"share": "30"}], evidence=())
    ledger.take([{"milestone": "a", "trigger": "new"}])
    (row,) = ledger.desk.situation().rows("payments")
    assert [set(one.columns) for one in row.backings if one.evidence] == [{"milestone", "trigger"}]
    assert [set(one.columns) for one in row.backings if not one.evidence] == [{"milestone", "share"}]


def test_a_cell_that_was_changed_by_word_waits_for_the_file_again():
    ledger = Ledger()
    ledger.take([A])
    (row,) = ledger.desk.situation().rows("payments")
    spoken = GivenRow(values={"trigger": "said"}, row=row.id)
    ledger.desk.keep(RowsRecorded(register="payments", party="sponsor1", method=Method.INTERVIEW, rows=(spoken,)))
    found = ledger.take([A | {"trigger": "said"}])
    assert (counts(found), found.proven[0].cells) == ((0, 0, 1, 0, 0), {"trigger": "said"})
    assert counts(ledger.compare([A | {"trigger": "said"}])) == (0, 0, 0, 1, 0)


def test_empty_cell_clears_nothing_and_equal_numbers_are_equal():
    ledger = Ledger()
    ledger.take([A | {"share": "30.0"}])
    found = ledger.compare([{"milestone": "a", "share": "30"}], taken=("milestone", "share", "trigger"))
    assert counts(found) == (0, 0, 0, 1, 0)


CELLS = st.sampled_from(["", "x", "y"])
ROW = st.fixed_dictionaries(
    {"milestone": CELLS, "trigger": CELLS, "amount": st.sampled_from([None, Money(amount=Decimal(1), currency="EUR")])}
)
FILES = st.lists(ROW.map(lambda row: {k: v for k, v in row.items() if v}).filter(bool), max_size=6)


@given(st.lists(FILES, min_size=1, max_size=3))
def test_the_same_file_twice_changes_nothing(files):
    ledger = Ledger()
    for rows in files:
        ledger.take(rows)
        again = ledger.compare(rows)
        assert again.is_nothing
        assert len(again.same) == len(rows)


@given(FILES, st.integers(0, 5))
def test_all_rows_are_taken_as_one_line_or_none(rows, at):
    text = "Milestone,Trigger condition,Amount\n" + "".join(
        f"{row.get('milestone', '')},{row.get('trigger', '')},{'1 EUR' if 'amount' in row else ''}\n" for row in rows
    )
    found, problems = read(text + "z,z,1 EUR\n")
    assert problems == []
    ledger = Ledger()
    before = len(ledger.desk.record.lines)
    ledger.take([row.values for row in found])
    assert len(ledger.desk.record.lines) == before + 1
    assert len(ledger.cells()) == len(rows) + 1
    broken = text + "z,z,nothing\n"
    assert any(code == "IV163" for code, _ in read(broken)[1])


def test_columns_of_another_level_become_entries_of_that_level():
    ledger = Ledger()
    ledger.take([A | {"remark": "for us"}])
    bodies = [
        entry.body
        for entry in ledger.desk.record.chain().entries
        if entry.body and entry.body["kind"] == "row_recorded"
    ]
    assert [(body["sharing"], list(body["values"])) for body in bodies] == [
        ("shared", ["milestone", "trigger"]),
        ("internal", ["remark"]),
    ]
    assert isinstance(ledger.desk.acts[0], RowsRecorded)


@given(st.text(max_size=40))
def test_memory_that_cannot_be_read_is_none(text):
    assert read_memory(text, "payments") == Memory()
    memory = Memory(columns={"betrag": "amount", "nr": ""}, words={("state", "a:b"): "paid"})
    assert read_memory(write_memory(text, "payments", memory), "payments") == memory
