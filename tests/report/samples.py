"""Sample baselines: one project told in English and in Chinese, with every kind of thing that a report can show.

Of the bundled checklist fifteen questions of the inherited state and five of readiness are kept: answers proven,
claimed, disputed, settled, unknown, refused, not applicable and not asked; a confirmed and an open stop-line; evidence
as kept file, file elsewhere, link and note; a payments register of three rows; an answer that left the path; notes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from takeover.baseline.freeze import Frozen, draw_up, freeze, freeze_inputs
from takeover.baseline.model import Baseline, EditionName, Tools
from takeover.calendars import list_weekends
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Checklist
from takeover.record import kinds
from takeover.record.chain import Chain, make_line, read_chain
from takeover.record.kinds import Asked, Evidence, Grade, Stamp
from takeover.values import (
    Answer,
    Code,
    Level,
    Method,
    NotApplicable,
    Nothing,
    Number,
    Percent,
    Role,
    Side,
    Unknown,
    UnknownReason,
)

AS_OF = dt.date(2026, 11, 23)
SEALED_AT = "2026-11-23T09:30:00.000Z"
ZONE = "Europe/Berlin"
KEPT = (
    "goals.signed-statement", "goals.same-answer", "goals.sponsor-active", "scope.baseline-signed",
    "scope.acceptance-criteria", "docs.inventory", "docs.contract-copy", "schedule.exists",
    "schedule.committed-date", "schedule.forecast-gap", "resources.fit", "contract.milestones", "contract.overdue",
    "contract.cost-to-complete", "trail.verbal-only", "risks.claims", "change.unapproved", "authority.appointment",
    "authority.neutral-party", "handover.cutoff", "handover.meeting", "docs.access", "authority.technical-gate",
)  # fmt: skip
WORDS = {
    "en": {
        "project": "Tram line 4, signalling renewal",
        "customer": "Municipal Transport Board",
        "own": "Northline Rail Systems",
        "capacity": "Head of delivery",
        "charter": "Project charter v1.2, signed by both sides",
        "mail": "Mail on the acceptance procedure",
        "ledger": "Extract of the debtor ledger",
        "said_partly": "The charter names the goal. The later change of the depot interface was never added to it.",
        "said_conflict": "For us the night window is the goal. The first paper speaks only of the interlocking.",
        "said_same": "We all want the new interlocking in operation before the winter timetable.",
        "accept_no": "No procedure was ever agreed. We told the project manager twice that we would not accept on a demonstration alone.",
        "accept_yes": "The procedure is in annex C of the contract and was handed over at the kick-off.",
        "late": "Two invoices are open, the older one since October.",
        "search": "Searched the project share, the archive room and the mailbox of the office; asked finance and the team lead. Nothing found.",
        "over": "Estimate of 20 November: 118 percent of the approved budget, without the claims of the supplier.",
        "on": "We are on budget.",
        "settled": "Both read the signed plan of 3 November together; it replaces what was said before.",
        "note": "The archive room is being moved in December; papers should be fetched before.",
        "free_note": "First walk through the depot on 18 November together with the team lead.",
        "na": "There is no system in operation yet.",
        "trigger": "Factory acceptance of the first interlocking",
        "next": "Call the client's finance on Monday",
        "rows": ("Advance payment", "Factory acceptance", "Final acceptance with retention"),
    },
    "zh-Hans": {
        "project": "四号线有轨电车信号系统改造",
        "customer": "市公共交通管理局",
        "own": "北线轨道系统有限公司",
        "capacity": "交付负责人",
        "charter": "项目章程 1.2 版（双方签署）",
        "mail": "关于验收程序的往来邮件",
        "ledger": "应收账款台账摘录",
        "said_partly": "章程写明了目标，但后来增加的车辆段接口一直没有补进去。",
        "said_conflict": "对我方而言，夜间施工窗口才是目标；最早的文件只提到联锁。",
        "said_same": "大家都希望新联锁在冬季运行图之前投入使用。",
        "accept_no": "从未商定验收程序。我们两次告知项目经理，仅凭演示不予验收。",
        "accept_yes": "程序见合同附件 C，启动会上已移交。",
        "late": "有两张发票未付，较早的一张从十月拖到现在。",
        "search": "已查找项目共享盘、档案室和办公室邮箱，并询问财务和团队负责人，均未找到。",
        "over": "11 月 20 日估算：为批准预算的 118%，不含供应商索赔。",
        "on": "没有超预算。",
        "settled": "双方共同核对了 11 月 3 日签署的计划，以该计划为准。",
        "note": "档案室 12 月搬迁，应在此之前取走文件。",
        "free_note": "11 月 18 日与团队负责人一同首次巡视车辆段。",
        "na": "目前没有在运行的系统。",
        "trigger": "首套联锁工厂验收通过",
        "next": "周一致电客户财务",
        "rows": ("预付款", "工厂验收", "终验（含质保金）"),
    },
}
PARTIES = {
    "incomin1": (Role.INCOMING_PM, Side.OWN),
    "outgoin1": (Role.OUTGOING_PM, Side.OWN),
    "sponsor1": (Role.SPONSOR, Side.OWN),
    "client01": (Role.CLIENT, Side.CUSTOMER),
    "finance1": (Role.FINANCE, Side.OWN),
    "team0001": (Role.TEAM, Side.OWN),
}
TOOLS = Tools(versions={"python": "3.11", "weasyprint": "70.0"}, files={"font": "00" * 32})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sealed sample with what it was made from."""

    frozen: Frozen
    chain: Chain
    checklist: Checklist

    @property
    def baseline(self) -> Baseline:
        return self.frozen.baseline


