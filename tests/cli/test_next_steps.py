"""requests, plan, advice: what to do on Monday, and that what was asked is kept."""

from __future__ import annotations

import json

from takeover.record.chain import read_chain

AS_OF = ("--as-of", "2026-11-23")


def kinds(shell) -> list[str]:
    chain = read_chain((shell.folder / "record.jsonl").read_bytes())
    return [entry.body["kind"] for entry in chain.entries]


def test_requests_writes_mails_and_a_calendar_and_sends_nothing(shell):
    shell.start()
    called = shell.here("requests", "--mail", "--calendar", *AS_OF, "--json")
    assert called.code == 0
    plain = json.loads(called.out)
    assert sorted(path.name for path in (shell.folder / "out").iterdir()) == sorted(
        [*(f"request-{letter['role'].replace('_', '-')}.eml" for letter in plain["letters"]), "requests.ics"]
    )
    assert kinds(shell).count("requested") == 0


def test_requests_sent_are_kept_once_and_become_findings_after_their_date(shell):
    shell.start()
    asked = shell.here("requests", "--of", "sponsor", "--sent", *AS_OF, "--json")
    assert asked.code == 0
    items = json.loads(asked.out)["letters"][0]["items"]
    assert kinds(shell).count("requested") == len(items) > 3
    again = shell.here("requests", "--of", "sponsor", "--sent", *AS_OF)
    assert (again.code, kinds(shell).count("requested")) == (0, len(items))
    assert (f"{len(items)} items were asked" in asked.err, "0 items were asked" in again.err) == (True, True)
    late = json.loads(shell.here("plan", "--as-of", "2027-01-15", "--json").out)["actions"]
    assert len(late) == len(items)
    assert json.loads(shell.here("plan", *AS_OF, "--json").out)["actions"] == []


def test_requests_sent_needs_a_party_in_each_role(shell):
    shell.start()
    called = shell.here("requests", "--of", "finance", "--sent", *AS_OF)
    assert (called.code, "CM185" in called.err) == (5, True)
    assert "requested" not in kinds(shell)


def test_plan_is_written_as_csv_or_xlsx_and_nothing_else(shell):
    shell.start()
    for name, code in (("plan.csv", 0), ("plan.xlsx", 0), ("plan.txt", 2)):
        called = shell.here("plan", "-o", shell.folder / name, "--for", "jira", *AS_OF)
        assert called.code == code
        assert (shell.folder / name).exists() is (code == 0)
    assert shell.here("plan", "-o", shell.folder / "plan.csv", *AS_OF).code == 5


def test_advice_names_conditions_and_the_outline_for_the_pms_role(shell):
    shell.start("--pm-role", "paired")
    called = shell.here("advice", "--communication", *AS_OF, "--json")
    plain = json.loads(called.out)
    assert plain["advice"] == "not_yet"
    assert "no_judgement" in plain["grounds"]
    assert any(condition["question"] == "authority.appointment" for condition in plain["conditions"])
    assert "client's PM" in plain["outline"][1]
    shown = shell.here("advice", *AS_OF).out
    assert "No advice yet" in shown
    assert "- Send the manager a draft appointment" in shown
    assert "- To be ruled out: The complete signed contract is not at hand." in shown
    assert "?" not in shown
