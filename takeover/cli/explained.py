"""An explanation in words: what `takeover why` prints about a question, and what all explanations share. Pure.

A line is one text; blanks in front are its indent. Numbers are exact where they are short, else rounded with the exact
fraction behind; the sentences are those of the catalogue (assessment_why).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from takeover.assessment.model import Range, Share
from takeover.assessment.why.model import Agreement, Portion, Proof, QuestionWhy, Rule, StopEffect, Voice
from takeover.catalogues import Catalogue
from takeover.checklist.model import Checklist, ClearedBy, CountsFor, SettingIs, leaves
from takeover.checklist.path import Place
from takeover.record.kinds import Grade
from takeover.record.situation import Situation
from takeover.report.numbers import round_half_up, show_decimal, show_share
from takeover.report.wording import Wording, tidy
from takeover.roles import title_role
from takeover.values import Answer, NotApplicable

SHORT_HASH = 12
_PLACES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """How things are said in one language about one takeover."""

    catalogue: Catalogue
    checklist: Checklist
    situation: Situation

    @property
    def wording(self) -> Wording:
        """The words of the report: answers, dates, lights."""
        opened = self.situation.opened
        return Wording(self.catalogue, opened.zone if opened else "UTC")

    def text(self, key: str, /, **values: object) -> str:
        """Return a sentence."""
        return self.catalogue.text(key, **values)

    def points(self, value: Fraction) -> str:
        """Write points of 100 with one decimal, and exactly behind it where that was rounded."""
        rounded = self.wording.points(value, 1)
        return rounded if (10 * value).denominator == 1 else f"{rounded} ({value})"

    def value(self, value: Fraction) -> str:
        """Write a number from 0 to 1, or a limit: exact with up to two decimals, else rounded and exact behind it."""
        exact = (10**_PLACES * value).denominator == 1
        rounded = round_half_up(value, _PLACES).normalize()
        shown = show_decimal(rounded, self.catalogue.language)
        return shown if exact else f"{shown} ({value})"

    def interval(self, found: Range) -> str:
        """Write an interval of a question: [0.3, 0.7]."""
        return f"[{self.value(found.lo)}, {self.value(found.hi)}]"

    def range(self, found: Range) -> str:
        """Write a range of points: 32.8 (950/29) … 74.1 (2150/29)."""
        return self.text("assessment.why.range", lo=self.points(found.lo), hi=self.points(found.hi))

    def share(self, share: Share) -> str:
        """Write a share in percent with its parts: 65.5 % (19/29)."""
        return f"{show_share(share.fraction, self.catalogue.language, 1)} ({share.part}/{share.whole})"

    def grade(self, grade: Grade) -> str:
        """Name an evidence grade."""
        return self.text(f"report.grade_short.{grade.value}")

    def cleared_by(self, who: ClearedBy) -> str:
        """Name who can clear a stop-line."""
        return self.text(f"report.cleared_by.{who.value}")

    def party(self, party_id: str) -> str:
        """Name a party: role, name, organisation."""
        party = self.situation.parties.get(party_id)
        if party is None:
            return self.text("report.party.unnamed")
        role = title_role(party.role, self.catalogue)
        return self.catalogue.join((role, tidy(party.name), tidy(party.organisation)))

    def answer(self, answer: Answer, question_id: str) -> str:
        """Write an answer."""
        return self.wording.answer(answer, self.checklist.question(question_id), dict(self.situation.parties))


def describe_question(why: QuestionWhy, words: Words) -> Iterator[str]:
    """Say rule, statements and numbers of a question."""
    question = why.question
    yield words.text("assessment.why.question.title", id=question.id, text=question.text)
    yield words.text(
        f"assessment.why.question.{question.counts_for.value}",
        dimension=why.dimension.title,
        weight=question.weight,
    )
    yield from _describe_place(why, words)
    if why.rule:
        yield words.text("assessment.why.rule", rule=describe_rule(why, words))
    yield from _describe_result(why, words)
    if why.voices:
        yield words.text("assessment.why.statements")
    for number, voice in enumerate(why.voices, 1):
        yield from describe_voice(voice, words, f"{number}. ")
    for agreement in why.agreements:
        yield from _describe_agreement(agreement, words)
    if why.resolution:
        yield words.text(
            "assessment.why.resolution",
            who=words.party(why.resolution.by),
            day=words.wording.day_of(why.resolution.at),
            reason=tidy(why.resolution.reason),
        )
        yield from (_describe_proof(Proof(evidence=e, grade=e.grade), words) for e in why.resolution.evidence)


def _describe_place(why: QuestionWhy, words: Words) -> Iterator[str]:
    """Say where a question stands whose condition does not simply hold, and what the condition looks at."""
    if why.place is not Place.ON:
        settings = words.situation.settings
        looks_at = (
            f"{leaf.setting} = {settings.get(leaf.setting, '?')}" if isinstance(leaf, SettingIs) else leaf.question
            for leaf in leaves(why.question.when)
        )
        yield words.text(f"assessment.why.place.{why.place.value}", what=words.catalogue.join(dict.fromkeys(looks_at)))
    elif why.assessed and why.assessed.optional:
        yield words.text("assessment.why.place.away")


def describe_rule(why: QuestionWhy, words: Words) -> str:
    """Say which step of the method decided, with its numbers."""
    assert why.rule is not None
    assert why.assessed is not None
    ruling, grade = why.assessed.ruled_by, why.assessed.grade
    found = {
        "interval": words.interval(why.assessed.range),
        "answer": words.answer(ruling, why.question.id) if ruling else "",
        "grade": words.grade(grade) if grade else "",
    }
    match why.rule:
        case Rule.ROWS:
            return _describe_rows(why, words)
        case Rule.HULL:
            parts = words.catalogue.join(words.interval(agreement.range) for agreement in why.agreements)
            return words.text("assessment.why.rule.hull", parts=parts, **found)
        case Rule.RESOLUTION | Rule.DOCUMENT | Rule.ONE_VALUE:
            return words.text(f"assessment.why.rule.{why.rule.value}", **found)
        case Rule.OPEN | Rule.NOT_APPLICABLE | Rule.ONE_FACT:
            return words.text(f"assessment.why.rule.{why.rule.value}", interval=found["interval"])


def _describe_rows(why: QuestionWhy, words: Words) -> str:
    assert why.rows is not None
    register = words.checklist.register(why.question.register)
    titles = (column.title for column in (register.columns if register else ()) if column.id in why.rows.columns)
    return words.text(
        "assessment.why.rule.rows",
        register=register.title if register else why.question.register,
        complete=len(why.rows.complete),
        rows=len(why.rows.rows),
        columns=words.catalogue.join(titles),
        half=why.rows.half,
        grade=words.grade(why.rows.weakest),
        interval=words.interval(why.assessed.range) if why.assessed else "",
    )


def _describe_result(why: QuestionWhy, words: Words) -> Iterator[str]:
    """Say what comes out: range, state, what it adds to its dimension, what the stop-line does, where it is named."""
    if why.assessed:
        state = words.wording.state(why.assessed).word
        yield words.text("assessment.why.result", interval=words.interval(why.assessed.range), state=state)
    if why.portion:
        yield describe_adds(why.portion, words, "assessment.why.adds", dimension=why.dimension.title)
    if why.stop:
        yield describe_stop(why.stop, why.question.counts_for, words)
    if why.numbers:
        yield words.text("assessment.why.named", numbers=words.catalogue.join(why.numbers))


def describe_adds(portion: Portion, words: Words, key: str, **more: str) -> str:
    """Say what a question adds to its dimension in the worst and in the best case, or in which it is not counted."""
    found = {name: points for name, points in (("lo", portion.lo), ("hi", portion.hi)) if points is not None}
    case = {("lo",): ".worst_only", ("hi",): ".best_only", (): ".none"}.get(tuple(found), "")
    return words.text(f"{key}{case}", **{name: words.points(points) for name, points in found.items()}, **more)


def describe_stop(stop: StopEffect, counts_for: CountsFor, words: Words) -> str:
    """Say what a stop-line does."""
    return words.text(
        f"assessment.why.stop.{counts_for.value}",
        state=words.wording.stop(stop.state).word,
        who=words.cleared_by(stop.cleared_by),
        worst=words.wording.light(stop.worst_cap).word,
        best=words.wording.light(stop.best_cap).word,
    )


def describe_voice(voice: Voice, words: Words, number: str = "") -> Iterator[str]:
    """Say who said what, when, how known, with which evidence, and what it is worth alone."""
    said = voice.statement
    who, day = words.party(said.party), words.wording.day(said)
    method = words.text(f"report.method.{said.method.value}")
    answer = words.answer(said.answer, said.question)
    yield "  " + number + words.text("assessment.why.voice.said", who=who, day=day, method=method, answer=answer)
    if said.words:
        yield "     " + words.text("assessment.why.voice.words", words=" ".join(tidy(said.words).split()))
    yield from ("   " + _describe_proof(proof, words) for proof in voice.proofs)
    yield "     " + _describe_alone(voice, words)
    if voice.set_aside:
        yield "     " + words.text("report.statement.set_aside")


def _describe_alone(voice: Voice, words: Words) -> str:
    if voice.grade is None or voice.open_share is None:
        answer = voice.statement.answer
        if not isinstance(answer, NotApplicable):
            return words.text("assessment.why.voice.nothing")
        second = words.party(answer.second) if answer.second else words.text("assessment.why.nobody")
        return words.text("assessment.why.voice.away", second=second)
    grade, interval = words.grade(voice.grade), words.interval(voice.range)
    if voice.value is None:
        return words.text("assessment.why.voice.unread", grade=grade, interval=interval)
    return words.text("assessment.why.voice.alone", grade=grade, v=voice.value, d=voice.open_share, interval=interval)


def _describe_proof(proof: Proof, words: Words) -> str:
    """Name a piece of evidence: grade, title, date, author, page or clause, the beginning of its hash."""
    evidence = proof.evidence
    named = (
        tidy(evidence.title or evidence.note or evidence.link),
        words.wording.date(evidence.dated) if evidence.dated else "",
        words.party(evidence.author) if evidence.author else "",
        tidy(evidence.place),
        f"SHA-256 {evidence.sha256[:SHORT_HASH]}" if evidence.sha256 else "",
    )
    what = words.catalogue.join(named)
    grade = words.grade(proof.grade)
    if proof.grade is evidence.grade:
        return "  " + words.text("assessment.why.evidence", grade=grade, what=what)
    claimed = words.grade(evidence.grade)
    return "  " + words.text("assessment.why.evidence.capped", grade=grade, claimed=claimed, what=what)


def _describe_agreement(agreement: Agreement, words: Words) -> Iterator[str]:
    """Say what several parties are worth together that give the same value."""
    if len(agreement.parties) < 2:
        return
    interval = words.interval(agreement.range)
    who = words.catalogue.join(words.party(party) for party in agreement.parties)
    if agreement.is_raised:
        yield words.text(
            "assessment.why.agreement.raised",
            who=who,
            sides=words.catalogue.join(words.text(f"assessment.why.side.{side.value}") for side in agreement.sides),
            alone=words.grade(agreement.alone),
            grade=words.grade(agreement.grade),
            d=agreement.open_share,
            interval=interval,
        )
    else:
        grade = words.grade(agreement.grade)
        yield words.text(
            "assessment.why.agreement.best", who=who, grade=grade, d=agreement.open_share, interval=interval
        )
