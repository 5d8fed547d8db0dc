"""Requests as letters: nothing that the reader may not see, and files that mail and calendar programs read."""

from __future__ import annotations

import datetime as dt
from email import message_from_bytes
from email.policy import default

import pytest
from icalendar import Calendar

from takeover.baseline.freeze import draw_up
from takeover.baseline.model import EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.checklist.library import load_checklist
from takeover.report.letters import MOST_ITEMS, Letter, encode_calendar, encode_mail, write_letters
from takeover.report.outside import OUTSIDE_ROLES
from takeover.values import Level, Role
from tests.builders import AS_OF, RecordBuilder

NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
SETTINGS = {"engagement": "client", "project": "Warehouse", "team": "yes", "predecessor": "yes", "live_system": "yes"}
LIST = load_checklist()
COMPARED = {question.id for question in LIST.in_language("en").questions if question.ask_all}


def letters(language: str = "en", record: RecordBuilder | None = None, *, whole: bool = True) -> tuple[Letter, ...]:
    draft = draw_up(
        (record or RecordBuilder(SETTINGS)).chain(),
        LIST.in_language(language),
        edition=EditionName.INTERNAL,
        as_of=AS_OF,
        days_off=list_weekends(AS_OF),
    )
    return write_letters(draft, load_catalogue(language), whole=whole)


@pytest.mark.parametrize("language", LANGUAGES)
def test_outsiders_are_asked_nothing_that_is_not_shared_and_nobody_reads_why(language):
    checklist = LIST.in_language(language)
    found = letters(language)
    assert {Role.CLIENT, Role.SPONSOR} <= {letter.role for letter in found}
    for letter in found:
        for item in letter.items:
            question = checklist.question(item.question)
            assert question is not None
            assert letter.role not in OUTSIDE_ROLES or question.sharing is Level.SHARED
            for hidden in (question.why, question.finding, question.action.text, question.help):
                assert not hidden or hidden not in letter.body
            assert question.text in letter.body


def test_the_incoming_pm_gets_no_letter_and_no_request_is_lost_but_the_withheld():
    found = letters()
    assert Role.INCOMING_PM not in {letter.role for letter in found}
    numbers = [item.number for letter in found for item in letter.items]
    assert len(numbers) == len(set(numbers)) > 60


def test_items_stand_by_due_date_and_the_subject_names_the_first():
    for letter in letters():
        days = [item.due for item in letter.items]
        assert days == sorted(days)
        assert letter.due == days[0]
        assert "Warehouse" in letter.subject
        assert str(letter.due.year) in letter.subject


def test_a_question_that_depends_on_what_nobody_has_said_names_its_condition():
    open_ = {item.question: item.text for letter in letters() for item in letter.items}
    assert open_["contract.loss-limit"].startswith("Only if the project was taken on at little or no profit")
    known = letters(record=RecordBuilder(SETTINGS | {"foothold": "yes"}))
    told = {item.question: item.text for letter in known for item in letter.items}
    assert told["contract.loss-limit"].startswith("For this foothold project")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_holds_the_open_stop_lines_and_what_moves_most_and_counts_the_rest(language):
    checklist = LIST.in_language(language)
    for short, full in zip(letters(language, whole=False), letters(language), strict=True):
        stops = [item for item in full.items if checklist.question(item.question).stop_line]
        assert short.items == full.items[: max(MOST_ITEMS, len(stops))]
        assert list(short.items[: len(stops)]) == stops
        assert (short.left, full.left) == (len(full.items) - len(short.items), 0)
        assert (load_catalogue(language).text("report.letter.more", count=short.left) in short.body) is bool(short.left)
    assert sum(letter.left for letter in letters(language, whole=False)) > 20


def test_nobody_is_asked_to_compare_people():
    assert not {item.question for letter in letters() for item in letter.items} & COMPARED


def test_a_name_is_greeted_and_a_role_without_a_name_like_a_person():
    record = RecordBuilder(SETTINGS)
    from takeover.record import kinds

    record.add(kinds.party_named(record.stamp(Level.SHARED), party="sponsor1", name="the head of logistics"))
    by_role = {letter.role: letter for letter in letters(record=record)}
    assert by_role[Role.SPONSOR].body.startswith("Dear the head of logistics,")
    assert by_role[Role.FINANCE].party is None
    assert by_role[Role.FINANCE].body.startswith("Dear colleague,")
    assert by_role[Role.CLIENT].body.startswith("Dear Sir or Madam,")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_reads_back_whole_and_opens_as_a_draft(language):
    for letter in letters(language):
        mail = message_from_bytes(encode_mail(letter, language=language, written_at=NOW), policy=default)
        body = mail.get_body()
        assert body is not None
        assert body.get_content().replace("\r\n", "\n") == letter.body
        assert mail["Subject"] == letter.subject
        assert mail["X-Unsent"] == "1"
        assert mail["Content-Language"] == language
        assert (mail["From"], mail["To"]) == (None, None)


def test_a_project_name_cannot_add_headers():
    record = RecordBuilder(SETTINGS | {"project": "A\nBcc: everybody@example.org"})
    mail = message_from_bytes(encode_mail(letters(record=record)[0], language="en", written_at=NOW), policy=default)
    assert mail["Bcc"] is None
    assert "everybody@example.org" in mail["Subject"]


def test_the_calendar_has_an_event_for_each_role_and_day_with_all_items():
    found = letters()
    data = encode_calendar(found, load_catalogue("en"), takeover="ab" * 32, written_at=NOW)
    events = Calendar.from_ical(data).walk("VEVENT")
    days = {(letter.role, item.due) for letter in found for item in letter.items}
    assert len(events) == len(days) == len({str(event["uid"]) for event in events})
    assert {event.decoded("dtstart") for event in events} == {day for _, day in days}
    texts = "\n".join(str(event["description"]) for event in events)
    assert all(item.text in texts for letter in found for item in letter.items)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data == encode_calendar(found, load_catalogue("en"), takeover="ab" * 32, written_at=NOW)