class Teller:
    """Tells the sample record line by line."""

    def __init__(self, checklist: Checklist, words: dict[str, Any]) -> None:
        self.checklist, self.words = checklist, words
        self.lines: list[bytes] = []
        self.link = bytes(32)
        self.count = 0

    def stamp(self, on: dt.date | None = None, sharing: Level = Level.INTERNAL) -> Stamp:
        at = dt.datetime(2026, 11, 18, 8, 0, tzinfo=dt.UTC) + dt.timedelta(hours=self.count)
        return Stamp(at=at.strftime("%Y-%m-%dT%H:%M:%S.000Z"), by="incomin1", sharing=sharing, on=on)

    def add(self, body: dict[str, Any]) -> str:
        self.count += 1
        salt = hashlib.sha256(str(self.count).encode()).digest()
        entries, line, self.link = make_line([body], [salt], self.link)
        self.lines.append(line)
        return entries[0].commitment

    def say(
        self,
        question: str,
        answer: Answer | str,
        by: str,
        method: Method = Method.INTERVIEW,
        *,
        words: str = "",
        evidence: tuple[Evidence, ...] = (),
        on: dt.date | None = None,
    ) -> str:
        known = self.checklist.question(question)
        asked = Asked(
            question=question, checklist=self.checklist.id, version=self.checklist.version, sha256="ef" * 32,
            language=self.checklist.language, text=known.text if known else question,
        )  # fmt: skip
        said = Code(code=answer) if isinstance(answer, str) else answer
        stamp = self.stamp(on)
        return self.add(
            kinds.answered(
                stamp, asked=asked, party=by, method=method, answer=said, words=self.words.get(words, words),
                evidence=evidence,
            )
        )  # fmt: skip

    def chain(self) -> Chain:
        chain = read_chain(b"".join(self.lines))
        assert chain.damage is None
        return chain


def open_record(teller: Teller, project: str = "", *, named: bool = True) -> None:
    """Open the record with its setting and parties; organisations only, no persons."""
    words = teller.words
    language = teller.checklist.language
    teller.add(
        kinds.opened(
            teller.stamp(sharing=Level.SHARED), takeover="cd" * 32, zone=ZONE, language=language, tool="takeover/0"
        )
    )
    settings = {
        "project": project or words["project"], "customer": words["customer"], "engagement": "client",
        "pm_role": "sole", "pricing": "fixed_price", "subcontractor": "no", "live_system": "no", "accepted": "no",
        "team": "yes", "predecessor": "yes", "cut_off": "2026-11-30", "zone": ZONE,
    }  # fmt: skip
    for setting, value in settings.items():
        teller.add(kinds.setting_recorded(teller.stamp(), setting=setting, value=value))
    for party, (role, side) in PARTIES.items():
        organisation = words["customer"] if side is Side.CUSTOMER else words["own"]
        names = {"organisation": organisation, "capacity": words["capacity"] if role is Role.SPONSOR else ""}
        teller.add(kinds.party_named(teller.stamp(), party=party, role=role, side=side, **(names if named else {})))


