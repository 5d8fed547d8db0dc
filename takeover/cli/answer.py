"""`takeover answer ID VALUE --by ROLE`: keep one statement without a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from takeover.cli.desk import Desk, with_desk
from takeover.cli.folder import Takeover, open_takeover
from takeover.errors import BadInput, UsageError
from takeover.interview.acts import Answered, Offered, default_method
from takeover.interview.bodies import find_question
from takeover.interview.understand import understand
from takeover.problems import Place, Problem
from takeover.record.kinds import Grade
from takeover.values import Answer, Method, NotApplicable, Unknown, UnknownReason


@click.command("answer")
@click.argument("question")
@click.argument("value", required=False)
@click.option("--by", "party", required=True, metavar="PARTY", help="Whose statement it is: a role or a party's key.")
@click.option("--method", type=click.Choice([item.value for item in Method]), help="How it became known.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="When it was said or written.")
@click.option("--words", default="", help="The party's own words.")
@click.option(
    "--unknown", type=click.Choice([item.value for item in UnknownReason]), help="There is no answer, for this reason."
)
@click.option("--who", default="", metavar="PARTY", help="With --unknown somebody_else: who may know.")
@click.option("--not-applicable", default="", metavar="REASON", help="The question does not fit this project.")
@click.option("--second", default="", metavar="PARTY", help="With --not-applicable: who agrees.")
@click.option(
    "--file",
    "files",
    multiple=True,
    metavar="FILE",
    help="A file as evidence.",
)
@click.option("--link", "links", multiple=True, help="A link as evidence.")
@click.option("--note", "notes", multiple=True, help="A note as evidence.")
@click.option(
    "--grade",
    type=click.Choice([item.value for item in Grade]),
    default=Grade.E2.value,
    help="Evidence grade [default: E2].",
)
@click.option("--dated", type=click.DateTime(["%Y-%m-%d"]), help="Date of the evidence.")
@click.option("--place", default="", help="Page or clause in the evidence.")
@with_desk
def command(desk: Desk, *, question: str, party: str, method: str | None, **given: Any) -> None:
    """Keep the answer VALUE of a party to QUESTION, or why there is none."""
    takeover = open_takeover(desk)
    act = Answered(
        question=question,
        party=party,
        method=Method(method) if method else _usual_method(takeover, party),
        answer=_read_answer(takeover, question, given),
        words=given["words"],
        on=given["on"].date() if given["on"] else None,
        evidence=_read_evidence(given),
    )
    takeover.keep(act)
    head = takeover.store.chain.head.hex()
    desk.give(desk.text("cli.answer.kept", question=question, head=head[:12]), {"question": question, "head": head})


def _read_evidence(given: Mapping[str, Any]) -> tuple[Offered, ...]:
    common: dict[str, Any] = {
        "grade": Grade(given["grade"]),
        "dated": given["dated"].date() if given["dated"] else None,
        "place": given["place"],
    }
    return (
        *(Offered(path=path, **common) for path in given["files"]),
        *(Offered(link=link, **common) for link in given["links"]),
        *(Offered(note=note, **common) for note in given["notes"]),
    )


def _usual_method(takeover: Takeover, key: str) -> Method:
    party = takeover.situation.party_called(key)
    return default_method(party.role) if party else Method.INTERVIEW


def _read_answer(takeover: Takeover, question_id: str, given: Mapping[str, Any]) -> Answer:
    """Read the one answer that was given.

    Raises:
        UsageError: none or several were given, or there is no such question.
        BadInput: the value does not fit the question.
    """
    question = find_question(takeover.checklist, question_id)
    if sum((given["value"] is not None, given["unknown"] is not None, bool(given["not_applicable"]))) != 1:
        raise UsageError("CM014")
    if given["unknown"] is not None:
        return Unknown(reason=UnknownReason(given["unknown"]), who=given["who"])
    if given["not_applicable"]:
        return NotApplicable(reason=given["not_applicable"], second=given["second"])
    understood = understand(question, given["value"], Place(path=question_id))
    if isinstance(understood, Problem):
        raise BadInput("CM015", problems=(understood,), question=question_id)
    return understood
