"""How things are said in a report: roles, answers, grades, states and lights as words of one language.

A `Wording` carries the language, so that nothing depends on the state of the process. Text that people typed passes
`tidy`: characters that cannot be seen, or that turn the direction of what follows, would let a signed page say one
thing and mean another; the file attached to the report keeps every one of them.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from takeover.assessment.model import (
    Assessed,
    Confidence,
    DimensionResult,
    Light,
    Readiness,
    State,
    StopState,
    Verdict,
    Word,
)
from takeover.catalogues import Catalogue, split_languages
from takeover.checklist.model import Column, Question, QuestionType
from takeover.record.situation import Note, Party, Statement
from takeover.report.numbers import round_half_up, show_date, show_decimal, show_money, show_percent
from takeover.report.pairs import pair
from takeover.report.view.model import Mark
from takeover.roles import title_role
from takeover.values import (
    Answer,
    Code,
    Date,
    Money,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Role,
    Text,
    Unknown,
)

_SHAPES = {
    Light.RED: "■",
    Light.AMBER_RED: "■▲",
    Light.AMBER: "▲",
    Light.AMBER_GREEN: "▲●",
    Light.GREEN: "●",
}
_TONES = {
    Light.RED: "red",
    Light.AMBER_RED: "red",
    Light.AMBER: "amber",
    Light.AMBER_GREEN: "amber",
    Light.GREEN: "green",
}
_VERDICT_LIGHTS = {Verdict.READY: Light.GREEN, Verdict.WITH_CONDITIONS: Light.AMBER, Verdict.NOT_READY: Light.RED}
_OPEN_SHAPE = "○"
_DISPUTED_SHAPE = "◇"
_NO_SHAPE = "–"
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn the direction of text (Unicode UAX 9)."""


def tidy(text: str) -> str:
    """Make typed text safe to print: invisible characters go, those that turn its direction are named."""
    return "".join(_tidy_character(character) for character in text.replace("\r\n", "\n"))


def _tidy_character(character: str) -> str:
    if character == "\n":
        return character
    if character in _TURNING:
        return f"[U+{ord(character):04X}]"
    category = unicodedata.category(character)
    if category in ("Zs", "Zl", "Zp") or character == "\t":
        return "\u3000" if character == "\u3000" else " "
    if category == "Cf":
        return ""
    return f"[U+{ord(character):04X}]" if category in ("Cc", "Cs", "Co", "Cn") else character


