"""`takeover import FILE --register`: rows out of files, by command; the example of the docs; the real files."""

import datetime as dt
import io
import json
import re
from pathlib import Path

import openpyxl
import pytest

from takeover.record.chain import read_chain
from takeover.record.situation import fold_entries
from takeover.values import decimal_text
from tests.cli.calling import Shell

DOCS = Path(__file__).parents[2] / "docs" / "registers.md"
REAL = Path(__file__).parents[3] / "shared" / "data" / "registers"
CSV = "Milestone;Amount;Due date;State\nKick-off;1.000,50 EUR;2026-04-01;Paid in full\nDelivery;2.500,00 EUR;2026-05-01;open\n"


@pytest.fixture
def takeover(shell, tmp_path) -> Shell:
    assert shell.start("--party", "finance").code == 0
    return shell


def lines(shell):
    chain = read_chain((shell.folder / "record.jsonl").read_bytes())
    assert chain.damage is None
    return chain.lines


def rows(shell, register="payments"):
    return fold_entries(read_chain((shell.folder / "record.jsonl").read_bytes()).entries).rows(register)


def write(tmp_path, text, name="pay.csv"):
    file = tmp_path / name
    file.write_text(text, "utf-8")
    return file


def test_rows_are_one_line_of_the_record_with_the_file_behind_them(takeover, tmp_path):
    before = lines(takeover)
    called = takeover.here("import", write(tmp_path, CSV), "--register", "payments", "--by", "finance")
    assert called.code == 0, called.err
    assert "Rows new: 2" in called.out
    assert lines(takeover) == before + 1
    first, second = rows(takeover)
    assert (decimal_text(first.values["amount"].amount), second.values["state"]) == ("1000.50", "open")
    assert first.evidence == second.evidence
    assert (takeover.folder / "evidence" / f"{first.evidence[0].sha256}.csv").read_text("utf-8") == CSV
    again = takeover.here("import", tmp_path / "pay.csv", "--register", "收款节点与应收款", "--by", "finance", "--json")
    assert json.loads(again.out)["same"] == 2
    assert lines(takeover) == before + 1


def test_changed_file_says_what_it_changes_and_withdraws_only_when_told(takeover, tmp_path):
    file = write(tmp_path, CSV)
    takeover.here("import", file, "--register", "payments", "--by", "finance")
    write(tmp_path, CSV.replace("1.000,50", "1.200,50").replace("Delivery", "Handover"))
    preview = takeover.here("import", file, "--register", "payments", "--preview")
    assert "Amount: 1000.50 EUR → 1200.50 EUR (before: finance)" in preview.out
    assert "no longer in the file: Delivery" in preview.out
    assert [row.values["milestone"] for row in rows(takeover)] == ["Kick-off", "Delivery"]
    takeover.here("import", file, "--register", "payments", "--withdraw-missing")
    assert [row.values["milestone"] for row in rows(takeover)] == ["Kick-off", "Handover"]


def test_mistakes_are_listed_by_cell_and_nothing_is_taken(takeover, tmp_path):
    before = (takeover.folder / "record.jsonl").read_bytes()
    wrong = "Milestone;Betrag;Due date\na;x EUR;03/04/2026\n"
    called = takeover.here("import", write(tmp_path, wrong), "--register", "payments")
    assert (called.code, "pay.csv B1: error IV183" in called.err) == (3, True)
    called = takeover.here("import", tmp_path / "pay.csv", "--register", "payments", "--map", "Betrag=amount")
    assert called.code == 3
    assert re.findall(r"pay\.csv (\w+): error (\w+)", called.err) == [("B2", "IV163"), ("C2", "IV171")]
    assert (takeover.folder / "record.jsonl").read_bytes() == before
    assert not list((takeover.folder / "evidence").glob("*.csv"))


def test_what_was_told_is_remembered_beside_the_record(takeover, tmp_path):
    told = ("--map", "Betrag=amount", "--word", "state:Bezahlt=paid", "--currency", "EUR", "--dates", "dmy")
    file = write(tmp_path, "Milestone;Betrag;State;Due date;Intern\na;5;bezahlt;03/04/2026;x\n")
    first = takeover.here("import", file, "--register", "payments", *told, "--leave-others")
    assert first.code == 0, first.err
    memory = json.loads((takeover.folder / "import-columns.json").read_text("utf-8"))
    assert memory == {"payments": {"columns": {"betrag": "amount"}, "words": {"state:bezahlt": "paid"}}}
    write(tmp_path, "Milestone;Betrag;State\nb;6 USD;Bezahlt\n")
    assert takeover.here("import", file, "--register", "payments").code == 0
    assert [row.values["state"] for row in rows(takeover)] == ["paid", "paid"]


