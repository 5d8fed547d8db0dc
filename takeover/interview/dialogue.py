"""Small talks around an answer: who speaks, why it is unknown, what proves it, a note, the menu.

A talk is a row of steps; back goes to the step before with its reply kept, and out of the talk at the first one.
Quit and interruption leave at once. Nothing here keeps anything: a talk gives values. What was typed in a talk that
was left waits in `Half` until the talk is held again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeAlias

from takeover.catalogues import Catalogue
from takeover.interview.acts import Noted, Offered, PartyNamed, default_method
from takeover.interview.pages import Voice, party_name
from takeover.interview.prompts import FrontEnd, Option, Pick, Pressed, Prompt, Reply, Said, Tick, Tone, Type, Verb
from takeover.interview.understand import understand_date
from takeover.problems import Problem
from takeover.record.kinds import Grade
from takeover.record.situation import Party
from takeover.roles import name_role
from takeover.values import Level, Method, NotApplicable, Role, Unknown, UnknownReason, tidy_text

Heard: TypeAlias = Mapping[str, tuple[str, ...]]
"""What was said so far, by the names of the steps."""
LEAVING = frozenset({Verb.QUIT, Verb.INTERRUPT})
OTHER = "other"
"""The option for a party that is not named yet."""


def _fine(_value: str) -> str:
    return ""


def _nothing_typed(_name: str) -> str:
    return ""


def _forget(_name: str, _typed: str) -> None:
    """Keep nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Half:
    """Where the texts of a talk wait, by the names of its steps, while the talk is not finished; empty = none."""

    load: Callable[[str], str] = _nothing_typed
    save: Callable[[str, str], None] = _forget


NO_HALF = Half()
"""What was typed in a talk is lost when it is left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One prompt of a talk: left out where `prompt` gives None; `check` returns what is wrong with a reply."""

    name: str
    prompt: Callable[[Heard], Prompt | None]
    check: Callable[[str], str] = _fine


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """What a talk heard; `left` is the verb that ended it early."""

    heard: Heard
    left: Verb | None = None

    def one(self, name: str) -> str:
        """Return the only reply to a step, empty if it was left out."""
        return next(iter(self.heard.get(name, ())), "")


def take_steps(
    front: FrontEnd,
    catalogue: Catalogue,
    steps: tuple[Step, ...],
    *,
    earlier: Heard = MappingProxyType({}),
    keep: Callable[[Heard], None] = lambda _heard: None,
    half: Half = NO_HALF,
) -> Talk:
    """Walk through the steps, back and forth, until the last one is answered or the talk is left.

    What was heard `earlier` is not asked again (going back still offers it); `keep` gets all that was heard after
    each answer, so that a talk that was cut off can go on there. Typed texts wait in `half` until the talk is over.
    """
    remembered = dict(earlier)
    known = set(earlier)
    trail: list[int] = []
    at = 0
    while at < len(steps):
        heard = {steps[asked].name: remembered[steps[asked].name] for asked in trail}
        step = steps[at]
        prompt = step.prompt(heard)
        if prompt is None:
            at += 1
            continue
        if step.name in known:
            known.discard(step.name)
            trail.append(at)
            at += 1
            continue
        prompt = _with_half(_with_default(prompt, remembered.get(step.name)), step.name, half)
        reply = ask_with_menu(front, catalogue, prompt)
        if isinstance(prompt, Type):
            half.save(step.name, reply.value if isinstance(reply, Said) else reply.typed)
        match reply:
            case Said(values=values):
                remembered[step.name] = values
                if wrong := step.check(reply.value):
                    front.show(wrong, Tone.ERROR)
                    continue
                trail.append(at)
                at += 1
                keep({**heard, step.name: values})
            case Pressed(verb=Verb.BACK) if trail:
                at = trail.pop()
            case Pressed(verb=verb):
                return Talk(heard=heard, left=verb)
    for step in steps:
        half.save(step.name, "")
    return Talk(heard={steps[asked].name: remembered[steps[asked].name] for asked in trail})


