"""What a front end must be able to do: show a text, ask one prompt, find a file. All that is asked is built from this.

A prompt is a value; a reply is what was said, or a verb that was pressed with what stood in the field. Front ends
(`terminal`, `plain`) know keys and words; what a verb does is decided in `session` and `dialogue`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias


class Verb(StrEnum):
    """What can be done on a prompt besides answering; the value is the English command word."""

    BACK = "back"
    NEXT = "next"
    WHY = "why"
    UNKNOWN = "unknown"
    NOT_APPLICABLE = "na"
    EVIDENCE = "evidence"
    WHO = "who"
    NOTE = "note"
    JUMP = "jump"
    SEARCHED = "searched"
    OTHER = "other"
    REVIEW = "review"
    MENU = "menu"
    QUIT = "quit"
    INTERRUPT = "interrupt"


ON_QUESTION = (
    Verb.BACK,
    Verb.UNKNOWN,
    Verb.WHY,
    Verb.EVIDENCE,
    Verb.JUMP,
    Verb.NEXT,
    Verb.OTHER,
    Verb.SEARCHED,
    Verb.NOTE,
    Verb.WHO,
    Verb.NOT_APPLICABLE,
    Verb.REVIEW,
    Verb.QUIT,
)
"""The verbs of a question, most used first: a small terminal names the first ones, its menu has them all."""
ON_PAPER = (Verb.BACK, Verb.WHY, Verb.JUMP, Verb.NOTE, Verb.REVIEW, Verb.QUIT)
"""The verbs of a question that is put to a paper: nobody is there who could refuse, or know somebody who knows."""
IN_DIALOGUE = (Verb.BACK, Verb.QUIT)
"""The verbs of every smaller prompt."""


class Tone(StrEnum):
    """What a shown text is; a front end may set it off, but never by colour alone."""

    HEAD = "head"
    QUESTION = "question"
    HELP = "help"
    SAID = "said"
    NOTICE = "notice"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One thing to pick: its value, what it reads as, words or letters that mean it, and words by which it is found."""

    value: str
    text: str
    keys: tuple[str, ...] = ()
    words: str = ""


def _no_draft(_typed: str) -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick:
    """Pick one; `default` is preselected."""

    title: str
    options: tuple[Option, ...]
    default: str = ""
    verbs: tuple[Verb, ...] = IN_DIALOGUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """Pick any number; `ticked` are preselected."""

    title: str
    options: tuple[Option, ...]
    ticked: tuple[str, ...] = ()
    verbs: tuple[Verb, ...] = IN_DIALOGUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """Type a text; `path` offers file names; `typing` hears half-typed text so that it survives."""

    title: str
    default: str = ""
    path: bool = False
    typing: Callable[[str], None] = _no_draft
    verbs: tuple[Verb, ...] = IN_DIALOGUE


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Pick one of many by typing a part of it (`finding`); `default` is pointed at while nothing is typed.

    `none` is said where nothing has the words that were typed.
    """

    title: str
    options: tuple[Option, ...]
    none: str
    default: str = ""
    verbs: tuple[Verb, ...] = IN_DIALOGUE


Prompt: TypeAlias = Pick | Tick | Type | Find


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was picked, ticked or typed."""

    values: tuple[str, ...]

    @property
    def value(self) -> str:
        """The only value, empty where nothing was ticked."""
        return self.values[0] if self.values else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A verb, and what stood in the field then."""

    verb: Verb
    typed: str = ""


Reply: TypeAlias = Said | Pressed


class FrontEnd(Protocol):
    """A way to talk with a person: a terminal, a line mode, a script in a test."""

    def show(self, text: str, tone: Tone = Tone.NOTICE) -> None:
        """Show a text."""

    def ask(self, prompt: Prompt) -> Reply:
        """Ask one prompt. Interruption, hang-up and end of input come back as verbs, never as exceptions."""

    def find_file(self, typed: str) -> str:
        """Return the path of the file that was meant, empty if there is none."""