def test_reference_keeps_no_copy(takeover, tmp_path):
    called = takeover.here("import", write(tmp_path, CSV), "--register", "payments", "--reference", "--grade", "E3")
    assert called.code == 0
    (proof,) = rows(takeover)[0].evidence
    assert (proof.kept, proof.grade.value, len(proof.sha256), proof.title) == (False, "E3", 64, "pay.csv")
    assert not list((takeover.folder / "evidence").glob("*.csv"))


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--register", "nope"), 2, "CM291"), ((), 2, "CM296"), (("--dates", "dmy"), 2, "CM290"),
        (("--register", "payments", "--map", "x"), 2, "CM292"), (("--register", "payments", "--word", "x=y"), 2, "CM293"),
        (("--register", "payments", "--currency", "TBD"), 2, "CM294"), (("--register", "payments", "--by", "x"), 2, "IV052"),
        (("--register", "payments", "--sheet", "x"), 3, "IV194"),
    ],
)  # fmt: skip
def test_wrong_options_say_what_is_right(takeover, tmp_path, arguments, code, says):
    called = takeover.here("import", write(tmp_path, CSV), *arguments)
    assert (called.code, says in called.err) == (code, True), called.err


def test_unplaced_columns_are_all_named_with_what_there_is_and_how_to_say_it(takeover, tmp_path):
    file = write(tmp_path, "Deliverable,Due date,State,Zzz,Qqq\nManual,2026-05-01,Delivered,a,b\n", "d.csv")
    called = takeover.here("import", file, "--register", "deliverables")
    assert called.code == 3
    assert "CM303" in called.err
    assert "Due date" not in called.err
    assert "…" not in called.err
    assert called.err.count("Columns: deliverable, ") == 2
    assert "known_since." in called.err
    assert "2 things" in called.err
    assert "--map" in called.err.splitlines()[-1]


def test_huge_file_is_not_even_read(takeover, tmp_path):
    file = tmp_path / "huge.csv"
    with file.open("wb") as out:
        out.truncate(50_000_000)
    called = takeover.here("import", file, "--register", "payments")
    assert (called.code, "CL921" in called.err) == (3, True)


def test_workbook_with_title_block_types_and_totals(takeover, tmp_path):
    book = openpyxl.Workbook()
    book.active["A1"] = "Front matter"
    page = book.create_sheet("Zahlungen")
    for line in (("Plan 2026",), (), ("收款节点", "金额（万元）", "占合同金额比例", "应收日期"), ("首付款", 12.5, 0.3, dt.date(2026, 3, 31)),
                 ("终验款", 30, 0.7, 46112), (), ("合计", 42.5)):  # fmt: skip
        page.append(line)
    page["C4"].number_format = page["C5"].number_format = "0%"
    book.save(tmp_path / "plan.xlsx")
    called = takeover.here("import", tmp_path / "plan.xlsx", "--register", "payments", "--by", "finance")
    assert called.code == 0, called.err
    assert "Zahlungen!A7: warning IV191" in called.err
    first, second = rows(takeover)
    assert (decimal_text(first.values["amount"].amount), first.values["amount"].currency) == ("125000.0", "CNY")
    assert (first.values["share"], second.values["due"]) == ("30", "2026-03-31")