def _with_default(prompt: Prompt, values: tuple[str, ...] | None) -> Prompt:
    match prompt:
        case _ if values is None:
            return prompt
        case Tick():
            return replace(prompt, ticked=values)
        case _:
            return replace(prompt, default=next(iter(values), ""))


def _with_half(prompt: Prompt, name: str, half: Half) -> Prompt:
    """Let a text begin with what was half typed, and hand on what is typed."""
    if not isinstance(prompt, Type):
        return prompt
    return replace(prompt, default=prompt.default or half.load(name), typing=lambda typed: half.save(name, typed))


def ask_with_menu(front: FrontEnd, catalogue: Catalogue, prompt: Prompt) -> Reply:
    """Ask a prompt; where the menu key is pressed, show what can be done here and take that."""
    while True:
        reply = front.ask(prompt)
        if not isinstance(reply, Pressed) or reply.verb is not Verb.MENU:
            return reply
        options = tuple(Option(value=verb, text=catalogue.text(f"interview.menu.{verb}")) for verb in prompt.verbs)
        stay = Option(value=Verb.MENU, text=catalogue.text("interview.menu.stay"))
        picked = front.ask(
            Pick(title=catalogue.text("interview.menu.title"), options=(stay, *options), verbs=(Verb.BACK,))
        )
        if isinstance(picked, Pressed) and picked.verb in LEAVING:
            return picked
        if isinstance(picked, Said) and picked.value != Verb.MENU:
            return Pressed(verb=Verb(picked.value), typed=reply.typed)
        if isinstance(prompt, Type):
            prompt = replace(prompt, default=reply.typed)


def ask_who(front: FrontEnd, catalogue: Catalogue, parties: Mapping[str, Party], voice: Voice | None) -> Talk:
    """Ask whose statement it is and how it became known: `party` (an id or OTHER), `role`, `name`, `method`."""
    named = tuple(Option(value=party.id, text=party_name(party, catalogue)) for party in parties.values())
    other = Option(value=OTHER, text=catalogue.text("interview.who.other"))
    steps = (
        Step(
            name="party",
            prompt=lambda _: Pick(
                title=catalogue.text("interview.who.party"),
                options=(*named, other),
                default=voice.party if voice else "",
            ),
        ),
        *_other_party_steps(catalogue, "party"),
        Step(name="method", prompt=lambda heard: _method_prompt(catalogue, heard, parties, voice)),
    )
    return take_steps(front, catalogue, steps)


def ask_party(front: FrontEnd, catalogue: Catalogue, parties: Mapping[str, Party], title: str) -> Talk:
    """Ask for one party: `party` (an id or OTHER), `role`, `name`."""
    named = tuple(Option(value=party.id, text=party_name(party, catalogue)) for party in parties.values())
    other = Option(value=OTHER, text=catalogue.text("interview.who.other"))
    first = Step(name="party", prompt=lambda _: Pick(title=title, options=(*named, other)))
    return take_steps(front, catalogue, (first, *_other_party_steps(catalogue, "party")))


def _other_party_steps(catalogue: Catalogue, picked: str) -> tuple[Step, ...]:
    roles = tuple(Option(value=role, text=name_role(role, catalogue)) for role in Role)

    def if_other(prompt: Prompt) -> Callable[[Heard], Prompt | None]:
        return lambda heard: prompt if heard.get(picked) == (OTHER,) else None

    return (
        Step(name="role", prompt=if_other(Pick(title=catalogue.text("interview.who.role"), options=roles))),
        Step(name="name", prompt=if_other(Type(title=catalogue.text("interview.who.name")))),
    )


def _method_prompt(catalogue: Catalogue, heard: Heard, parties: Mapping[str, Party], voice: Voice | None) -> Pick:
    party = heard["party"][0]
    role = Role(heard["role"][0]) if party == OTHER else parties[party].role
    default = voice.method if voice and voice.party == party else default_method(role)
    options = tuple(Option(value=method, text=catalogue.text(f"interview.method.{method}.long")) for method in Method)
    return Pick(title=catalogue.text("interview.who.method"), options=options, default=default)