def tell_sample(teller: Teller) -> None:
    """Tell the whole sample."""
    words = teller.words
    charter = Evidence(
        grade=Grade.E3, sha256="3a" * 32, bytes=182_404, media="application/pdf", title=words["charter"],
        dated=dt.date(2026, 3, 2), author="sponsor1", kept=True, place="2.1",
    )  # fmt: skip
    ledger = Evidence(
        grade=Grade.E3, sha256="7b" * 32, bytes=9_120, media="text/csv", title=words["ledger"],
        dated=dt.date(2026, 11, 20), author="finance1", kept=False,
    )  # fmt: skip
    mail = Evidence(grade=Grade.E2, note=words["mail"], dated=dt.date(2026, 6, 11), author="client01")
    plan = Evidence(grade=Grade.E2, link="https://plan.example/tram-4?version=3", dated=dt.date(2026, 11, 3))
    teller.say("goals.signed-statement", "yes", "outgoin1", words="said_same", on=dt.date(2026, 11, 17))
    teller.say(
        "goals.signed-statement",
        "partly",
        "outgoin1",
        Method.DOCUMENT_EXAMINED,
        words="said_partly",
        evidence=(charter,),
    )
    teller.say("goals.same-answer", "same", "outgoin1", words="said_same")
    teller.say("goals.same-answer", "conflicting", "client01", words="said_conflict")
    teller.say("goals.sponsor-active", "yes", "incomin1", Method.OWN_OBSERVATION)
    teller.say("scope.baseline-signed", "yes", "outgoin1", Method.DOCUMENT_EXAMINED, evidence=(charter,))
    teller.say("scope.acceptance-criteria", "no", "client01", words="accept_no", on=dt.date(2026, 11, 19))
    teller.say("scope.acceptance-criteria", "yes", "outgoin1", words="accept_yes")
    teller.say("docs.inventory", "partly", "incomin1", Method.DOCUMENT_EXAMINED, evidence=(mail,))
    teller.say("docs.contract-copy", "no", "incomin1", Method.DOCUMENTED_SEARCH, words="search")
    first = teller.say("schedule.exists", "partly", "team0001")
    second = teller.say("schedule.exists", "yes", "outgoin1")
    teller.add(
        kinds.resolved(
            teller.stamp(), question="schedule.exists", answer=Code(code="yes"), statements=(first, second),
            reason=words["settled"], evidence=(plan,),
        )
    )  # fmt: skip
    teller.say("schedule.committed-date", Unknown(reason=UnknownReason.REFUSED), "client01")
    teller.say("schedule.forecast-gap", Unknown(reason=UnknownReason.SOMEBODY_ELSE, who="team0001"), "outgoin1")
    teller.say("resources.fit", Unknown(reason=UnknownReason.NOBODY_KNOWS), "team0001")
    teller.say(
        "contract.overdue",
        Number(value=Decimal(47), unit="day"),
        "finance1",
        Method.DOCUMENT_EXAMINED,
        words="late",
        evidence=(ledger,),
    )
    teller.say(
        "contract.cost-to-complete",
        Percent(value=Decimal(118)),
        "finance1",
        Method.DOCUMENT_EXAMINED,
        words="over",
        evidence=(ledger,),
    )
    teller.say("contract.cost-to-complete", Percent(value=Decimal(100)), "outgoin1", words="on")
    teller.say("trail.verbal-only", "no", "team0001")
    teller.say("handover.cutoff", Nothing(), "sponsor1")
    teller.say("authority.neutral-party", "partly", "sponsor1")
    teller.say("docs.access", "yes", "incomin1", Method.OWN_OBSERVATION)
    teller.say("authority.technical-gate", NotApplicable(reason=words["na"]), "team0001")
    teller.add(kinds.noted(teller.stamp(), text=words["note"], question="docs.inventory"))
    teller.add(kinds.noted(teller.stamp(), text=words["free_note"]))
    tell_payments(teller, ledger)