def test_example_of_the_page_runs(takeover, tmp_path):
    text = DOCS.read_text("utf-8")
    (table,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (command,) = re.findall(r"^takeover import (payments\.csv .*)$", text, re.MULTILINE)
    file = write(tmp_path, table, "payments.csv")
    arguments = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', command)][1:]
    called = takeover.here("import", file, *arguments)
    assert called.code == 0, called.err
    assert [row.values["milestone"] for row in rows(takeover)] == ["Advance payment", "Go-live", "Final acceptance"]
    assert rows(takeover)[0].values["state"] == "paid"


@pytest.mark.skipif(not REAL.is_dir(), reason="the real files are not part of the project")
def test_real_files_are_imported_or_refused_with_cell_and_cure(takeover):
    activities = REAL / "us-fda-it-activities-2013.csv"
    maps = ("name=deliverable", "activity_id=ref", "planned_start=contract_date", "status=state_claimed")
    options = [part for one in maps for part in ("--map", one)]
    words = ("Completed - Closed=accepted", "In-Progress=in_progress", "Completed - Costs Pending=done")
    refused = takeover.here("import", activities, "--register", "deliverables", *options, "--leave-others")
    assert refused.code == 3
    assert "D2: error IV162" in refused.err
    options += [part for one in words for part in ("--word", f"state_claimed:{one}")]
    taken = takeover.here("import", activities, "--register", "deliverables", *options, "--leave-others", "--json")
    assert taken.code == 0, taken.err[-600:]
    assert json.loads(taken.out)["added"] == len(rows(takeover, "deliverables")) == 122
    form = takeover.here("import", REAL / "18f-risk-tracker.xlsx", "--register", "risks")
    assert (form.code, "Risks!A2: error IV189" in form.err) == (3, True)


# ---- takeover register


def test_registers_are_shown_and_written_and_come_back_unchanged(takeover, tmp_path):
    evil = "Milestone;Amount;Share of the contract amount;Due date;State;Remark\n'=1+1;1000.50 EUR;30 %;2026-04-01;Paid in full;ours\n@b;5 CNY;;;;\n"
    assert takeover.here("import", write(tmp_path, evil), "--register", "payments", "--by", "finance").code == 0
    listed = takeover.run("register", "list", "-C", takeover.folder)
    assert "payments: Payment milestones and receivables, rows: 2" in listed.out
    shown = takeover.run("register", "show", "payments", "-C", takeover.folder)
    assert "1. =1+1" in shown.out
    assert "Amount: 1000.50 EUR" in shown.out
    for name in ("out.csv", "out.xlsx"):
        written = takeover.run("register", "export", "payments", "-C", takeover.folder, "-o", tmp_path / name)
        assert written.code == 0, written.err
        again = takeover.here("import", tmp_path / name, "--register", "payments", "--json")
        assert json.loads(again.out)["same"] == 2, again.err
    page = openpyxl.load_workbook(io.BytesIO((tmp_path / "out.xlsx").read_bytes())).active
    found = {cell.value: page.cell(row=2, column=cell.column) for cell in page[1]}
    assert (found["Milestone"].value, found["Milestone"].data_type) == ("=1+1", "s")
    assert (found["Amount"].value, found["Amount"].number_format) == (1000.5, '#,##0.00 "EUR"')
    assert (found["Share of the contract amount"].value, found["Due date"].value) == (
        0.3,
        dt.datetime.fromisoformat("2026-04-01"),
    )
    assert (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[1].startswith("'=1+1,")


def test_shared_edition_of_a_workbook_has_no_internal_columns(takeover, tmp_path):
    table = write(tmp_path, "Milestone;Remark\na;for us\n")
    takeover.here("import", table, "--register", "payments")
    takeover.here("import", write(tmp_path, "Risk\nb\n", "risk.csv"), "--register", "risks")
    both, shared = tmp_path / "both.xlsx", tmp_path / "shared.xlsx"
    assert "registers: 2" in takeover.run("register", "export", "-C", takeover.folder, "-o", both).out
    options = ("--edition", "shared", "--language", "zh-Hans", "-o", shared)
    assert "registers: 1" in takeover.run("register", "export", "-C", takeover.folder, *options).out
    assert len(openpyxl.load_workbook(both).sheetnames) == 2
    book = openpyxl.load_workbook(shared)
    texts = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert book.sheetnames == ["收款节点与应收款"]
    assert "for us" not in texts
    assert "收款节点" in texts


@pytest.mark.parametrize(("arguments", "says"), [((), "CM298"), (("-o", "x.csv"), "CM297"), (("-o", "x.pdf"), "CM298")])
def test_export_says_what_it_needs(takeover, arguments, says):
    called = takeover.run("register", "export", "-C", takeover.folder, *arguments)
    assert (called.code, says in called.err) == (2, True)