def party_from(talk: Talk, parties: Mapping[str, Party]) -> PartyNamed | None:
    """Read the party that a talk names for the first time, or None where a known one was picked.

    A second party of a role gets a key of its own (``sponsor-2``); without a name it is the one already there.
    """
    if talk.one("party") != OTHER:
        return None
    role, name = Role(talk.one("role")), tidy_text(talk.one("name"))
    same = [party for party in parties.values() if party.role is role]
    number = len(same) + 1
    return PartyNamed(role=role, key=f"{role}-{number}" if same and name else role.value, name=name)


def ask_unknown(front: FrontEnd, catalogue: Catalogue, parties: Mapping[str, Party], half: Half = NO_HALF) -> Talk:
    """Ask why it is unknown and, for "somebody else knows", who: `reason`, `party`, `role`, `name`."""
    reasons = tuple(Option(value=reason, text=catalogue.text(f"interview.reason.{reason}")) for reason in UnknownReason)
    named = tuple(Option(value=party.id, text=party_name(party, catalogue)) for party in parties.values())
    other = Option(value=OTHER, text=catalogue.text("interview.who.other"))
    somebody = Pick(title=catalogue.text("interview.unknown.who"), options=(*named, other))
    steps = (
        Step(name="reason", prompt=lambda _: Pick(title=catalogue.text("interview.unknown.reason"), options=reasons)),
        Step(
            name="party",
            prompt=lambda heard: somebody if heard["reason"] == (UnknownReason.SOMEBODY_ELSE,) else None,
        ),
        *_other_party_steps(catalogue, "party"),
    )
    return take_steps(front, catalogue, steps, half=half)


def unknown_from(talk: Talk, who: str) -> Unknown:
    """Read the answer that `ask_unknown` heard; `who` is the id or key of the party that may know."""
    reason = UnknownReason(talk.one("reason"))
    return Unknown(reason=reason, who=who if reason is UnknownReason.SOMEBODY_ELSE else "")


def ask_not_applicable(
    front: FrontEnd, catalogue: Catalogue, parties: Mapping[str, Party], *, stop_line: bool, half: Half = NO_HALF
) -> Talk:
    """Ask why a question does not fit, and on a stop-line who agrees: `reason`, `second`."""
    named = tuple(Option(value=party.id, text=party_name(party, catalogue)) for party in parties.values())
    second = Pick(title=catalogue.text("interview.na.second"), options=named)
    steps = (
        Step(
            name="reason",
            prompt=lambda _: Type(title=catalogue.text("interview.na.reason")),
            check=lambda typed: "" if tidy_text(typed) else catalogue.text("interview.na.empty"),
        ),
        Step(name="second", prompt=lambda _: second if stop_line and named else None),
    )
    return take_steps(front, catalogue, steps, half=half)


def not_applicable_from(talk: Talk) -> NotApplicable:
    """Read the answer that `ask_not_applicable` heard."""
    return NotApplicable(reason=tidy_text(talk.one("reason")), second=talk.one("second"))


NOBODY = "nobody"
REFERENCE = "reference"
_FILES = ("file", REFERENCE)
_KINDS = ("file", "link", "note", REFERENCE)


def ask_evidence(front: FrontEnd, catalogue: Catalogue, parties: Mapping[str, Party], half: Half = NO_HALF) -> Talk:
    """Ask for one piece of evidence: `kind`, `file` or `what`, `grade`, `place`, `dated`, `author`."""
    kinds = tuple(Option(value=kind, text=catalogue.text(f"interview.evidence.kind.{kind}")) for kind in _KINDS)
    named = tuple(Option(value=party.id, text=party_name(party, catalogue)) for party in parties.values())
    nobody = Option(value=NOBODY, text=catalogue.text("interview.evidence.author.open"))
    author = Pick(title=catalogue.text("interview.evidence.author"), options=(nobody, *named), default=NOBODY)
    steps = (
        Step(name="kind", prompt=lambda _: Pick(title=catalogue.text("interview.evidence.kind"), options=kinds)),
        Step(
            name="file",
            prompt=lambda heard: (
                Type(title=catalogue.text("interview.evidence.file"), path=True) if heard["kind"][0] in _FILES else None
            ),
            check=lambda typed: (
                "" if front.find_file(typed) else catalogue.text("interview.evidence.no_file", path=typed)
            ),
        ),
        Step(
            name="what",
            prompt=lambda heard: (
                None
                if heard["kind"][0] in _FILES
                else Type(title=catalogue.text(f"interview.evidence.{heard['kind'][0]}"))
            ),
            check=lambda typed: "" if tidy_text(typed) else catalogue.text("interview.evidence.empty"),
        ),
        Step(name="grade", prompt=lambda heard: _grade_prompt(catalogue, heard)),
        Step(name="place", prompt=lambda _: Type(title=catalogue.text("interview.evidence.place"))),
        Step(
            name="dated",
            prompt=lambda _: Type(title=catalogue.text("interview.evidence.dated")),
            check=lambda typed: check_date(typed, catalogue),
        ),
        Step(name="author", prompt=lambda heard: author if named and heard["kind"] != ("note",) else None),
    )
    return take_steps(front, catalogue, steps, half=half)


