"""Half-said things of a question: typed text, words and evidence that wait for their answer, texts of a talk cut short.

And who was speaking, so that the next sitting goes on with them. The record cannot tell: what was imported or given by
a command in between is somebody's statement too, and none of that sitting.

A draft is written as one small JSON text, so that whoever keeps it (a file beside the record, not part of it) need not
know what is in it. A draft that cannot be read is an empty one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields

from takeover.interview.acts import Offered
from takeover.interview.pages import Voice
from takeover.record.kinds import Grade
from takeover.record.situation import Party
from takeover.values import Method

_VOICE = "=voice"
"""Under this name lies who was speaking; no question is called so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What waits for an answer; `half` are the texts of talks that were left, by talk and step (``note.text``)."""

    typed: str = ""
    words: str = ""
    evidence: tuple[Offered, ...] = ()
    half: tuple[tuple[str, str], ...] = ()

    @property
    def is_bare(self) -> bool:
        """Tell whether neither words nor evidence wait."""
        return not self.words and not self.evidence


def _no_text(_question: str) -> str:
    return ""


def _keep_nothing(_question: str, _text: str) -> None:
    """Keep no draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafts:
    """Where drafts lie: `load` and `save` by question id; an empty text means that there is none."""

    load: Callable[[str], str] = _no_text
    save: Callable[[str, str], None] = _keep_nothing

    def read(self, question: str) -> Draft:
        """Return the draft of a question, an empty one if there is none."""
        return draft_from_text(self.load(question))

    def write(self, question: str, draft: Draft) -> None:
        """Keep the draft of a question."""
        self.save(question, draft_to_text(draft))

    def read_voice(self, parties: Mapping[str, Party]) -> Voice | None:
        """Return who was speaking when the last sitting ended; None where that is not known (any more)."""
        party, _, method = self.load(_VOICE).partition(" ")
        return Voice(party=party, method=Method(method)) if party in parties and method in set(Method) else None

    def write_voice(self, voice: Voice) -> None:
        """Keep who is speaking."""
        self.save(_VOICE, f"{voice.party} {voice.method}")


NO_DRAFTS = Drafts()
"""Half-said things are lost with the process."""


def draft_to_text(draft: Draft) -> str:
    """Write a draft as text, an empty draft as nothing."""
    if draft == Draft():
        return ""
    evidence = [{name: str(value) for name, value in asdict(offered).items() if value} for offered in draft.evidence]
    texts = {"typed": draft.typed, "words": draft.words, "half": dict(draft.half)}
    return json.dumps(texts | {"evidence": evidence}, ensure_ascii=False)


def draft_from_text(text: str) -> Draft:
    """Read a draft; anything else is an empty one."""
    try:
        plain = json.loads(text)
        evidence = tuple(_read_offered(item) for item in plain["evidence"])
        half = tuple((str(name), str(text)) for name, text in plain.get("half", {}).items())
        return Draft(typed=str(plain["typed"]), words=str(plain["words"]), evidence=evidence, half=half)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Draft()


def _read_offered(plain: dict[str, str]) -> Offered:
    texts = {entry.name: str(plain.get(entry.name, "")) for entry in fields(Offered)}
    dated = texts.pop("dated")
    grade = texts.pop("grade")
    return Offered(grade=Grade(grade), dated=dt.date.fromisoformat(dated) if dated else None, **texts)