def shorten(text: str, width: int) -> str:
    """Cut a text for a running header: at most `width` columns, a Chinese character counting two."""
    used = 0
    kept: list[str] = []
    for character in " ".join(text.split()):
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > width:
            return "".join(kept).rstrip() + "..."
        kept.append(character)
    return "".join(kept)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language, with the zone in which times are read as dates."""

    catalogue: Catalogue
    zone: str = "UTC"

    @property
    def language(self) -> str:
        """The tag of the language by which dates and numbers go: of two languages the leading one."""
        return split_languages(self.catalogue.language)[0]

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the report's catalogue; the key is given without ``report.``.

        A date inside is written as the language of the sentence writes it: of two languages each has its own.
        """
        shown = {name: self._in_each(one) if isinstance(one, dt.date) else one for name, one in values.items()}
        return self.catalogue.text(f"report.{key}", **shown)

    def _in_each(self, date: dt.date) -> str:
        shown = [show_date(date, language) for language in split_languages(self.catalogue.language)]
        return pair(shown[0], shown[-1])

    def join(self, parts: tuple[str, ...]) -> str:
        """Join texts as a list inside a line."""
        return self.catalogue.join(parts)

    def date(self, date: dt.date) -> str:
        """Write a date that stands alone; inside a sentence `say` takes the date itself."""
        return show_date(date, self.language)

    def day_of(self, at: str) -> str:
        """Write the local date of a UTC time, standing alone."""
        return self.date(self.local_day(at))

    def local_day(self, at: str) -> dt.date:
        """Tell the local date of a UTC time."""
        try:
            zone: dt.tzinfo = ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError):
            zone = dt.UTC
        return dt.datetime.fromisoformat(at).astimezone(zone).date()

    def note(self, note: Note) -> str:
        """Write a note behind its day; in two languages its text stands once, as it was typed."""
        return self.say("question.note", day=self.local_day(note.at)) + tidy(note.text)

    def date_text(self, text: str) -> str:
        """Write a setting that should be a date; where it is none, as it was typed."""
        try:
            return self.date(dt.date.fromisoformat(text[:10])) + tidy(text[10:].replace("T", " "))
        except ValueError:
            return tidy(text)

    def points(self, value: Fraction, places: int = 0) -> str:
        """Write a number of points, rounded half up."""
        return show_decimal(round_half_up(value, places), self.language)

    def role(self, role: Role) -> str:
        """Name a role."""
        return title_role(role, self.catalogue)

    def party(self, party: Party | None) -> tuple[str, str]:
        """Name a party: role, and name with organisation (may be empty)."""
        if party is None:
            return self.say("party.unnamed"), ""
        return self.role(party.role), self.join((tidy(party.name), tidy(party.organisation)))

    def day(self, statement: Statement) -> str:
        """Write the date of a statement, standing alone."""
        return self.date(self.said_on(statement))

    def said_on(self, statement: Statement) -> dt.date:
        """Tell the date of a statement: when it was made, else when it was written down."""
        return statement.on or self.local_day(statement.at)

    def answer(self, answer: Answer, question: Question | None, parties: dict[str, Party]) -> str:
        """Write an answer in words."""
        match answer:
            case Code(code=code):
                return self.code(code, question)
            case Number(value=value, unit=unit):
                return self.number(value, unit or (question.unit if question else ""))
            case Percent(value=value):
                return show_percent(value, self.language)
            case Money():
                return show_money(answer, self.language)
            case Date(value=date):
                return self.date(date)
            case Text(value=text):
                return tidy(text)
            case Nothing():
                return self.say("answer.nothing")
            case Unknown(reason=reason, who=who):
                role, name = self.party(parties.get(who)) if who else ("", "")
                return self.say(f"unknown.{reason.value}", who=self.join((role, name)) or self.say("party.unnamed"))
            case NotApplicable(reason=reason):
                return self.say("answer.not_applicable", reason=tidy(reason))

    def number(self, value: Decimal, unit: str) -> str:
        """Write a number with its unit; units that the catalogue knows are translated."""
        key = f"unit.{unit}"
        known = self.catalogue.has(f"report.{key}")
        shown = self.say(key) if known else tidy(unit)
        return f"{show_decimal(value, self.language)} {shown}".strip()

    def code(self, code: str, question: Question | None) -> str:
        """Write a code: the choice's own text, or a grade."""
        choices = question.choices if question else ()
        if found := next((choice.text for choice in choices if choice.code == code), None):
            return found
        key = f"grade.{code}"
        return self.say(key) if self.catalogue.has(f"report.{key}") else tidy(code)

    def cell(self, value: str | Money, column: Column) -> str:
        """Write a register's cell; what does not fit its column's type is shown as it was recorded."""
        if isinstance(value, Money):
            return show_money(value, self.language)
        try:
            match column.type:
                case QuestionType.DATE:
                    return self.date(dt.date.fromisoformat(value)) if value else ""
                case QuestionType.PERCENT:
                    return show_percent(Decimal(value), self.language) if value else ""
                case QuestionType.NUMBER:
                    return show_decimal(Decimal(value), self.language) if value else ""
                case QuestionType.CHOICE:
                    return next((choice.text for choice in column.choices if choice.code == value), tidy(value))
                case _:
                    return tidy(value)
        except (ValueError, ArithmeticError):
            return tidy(value)

    def light(self, light: Light) -> Mark:
        """A light as shape, word and tone."""
        return Mark(shape=_SHAPES[light], word=self.say(f"light.{light.name.lower()}"), tone=_TONES[light])

    def confidence(self, confidence: Confidence) -> str:
        """Both worlds in one phrase; one word where they agree."""
        worst, best = self.light(confidence.worst).word, self.light(confidence.best).word
        return worst if worst == best else self.say("range", worst=worst, best=best)

    def dimension(self, result: DimensionResult) -> Mark:
        """The one word of a dimension."""
        if result.worst is None or result.best is None:
            return Mark(shape=_NO_SHAPE, word=self.say("word.not_applicable"), tone="none")
        worst, best = self.light(result.worst), self.light(result.best)
        pair = worst.word if worst == best else self.say("range", worst=worst.word, best=best.word)
        match result.word:
            case Word.RED | Word.AMBER | Word.GREEN:
                return worst
            case Word.PAIR:
                return Mark(shape=worst.shape + best.shape, word=pair, tone=worst.tone)
            case Word.RED_CONFIRMED:
                return Mark(shape=worst.shape, word=self.say("word.red_confirmed"), tone="red")
            case Word.NOT_ESTABLISHED:
                return Mark(shape=_OPEN_SHAPE, word=self.say("word.not_established", pair=pair), tone="open")
            case Word.NOT_APPLICABLE:
                return Mark(shape=_NO_SHAPE, word=self.say("word.not_applicable"), tone="none")

    def state(self, assessed: Assessed) -> Mark:
        """What is known of a question: how good, and how sure."""
        how = self.say(f"state.{assessed.state.value}")
        match assessed.state:
            case State.PROVEN | State.CLAIMED | State.RESOLVED:
                return self._valued(assessed, how)
            case State.DISPUTED:
                if assessed.ruled_by is not None:
                    how = self.say("state.disputed_ruled", value=self._valued(assessed, "").word)
                return Mark(shape=_DISPUTED_SHAPE, word=how, tone="open")
            case State.NOT_APPLICABLE | State.WITHHELD:
                return Mark(shape=_NO_SHAPE, word=how, tone="none")
            case State.UNKNOWN | State.NOT_ASKED:
                return Mark(shape=_OPEN_SHAPE, word=how, tone="open")

    def _valued(self, assessed: Assessed, how: str) -> Mark:
        """Good, partly or bad: the value v of the interval [v(1 - d), v + d(1 - v)] (scoring D2)."""
        sure = 1 - assessed.range.width
        value = assessed.range.lo / sure if sure else None
        if value is None:
            return Mark(shape=_OPEN_SHAPE, word=how, tone="open")
        word = self.say("value.good" if value == 1 else "value.bad" if value == 0 else "value.half")
        return self.worth(value, self.say("value.how", value=word, how=how) if how else word)

    def worth(self, value: Fraction, word: str) -> Mark:
        """What an answer is worth, 0 to 1, as shape and tone beside a word."""
        light = Light.GREEN if value == 1 else Light.RED if value == 0 else Light.AMBER
        return Mark(shape=_SHAPES[light], word=word, tone=_TONES[light])

    def readiness(self, readiness: Readiness) -> Mark:
        """Takeover readiness; not established, and in no colour, while nothing is known of an open precondition."""
        if readiness.verdict is Verdict.WITH_CONDITIONS and not readiness.is_established:
            word = self.say("verdict.not_established", count=len(readiness.stop_lines))
            return Mark(shape=_OPEN_SHAPE, word=word, tone="open")
        light = _VERDICT_LIGHTS[readiness.verdict]
        return Mark(shape=_SHAPES[light], word=self.say(f"verdict.{readiness.verdict.value}"), tone=_TONES[light])

    def stop(self, state: StopState) -> Mark:
        """The state of a stop-line."""
        shape, tone = ("■", "red") if state is StopState.CONFIRMED else (_OPEN_SHAPE, "open")
        return Mark(shape=shape, word=self.say(f"stop.{state.value}"), tone=tone)
