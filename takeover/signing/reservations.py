"""Reservations: what a signer disputes, item by item, as the lines of the signer's own text field.

The lines are a format, not prose: people read them in any viewer, `read_reservations` reads them back, whatever
language either uses. One line a reservation, numbered per signer:

    R1 F-07: disputed …; own version …; wish … by 2026-12-01; evidence sha256:…
    R1 F-07：异议 …；己方说法 …；希望 …，期限 2026-12-01；证据 sha256:…

Only what is disputed must be there; a general reservation has no item. What a person typed in a viewer and does not
follow the format is read as a general reservation in that person's words: nothing is lost.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from takeover.errors import BadInput
from takeover.values import read_date, tidy_text

NO_RESERVATIONS = "No reservations. / 无保留意见。"
_NONE = frozenset({NO_RESERVATIONS.casefold(), "no reservations", "none", "无", "无保留意见"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What is disputed on which item (empty: in general), with own version, wish, deadline and evidence if given."""

    disputed: str
    item: str = ""
    own_version: str = ""
    wish: str = ""
    due: dt.date | None = None
    evidence_sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    colon: str
    disputed: str
    own_version: str
    wish: str
    due: str
    evidence: str


_ENGLISH = _Words(
    colon=": ",
    disputed="disputed ",
    own_version="; own version ",
    wish="; wish ",
    due=" by ",
    evidence="; evidence ",
)
_CHINESE = _Words(
    colon="：",
    disputed="异议 ",
    own_version="；己方说法 ",
    wish="；希望 ",
    due="，期限 ",
    evidence="；证据 ",
)
_START = re.compile(r"(?P<number>R[1-9][0-9]{0,3})\b(?: (?P<item>[^\s:：;；]+))?")
_SHA256 = re.compile("[0-9a-f]{64}")


def write_reservations(reservations: Sequence[Reservation], language: str) -> str:
    """Write the text of a signer's field; never empty.

    Raises:
        BadInput: a reservation could not be read back as it was meant (SG030).
    """
    if not reservations:
        return NO_RESERVATIONS
    words = _CHINESE if language == "zh-Hans" else _ENGLISH
    tidied = tuple(_tidy(reservation) for reservation in reservations)
    for number, reservation in enumerate(tidied, 1):
        if read_reservations(_write_line(number, reservation, words)) != (reservation,):
            raise BadInput("SG030", number=f"R{number}")
    return "\n".join(_write_line(number, reservation, words) for number, reservation in enumerate(tidied, 1))


def read_reservations(text: str) -> tuple[Reservation, ...]:
    """Read the text of a signer's field back, in the order of its lines."""
    return tuple(_read_line(line) for line in _split_lines(text))


def number_reservations(text: str) -> tuple[tuple[str, Reservation], ...]:
    """Read the text of a signer's field back, each reservation with the number of its line (R1).

    A line that carries none, or one that an earlier line has, gets the lowest number that is free.
    """
    lines = _split_lines(text)
    carried = [match["number"] if (match := _START.match(line)) else "" for line in lines]
    typed = [number if number not in carried[:place] else "" for place, number in enumerate(carried)]
    free = (number for index in count(1) if (number := f"R{index}") not in typed)
    return tuple((number or next(free), _read_line(line)) for number, line in zip(typed, lines, strict=True))


def _split_lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line and not _says_none(line)]


def _says_none(line: str) -> bool:
    """Tell whether a line says that there are none, as we write it or as people type it."""
    return line.casefold() in _NONE or line.casefold().rstrip(".。") in _NONE


def _tidy(reservation: Reservation) -> Reservation:
    """Make every text one line without odd characters, as it stands in the field."""
    return Reservation(
        disputed=_one_line(reservation.disputed),
        item=_one_line(reservation.item),
        own_version=_one_line(reservation.own_version),
        wish=_one_line(reservation.wish),
        due=reservation.due,
        evidence_sha256=_one_line(reservation.evidence_sha256),
    )


def _one_line(text: str) -> str:
    return " ".join(tidy_text(text).split())


def _write_line(number: int, reservation: Reservation, words: _Words) -> str:
    line = f"R{number}{' ' if reservation.item else ''}{reservation.item}{words.colon}"
    line += words.disputed + reservation.disputed
    if reservation.own_version:
        line += words.own_version + reservation.own_version
    if reservation.wish:
        line += words.wish + reservation.wish
    if reservation.due:
        line += words.due + reservation.due.isoformat()
    if reservation.evidence_sha256:
        line += f"{words.evidence}sha256:{reservation.evidence_sha256}"
    return line


def _read_line(line: str) -> Reservation:
    for words in (_ENGLISH, _CHINESE):
        start = _START.match(line)
        opening = words.colon + words.disputed
        if start and line.startswith(opening, start.end()):
            return _read_parts(start["item"] or "", line[start.end() + len(opening) :], words)
    return Reservation(disputed=line)


def _read_parts(item: str, rest: str, words: _Words) -> Reservation:
    before, _, evidence = rest.rpartition(f"{words.evidence}sha256:")
    if not before or not _SHA256.fullmatch(evidence):
        before, evidence = rest, ""
    disputed, _, wish = before.partition(words.wish)
    wished, _, due = wish.rpartition(words.due)
    deadline = _read_date(due) if wished else None
    disputed, _, own_version = disputed.partition(words.own_version)
    return Reservation(
        item=item,
        disputed=disputed,
        own_version=own_version,
        wish=wished if deadline else wish,
        due=deadline,
        evidence_sha256=evidence,
    )


def _read_date(text: str) -> dt.date | None:
    try:
        return read_date(text)
    except ValueError:
        return None
