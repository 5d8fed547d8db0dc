"""Requests as letters: one a person, as text, as e-mail (.eml), and all due dates as a calendar file (.ics).

Rules: what somebody else reads has no reason why, no weight, no finding, and no question of another level than theirs;
questions stand in the language of the letter. A letter says what is wanted, which paper would show it, and by when; it
does not say what is thought of the answer. It holds every stop-line that is open with this person and what moves most,
at most seven points unless there are more stop-lines; the rest waits for the next letter.
Leaves to others: whom to ask by when (assessment), sending, and writing files (cli).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from takeover.assessment.model import Request
from takeover.baseline.model import Baseline
from takeover.catalogues import Catalogue
from takeover.record.situation import Party
from takeover.report.open_conditions import list_open
from takeover.report.outside import OUTSIDE_ROLES
from takeover.report.view.lists import describe_asked, describe_wanted
from takeover.report.view.material import Material, gather_material
from takeover.report.wording import tidy
from takeover.values import Level, Role

MOST_ITEMS = 7
"""Points of a letter: more at once nobody answers."""
_PRODUCT = "-//takeover//requests//EN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing asked for: its number in the judgement, the question, and what would show it."""

    number: str
    question: str
    text: str
    wanted: str
    due: dt.date
    sharing: Level


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What is asked of one role: the party in it, if one is named, and the items by due date.

    `subject` and `body` are ready to send. `party` is None where nobody is named in the role yet; `left` points wait.
    """

    role: Role
    party: Party | None
    items: tuple[Item, ...]
    subject: str
    body: str
    left: int

    @property
    def due(self) -> dt.date:
        """The first day on which something is due."""
        return min(item.due for item in self.items)


def write_letters(baseline: Baseline, catalogue: Catalogue, *, whole: bool = False) -> tuple[Letter, ...]:
    """Write a letter to each role of which something is asked, in the order in which the judgement asks.

    `baseline` is the internal draft in the language of the letters; `whole` letters hold all points at once.
    """
    assessment = baseline.assessment
    if assessment is None:
        return ()
    material = gather_material(baseline, catalogue)
    grouped: dict[Role, list[Request]] = {}
    for request in assessment.requests:
        if _may_ask(material, request):
            grouped.setdefault(request.of, []).append(request)
    return tuple(_write_letter(material, role, requests, whole=whole) for role, requests in grouped.items())


def _may_ask(material: Material, request: Request) -> bool:
    """The PM writes no letter to the PM, compares people alone, and asks outsiders for nothing they may not see."""
    if request.of is Role.INCOMING_PM or material.question(request.question).ask_all:
        return False
    return request.of not in OUTSIDE_ROLES or material.question(request.question).sharing is Level.SHARED


def _write_letter(material: Material, role: Role, requests: Sequence[Request], *, whole: bool) -> Letter:
    wording = material.wording
    chosen = sorted(requests, key=lambda request: request.due)
    most = len(chosen) if whole else max(MOST_ITEMS, sum(request.stop for request in chosen))
    items = [_describe(material, request) for request in chosen[:most]]
    left = len(chosen[most:])
    party = material.baseline.situation.party_in(role)
    project = tidy(material.baseline.situation.settings.get("project", "")) or wording.say("project.unnamed")
    due = items[0].due
    lines = [_greet(material, role, party), ""]
    lines += [wording.say("letter.opening", project=project), ""]
    for item in items:
        lines += [f"{item.number}  {item.text}", f"    {item.wanted}"]
        lines += ["    " + wording.say("letter.due", day=item.due), ""]
    lines += [wording.say("letter.more", count=left), ""] if left else []
    lines += [wording.say("letter.closing"), "", wording.say("letter.signature")]
    return Letter(
        role=role,
        party=party,
        items=tuple(items),
        subject=" ".join(wording.say("letter.subject", project=project, day=due).split()),
        body="\n".join(lines) + "\n",
        left=left,
    )


def _greet(material: Material, role: Role, party: Party | None) -> str:
    """Greet by name; whoever has none is no "Dear Legal"."""
    if party and party.name:
        return material.wording.say("letter.greeting", name=tidy(party.name))
    return material.wording.say("letter.greeting.outside" if role in OUTSIDE_ROLES else "letter.greeting.own")


def _describe(material: Material, request: Request) -> Item:
    question = material.question(request.question)
    conditions = list_open(question, material.baseline.situation.settings)
    return Item(
        number=request.number,
        question=question.id,
        text=" ".join((*map(material.wording.say, conditions), tidy(describe_asked(material, question)))),
        wanted=describe_wanted(material, question, material.assessed(question.id)),
        due=request.due,
        sharing=question.sharing,
    )


def encode_mail(letter: Letter, *, language: str, written_at: dt.datetime) -> bytes:
    """Write a letter as a draft that a mail program opens; sender and address are the user's to fill in."""
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = letter.subject
    mail["Date"] = format_datetime(written_at)
    mail["X-Unsent"] = "1"  # Outlook opens it as a draft
    mail.set_content(letter.body, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = language
    return bytes(mail)


def encode_calendar(
    letters: Iterable[Letter], catalogue: Catalogue, *, takeover: str, written_at: dt.datetime
) -> bytes:
    """Write the due dates as all-day events (RFC 5545), one a role and day, each with a reminder the day before.

    `takeover` is the id of the takeover: the same request has the same UID, so a second import updates the first.
    """
    from icalendar import Alarm, Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    for letter in letters:
        for day in dict.fromkeys(item.due for item in letter.items):
            items = [item for item in letter.items if item.due == day]
            title = catalogue.text("report.letter.event", who=catalogue.text(f"role.{letter.role.value}"))
            event = Event()
            event.add("uid", f"{takeover[:16]}-{letter.role.value}-{day.isoformat()}@takeover")
            event.add("dtstamp", written_at)
            event.add("dtstart", day)
            event.add("dtend", day + dt.timedelta(days=1))
            event.add("summary", title)
            event.add("description", "\n".join(f"{item.number}  {item.text}" for item in items))
            event.add("transp", "TRANSPARENT")
            alarm = Alarm()
            alarm.add("action", "DISPLAY")
            alarm.add("description", title)
            alarm.add("trigger", dt.timedelta(days=-1))
            event.add_component(alarm)
            calendar.add_component(event)
    return bytes(calendar.to_ical())
