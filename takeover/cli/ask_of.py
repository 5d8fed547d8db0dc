"""`takeover ask --of PARTY`: one sitting with one person: their sheet, their questions, read-back notes."""

from __future__ import annotations

from takeover.calendars import add_working_days
from takeover.catalogues import load_catalogue
from takeover.checklist.roles import roles_to_ask
from takeover.cli.ask import rank_questions, sit, sit_until
from takeover.cli.desk import Desk
from takeover.cli.files import write_result
from takeover.cli.folder import Takeover, choose_as_of, choose_document_language, days_off_from
from takeover.errors import OutsideFailure, UsageError
from takeover.interview.acts import PartyNamed
from takeover.interview.navigator import Navigator, Scope, start_in_scope, start_ranked
from takeover.interview.pages import Voice, party_name
from takeover.interview.prompts import FrontEnd, Said, Type
from takeover.interview.read_back import DAYS_TO_CORRECT, ReadBack, levels_for, list_read_back, write_read_back
from takeover.interview.session import Ended, Manner, Outcome
from takeover.record.situation import Party
from takeover.roles import name_role
from takeover.values import Method, Role


def ask_one_person(desk: Desk, takeover: Takeover, front: FrontEnd, named: str, minutes: int | None) -> Outcome:
    """Write the sheet, go through one person's questions, write the notes."""
    party = find_party(takeover, named)
    hand_out_sheet(desk, takeover, party)
    party = name_party(desk, takeover, front, party)
    navigator = begin(takeover, party, minutes)
    if navigator.current() is None:
        desk.say("cli.ask.of.none", party=party_name(party, desk.catalogue))
        return Outcome(ended=Ended.FINISHED, navigator=navigator, kept=0)
    manner = Manner(voice=Voice(party=party.id, method=Method.INTERVIEW))
    if minutes:
        outcome = sit_until(desk, takeover, front, navigator, minutes, manner)
    else:
        outcome = sit(desk, takeover, front, navigator, manner)
    write_notes(desk, takeover, party)
    return outcome


def find_party(takeover: Takeover, named: str) -> Party:
    """Find a party by key or role; a role that nobody is named in yet is named.

    Raises:
        UsageError: neither a key of this takeover nor a role.
    """
    known = takeover.situation.party_called(named)
    if known is None and named in set(Role):
        known = takeover.situation.party_in(Role(named))
        if known is None:
            takeover.keep(PartyNamed(role=Role(named)))
            known = takeover.situation.party_called(named)
    if known is None:
        keys = ", ".join(party.key for party in takeover.situation.parties.values())
        raise UsageError("CM231", party=named, known=keys)
    return known


def name_party(desk: Desk, takeover: Takeover, front: FrontEnd, party: Party) -> Party:
    """Ask what a party is called where the record does not know; it may stay open."""
    if party.name:
        return party
    role = name_role(party.role, desk.catalogue)
    reply = front.ask(Type(title=desk.text("cli.ask.of.name", role=role), verbs=()))
    if isinstance(reply, Said) and reply.value.strip():
        takeover.keep(PartyNamed(role=party.role, key=party.key, name=reply.value))
        return takeover.situation.parties[party.id]
    return party


def begin(takeover: Takeover, party: Party, minutes: int | None) -> Navigator:
    """Begin with what this person is asked and may hear, and has not said yet."""
    checklist, situation = takeover.checklist, takeover.situation
    levels = levels_for(party.side)
    asked = (
        question.id
        for question in checklist.questions
        if party.role in roles_to_ask(question, situation.settings) and question.sharing in levels
    )
    compared = frozenset(question.id for question in checklist.questions if question.ask_all)
    scope = Scope(questions=frozenset(asked), party=party.id, compared=compared)
    if minutes:
        return start_ranked(checklist, situation, rank_questions(takeover), scope)
    return start_in_scope(checklist, situation, scope)


def hand_out_sheet(desk: Desk, takeover: Takeover, party: Party) -> None:
    """Say where the person's sheet lies; write it where it does not lie there yet."""
    from takeover.cli.checklist.print import write_sheet

    if party.role is Role.INCOMING_PM:
        return
    stem = takeover.out / f"sheet-{party.role.value}"
    file = next((file for ending in (".pdf", ".html") if (file := stem.with_suffix(ending)).exists()), None)
    if file is None:
        desk.say("cli.ask.sheet.writing")
    try:
        desk.say("cli.ask.sheet", file=file or write_sheet(desk, takeover, party.role))
    except (UsageError, OutsideFailure) as error:
        desk.say_line(error.describe(desk.catalogue))  # a sheet that cannot be made does not stop the talk


def write_notes(desk: Desk, takeover: Takeover, party: Party) -> None:
    """Write what this person said today, to be sent and corrected; nothing said, no note."""
    language = choose_document_language(None, takeover)
    catalogue, checklist = load_catalogue(language), takeover.loaded.in_language(language)
    day = choose_as_of(None, takeover)
    said = list_read_back(takeover.situation, checklist, party, day)
    if not said:
        return
    due = add_working_days(day, DAYS_TO_CORRECT, days_off_from(day, takeover.situation))
    note = ReadBack(party=party, day=day, due=due, statements=said)
    text = write_read_back(note, takeover.situation, checklist, catalogue)
    file = takeover.out / f"read-back-{party.key}-{day.isoformat()}.md"
    write_result(file, text.encode(), force=True)
    desk.say("cli.ask.readback", file=file, due=due.isoformat())