def tell_payments(teller: Teller, ledger: Evidence) -> None:
    """Three rows: paid, overdue, open."""
    advance, factory, final = teller.words["rows"]
    rows: tuple[dict[str, Any], ...] = (
        {"milestone": advance, "trigger": "-", "share": "30", "amount": _plain_money("360000.00"), "due": "2026-04-01",
         "invoice": "2026-0117", "invoiced_on": "2026-03-04", "received": _plain_money("360000.00"),
         "received_on": "2026-04-02", "state": "paid"},
        {"milestone": factory, "trigger": teller.words["trigger"], "share": "50", "amount": _plain_money("600000.00"),
         "due": "2026-10-07", "invoice": "2026-0482", "invoiced_on": "2026-09-07", "received": _plain_money("150000.00"),
         "received_on": "2026-10-20", "state": "part_paid", "next_step": teller.words["next"]},
        {"milestone": final, "share": "20", "amount": _plain_money("240000.00"), "state": "open"},
    )  # fmt: skip
    for number, values in enumerate(rows, 1):
        teller.add(
            kinds.row_recorded(
                teller.stamp(), register="payments", row=f"row0000{number}", values=values, party="finance1",
                method=Method.DOCUMENT_EXAMINED, evidence=(ledger,),
            )
        )  # fmt: skip


def _plain_money(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "EUR"}


def load_questions(language: str, kept: tuple[str, ...] = KEPT) -> Checklist:
    """The bundled checklist, restricted to the questions of the sample."""
    checklist = load_checklist().in_language(language)
    questions = tuple(question for question in checklist.questions if question.id in kept)
    dimensions = {question.dimension for question in questions}
    return replace(
        checklist, questions=questions, dimensions=tuple(d for d in checklist.dimensions if d.id in dimensions)
    )


def seal_record(teller: Teller, edition: EditionName = EditionName.INTERNAL, *, judgement: bool = False) -> Sample:
    """Freeze what was told as an edition of the next baseline; the internal one is judged in any case."""
    chain = teller.chain()
    days_off = list_weekends(AS_OF)
    draft = draw_up(chain, teller.checklist, edition=edition, as_of=AS_OF, days_off=days_off, judgement=judgement)
    frozen = freeze(
        draft, chain, full_hash="ab" * 32,
        inputs=freeze_inputs(draft, zone=ZONE, days_off=days_off),
        level_salts={level: hashlib.sha256(level.encode()).digest() for level in Level},
        tools=TOOLS, sealed_at=SEALED_AT,
    )  # fmt: skip
    return Sample(frozen=frozen, chain=chain, checklist=teller.checklist)


@lru_cache(maxsize=4)
def sealed_sample(language: str) -> Sample:
    """The sealed sample in a language; in two (`en+zh-Hans`) people speak the first."""
    teller = Teller(load_questions(language), WORDS[language.partition("+")[0]])
    open_record(teller)
    tell_sample(teller)
    return seal_record(teller)


def draft_sample(language: str, edition: EditionName = EditionName.INTERNAL) -> Baseline:
    """The same record before it is sealed."""
    sample = sealed_sample(language)
    return draw_up(sample.chain, sample.checklist, edition=edition, as_of=AS_OF, days_off=list_weekends(AS_OF))


@lru_cache(maxsize=2)
def unjudged_sample(language: str) -> Sample:
    """The whole checklist on the first morning: one confirmed stop-line, nothing else known."""
    checklist = load_checklist().in_language(language)
    teller = Teller(checklist, WORDS[language])
    open_record(teller, named=False)
    teller.say("docs.contract-copy", "no", "incomin1", Method.DOCUMENTED_SEARCH, words="search")
    return seal_record(teller)


def told_sample(project: str, words: str, answer: Answer | None = None) -> Baseline:
    """A sealed record that holds the given texts as project name, own words, note and register cell."""
    language = "en"
    teller = Teller(load_questions(language), WORDS[language])
    open_record(teller, project)
    teller.say("goals.signed-statement", answer or Code(code="no"), "sponsor1", words=words)
    teller.say("goals.signed-statement", "yes", "client01", words=words)
    teller.add(kinds.noted(teller.stamp(), text=words))
    values = {"milestone": words, "remark": words}
    teller.add(
        kinds.row_recorded(
            teller.stamp(),
            register="payments",
            row="row00001",
            values=values,
            party="finance1",
            method=Method.INTERVIEW,
        )
    )
    return seal_record(teller).baseline
