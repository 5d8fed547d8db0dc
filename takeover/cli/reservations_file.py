"""A file of reservations: a YAML list, for those who have more to say than fits a command line.

- item: F-07
disputed: The date in the contract is 30 September.
own_version: ...      # the rest may be left out
wish: ...
due: 2026-12-01
evidence: letter.pdf  # its SHA-256 goes into the reservation
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from takeover.checklist.fields import Fields
from takeover.checklist.files import Seq, load_yaml
from takeover.cli.files import read_file
from takeover.errors import BadInput
from takeover.problems import Problem, has_errors
from takeover.record.evidence import measure_file
from takeover.signing.reservations import Reservation
from takeover.values import read_date


def read_reservations_file(file: Path) -> tuple[Reservation, ...]:
    """Read a file of reservations.

    Raises:
        BadInput: it cannot be read, or has mistakes (all in the exception).
    """
    node, found = load_yaml(read_file(file), file.name)
    problems = list(found)
    if node is not None and not isinstance(node, Seq):
        problems.append(Problem(code="CL013", place=node.place, details={"expected": "list"}))
    items = node.items if isinstance(node, Seq) else ()
    reservations = tuple(_read(Fields(item, problems), file.parent) for item in items)
    if has_errors(problems):
        raise BadInput("CM043", problems=tuple(problems), file=file)
    return reservations


def _read(fields: Fields, folder: Path) -> Reservation:
    evidence = fields.text("evidence")
    reservation = Reservation(
        disputed=fields.text("disputed", required=True),
        item=fields.text("item"),
        own_version=fields.text("own_version"),
        wish=fields.text("wish"),
        due=_read_due(fields),
        evidence_sha256=measure_file(folder / evidence).sha256 if evidence else "",
    )
    fields.refuse_others()
    return reservation


def _read_due(fields: Fields) -> dt.date | None:
    text = fields.text("due")
    try:
        return read_date(text) if text else None
    except ValueError:
        fields.report("CL015", fields.place_of("due"), value=text)
        return None
