"""An open takeover: its record and its checklist, and how acts are kept in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from takeover import __version__
from takeover.calendars import list_days_off
from takeover.checklist.compiled import Loaded
from takeover.checklist.model import Checklist
from takeover.cli import clock
from takeover.cli.desk import Desk
from takeover.cli.pinned import open_list
from takeover.cli.unreadable import describe_unreadable
from takeover.errors import Refused, TakeoverError, UsageError
from takeover.interview.acts import Act, PartyNamed, files_of
from takeover.interview.bodies import bodies_of
from takeover.record.chain import Entry
from takeover.record.evidence import keep_file, measure_file
from takeover.record.kinds import Evidence, Grade
from takeover.record.situation import Situation, fold_entries
from takeover.record.store import RecordStore, open_record
from takeover.values import Role

if TYPE_CHECKING:
    from takeover.baseline.model import Baseline

TOOL = f"takeover/{__version__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeoverFolder:
    """A takeover's folder with its record: all that the acts about a sealed baseline need."""

    store: RecordStore
    language: str

    @property
    def situation(self) -> Situation:
        """The record as it stands."""
        return self.store.situation

    @property
    def out(self) -> Path:
        """The folder of reports."""
        folder = self.store.folder / "out"
        folder.mkdir(exist_ok=True)
        return folder

    @property
    def writer(self) -> str:
        """The party that writes: the incoming PM."""
        party = self.situation.party_in(Role.INCOMING_PM)
        if party is None:
            raise Refused("CM010", folder=self.store.folder)
        return party.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Takeover(TakeoverFolder):
    """A takeover's folder with its record and the list on which it stands."""

    loaded: Loaded

    @property
    def checklist(self) -> Checklist:
        """The checklist in the language of the terminal."""
        return self.loaded.in_language(self.language)

    def keep(self, *acts: Act) -> Situation:
        """Keep acts as one line, durably and all or nothing; files first.

        Each is written on what those before it say: a resolution covers the statements that came in the same file.
        Acts that say nothing new leave the record as it is.
        """
        return self._keep(acts, self.writer)

    def open_with(self, pm: PartyNamed, acts: Sequence[Act]) -> Situation:
        """Keep the first acts: who writes, the setting, the parties."""
        return self._keep((pm, *acts), pm.id)

    def _keep(self, acts: Sequence[Act], by: str) -> Situation:
        offered = {path: copied for act in acts for path, copied in files_of(act).items()}
        kept = {
            path: keep_evidence(self.store.folder, path) if copied else refer_to(path)
            for path, copied in offered.items()
        }
        at, new_ids = clock.write_timestamp(clock.now()), clock.new_ids()
        written: tuple[Entry, ...] = ()
        for act in acts:
            bodies = bodies_of(
                act,
                checklist=self.checklist,
                checklist_sha256=self.loaded.sha256,
                situation=fold_entries((*self.store.chain.entries, *written)) if written else self.situation,
                at=at,
                by=by,
                new_ids=new_ids,
                kept=kept,
            )
            written += self.store.commit(bodies)
        if written:
            self.store.append([entry.body or {} for entry in written], salts=[bytes.fromhex(e.salt) for e in written])
        return self.situation


def keep_evidence(folder: Path, path: str) -> Evidence:
    """Keep a file and describe it; its grade is set by the act that offers it."""
    found = keep_file(folder, Path(path))
    return Evidence(
        grade=Grade.E0,
        sha256=found.sha256,
        bytes=found.bytes,
        media=found.media,
        title=Path(path).name,
        kept=True,
    )


def refer_to(path: str) -> Evidence:
    """Describe a file that is not copied; its grade is set by the act that offers it."""
    found = measure_file(Path(path))
    return Evidence(grade=Grade.E0, sha256=found.sha256, bytes=found.bytes, media=found.media, title=Path(path).name)


def open_store(desk: Desk) -> RecordStore:
    """Open the record of the desk's folder.

    Raises:
        UsageError: there is none; CM304 where a start was begun there and not finished.
    """
    try:
        return open_record(desk.folder, machine=clock.machine_id(), salt=clock.new_salt)
    except UsageError as error:
        from takeover.cli.drafts import START_DRAFT, keep_drafts  # the pages of the interview come with it

        if keep_drafts(desk.folder).load(START_DRAFT):
            raise UsageError("CM304", folder=desk.folder) from error
        raise


def open_takeover(desk: Desk, wanted: str = "") -> Takeover:
    """Open the takeover of the desk's folder with its list; what was repaired or is damaged is said.

    `wanted` names a list by file or id, for a takeover that has none of its own yet.
    """
    store = _open_and_tell(desk)
    loaded = open_list(desk, store.folder, store.situation, wanted)
    return Takeover(store=store, loaded=loaded, language=desk.catalogue.language)


def open_for_signoff(desk: Desk) -> TakeoverFolder:
    """Open the takeover of the desk's folder for what parties do with a sealed baseline, which has its list inside.

    A list that is damaged, or does not fit the record, is said and is not in the way.
    """
    store = _open_and_tell(desk)
    try:
        open_list(desk, store.folder, store.situation)
    except TakeoverError as error:
        desk.say("cli.signoff.without_list", reason=error.describe(desk.catalogue))
    return TakeoverFolder(store=store, language=desk.catalogue.language)


def _open_and_tell(desk: Desk) -> RecordStore:
    """Open the record and say what was repaired or is damaged."""
    store = open_store(desk)
    store.complete = desk.force
    if desk.verbose:
        desk.say("cli.status.record", lines=store.chain.lines, head=store.chain.head.hex())
    if damage := store.chain.damage:
        desk.say("cli.damaged", line=damage.line, intact=damage.line - 1)
    if store.chain.torn:
        desk.say("cli.torn", bytes=store.chain.torn)
    if store.situation.unknown_kinds:
        desk.say("cli.newer", kinds=", ".join(store.situation.unknown_kinds))
    for line in describe_unreadable(desk, store.situation):
        desk.say_line(line)
    return store


def choose_as_of(given: dt.datetime | None, takeover: Takeover) -> dt.date:
    """Return the day of the judgement: as given, or today in the takeover's time zone."""
    if given:
        return given.date()
    opened = takeover.situation.opened
    return clock.today(opened.zone if opened else "UTC")


def days_off_from(as_of: dt.date, situation: Situation) -> tuple[dt.date, ...]:
    """List the days off that due dates from this day on leave out: weekends, and the takeover's public holidays."""
    return list_days_off(as_of, situation.settings.get("holidays", ""))


def draw_internal(takeover: Takeover, day: dt.date, *, days_off: tuple[dt.date, ...], language: str = "") -> Baseline:
    """Draw up the internal edition as it stands: all that is not private, judged as of a day.

    Without a language it is that of the terminal.
    """
    from takeover.baseline.freeze import draw_up
    from takeover.baseline.model import EditionName

    checklist = takeover.loaded.in_language(language or takeover.language)
    return draw_up(takeover.store.chain, checklist, edition=EditionName.INTERNAL, as_of=day, days_off=days_off)


def choose_document_language(given: str | None, takeover: Takeover) -> str:
    """Return the language of a document: as given, or that of the takeover."""
    from takeover.catalogues import match_language

    opened = takeover.situation.opened
    return match_language(given or (opened.language if opened else "en"))