def _grade_prompt(catalogue: Catalogue, heard: Heard) -> Pick:
    grades = tuple(Grade)[::-1] if heard["kind"][0] in _FILES else (Grade.E2, Grade.E1, Grade.E0)
    options = tuple(Option(value=g, text=catalogue.text(f"interview.evidence.grade.{g}")) for g in grades)
    return Pick(title=catalogue.text("interview.evidence.grade"), options=options, default=Grade.E2)


def check_date(typed: str, catalogue: Catalogue) -> str:
    """Say what is wrong with a typed date; nothing typed is fine."""
    read = understand_date(typed) if tidy_text(typed) else ""
    return read.sentence(catalogue) if isinstance(read, Problem) else ""


def offered_from(talk: Talk, front: FrontEnd) -> Offered:
    """Read the evidence that `ask_evidence` heard; a file's path comes whole."""
    dated = understand_date(talk.one("dated")) if tidy_text(talk.one("dated")) else None
    kind, what = talk.one("kind"), tidy_text(talk.one("what"))
    return Offered(
        grade=Grade(talk.one("grade")),
        path=front.find_file(talk.one("file")) if kind == "file" else "",
        reference=front.find_file(talk.one("file")) if kind == REFERENCE else "",
        link=what if kind == "link" else "",
        note=what if kind == "note" else "",
        place=tidy_text(talk.one("place")),
        dated=None if isinstance(dated, Problem) else dated,
        author="" if talk.one("author") == NOBODY else talk.one("author"),
    )


WORDS = "words"
_NOTES = (WORDS, Level.INTERNAL.value, Level.PRIVATE.value)


def ask_note(front: FrontEnd, catalogue: Catalogue, words: str, half: Half = NO_HALF) -> Talk:
    """Ask for the party's own words or for a note: `kind` (WORDS or a level), `text`."""
    kinds = tuple(Option(value=kind, text=catalogue.text(f"interview.note.kind.{kind}")) for kind in _NOTES)
    steps = (
        Step(name="kind", prompt=lambda _: Pick(title=catalogue.text("interview.note.kind"), options=kinds)),
        Step(
            name="text",
            prompt=lambda heard: Type(
                title=catalogue.text("interview.note.text"), default=words if heard["kind"] == (WORDS,) else ""
            ),
        ),
    )
    return take_steps(front, catalogue, steps, half=half)


def note_from(talk: Talk, question: str) -> Noted | None:
    """Read the note that `ask_note` heard, or None where it was the party's words or nothing."""
    text = tidy_text(talk.one("text"))
    if talk.one("kind") == WORDS or not text:
        return None
    return Noted(text=text, question=question, sharing=Level(talk.one("kind")))


def ask_search(front: FrontEnd, catalogue: Catalogue, half: Half = NO_HALF) -> Talk:
    """Ask what was searched: `words` (where, whom, when). A documented search is worth nothing without it."""
    step = Step(
        name="words",
        prompt=lambda _: Type(title=catalogue.text("interview.search")),
        check=lambda typed: "" if tidy_text(typed) else catalogue.text("interview.search.empty"),
    )
    return take_steps(front, catalogue, (step,), half=half)
