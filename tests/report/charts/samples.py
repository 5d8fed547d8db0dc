"""Registers of a troubled project, as rows to record: everything that a picture must be able to show.

The texts are made up; people are roles. `gather` makes the material of a draft from any rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from takeover.baseline.freeze import draw_up
from takeover.baseline.model import EditionName
from takeover.calendars import list_weekends
from takeover.catalogues import load_catalogue
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Checklist
from takeover.record import kinds
from takeover.report.view.material import Material, gather_material
from takeover.values import Level, Method
from tests.report.samples import AS_OF, WORDS, Teller, open_record

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def money(amount: str, currency: str = "EUR") -> dict[str, str]:
    """An amount as the record keeps it."""
    return {"amount": amount, "currency": currency}


@lru_cache(maxsize=2)
def _registers(language: str) -> Checklist:
    return load_checklist().in_language(language)


def gather(rows: Rows, language: str = "en", edition: EditionName = EditionName.INTERNAL) -> Material:
    """Record the rows, each cell at the level of its column, and gather the material of a draft."""
    checklist = _registers(language)
    teller = Teller(checklist, WORDS[language])
    open_record(teller)
    for register, found in rows.items():
        for number, values in enumerate(found, 1):
            for level in Level:
                _record(teller, register, f"{register}{number}", values, level)
    days_off = list_weekends(AS_OF)
    baseline = draw_up(teller.chain(), checklist, edition=edition, as_of=AS_OF, days_off=days_off)
    return gather_material(baseline, load_catalogue(language))


def _record(teller: Teller, register: str, row: str, values: Mapping[str, Any], level: Level) -> None:
    known = teller.checklist.register(register)
    assert known is not None
    mine = {c.id: values[c.id] for c in known.columns if c.id in values and c.sharing is level}
    if mine or level is Level.SHARED:
        stamp = teller.stamp(sharing=level)
        teller.add(
            kinds.row_recorded(
                stamp, register=register, row=row, values=mine, party="finance1", method=Method.INTERVIEW
            )
        )


TEXTS = {
    "en": {
        "payments": (
            "Advance payment", "Factory acceptance of the first interlocking", "Depot interface accepted in writing",
            "Site acceptance, night windows 1 to 14", "Final acceptance with retention", "Training of operators",
        ),
        "changes": (
            "Second depot interface", "Extra test runs in the night window of the third week of the summer timetable",
            "New colours of the operator screens", "Export for the traffic control centre", "Cable route moved by 40 m",
            "Spare cabinets for line 6", "Repeat of the operator training",
        ),
        "people": (
            "Incoming PM", "Lead of signalling design", "Test lead", "Interlocking engineer", "Site manager, nights",
            "Documentation",
        ),
        "risks": (
            "The supplier of the axle counters stops deliveries over unpaid invoices; site acceptance slips by a quarter",
            "Night windows are cut when line 2 is closed", "The test lead leaves in January; nobody else knows the rig",
            "Acceptance is refused because no procedure was ever agreed in writing", "Cable theft on the open section",
            "The retention is not released", "Late change of the timetable", "Depot power supply too weak",
        ),
        "raci": (
            "Interlocking design", "Site acceptance", "Night windows and closures", "Interface to the depot",
            "Training of operators", "Change decisions", "Invoices",
        ),
        "roles": (
            "Incoming PM", "Test lead", "Client's PM", "Site manager", "Sponsor", "Supplier", "Finance", "Legal", "Quality",
        ),
    },
    "zh-Hans": {
        "payments": (
            "预付款", "首套联锁设备工厂验收通过", "车辆段接口书面验收", "现场验收（第 1 至 14 个夜间施工窗口）", "终验（含质保金）",
            "操作人员培训",
        ),
        "changes": (
            "第二个车辆段接口", "夏季运行图第三周夜间施工窗口内增加的试运行", "调整操作界面配色", "向调度中心提供数据导出",
            "电缆路由平移 40 米", "六号线备用机柜", "重复操作人员培训",
        ),
        "people": ("接任项目经理", "信号设计负责人", "测试负责人", "联锁工程师", "夜间现场经理", "文档管理员"),
        "risks": (
            "计轴设备供应商因货款未付停止供货，现场验收推迟一个季度", "二号线封闭时夜间施工窗口被压缩",
            "测试负责人一月离职，无人熟悉测试台", "因从未书面商定验收程序而被拒绝验收", "露天区段电缆被盗", "质保金不予释放",
            "运行图临时变更", "车辆段供电容量不足",
        ),
        "raci": ("联锁设计", "现场验收", "夜间施工窗口与封锁", "车辆段接口", "操作人员培训", "变更决策", "开票"),
        "roles": ("接任项目经理", "测试负责人", "客户项目经理", "现场经理", "发起人", "供应商", "财务", "法务", "质量"),
    },
}  # fmt: skip


def full_rows(language: str) -> Rows:
    """Rows for every picture, each with something that cannot be drawn."""
    said = TEXTS[language]
    pay, chg, who, risk, raci, role = (said[key] for key in ("payments", "changes", "people", "risks", "raci", "roles"))
    return {
        "contract-card": [
            {"amount": money("1200000.00"), "warranty_start": "2027-02-01", "warranty_end": "2028-01-31"}
        ],
        "payments": [
            {"milestone": pay[0], "amount": money("360000.00"), "due": "2026-04-01", "state": "paid",
             "received": money("360000.00")},
            {"milestone": pay[1], "amount": money("600000.00"), "due": "2026-10-07", "state": "part_paid",
             "received": money("150000.00")},
            {"milestone": pay[2], "amount": money("84000.00"), "due": "2026-06-30", "state": "invoiced"},
            {"milestone": pay[3], "amount": money("61500.00"), "due": "2026-09-15", "state": "reached"},
            {"milestone": pay[4], "amount": money("240000.00"), "due": "2027-03-31", "state": "open"},
            {"milestone": pay[5], "amount": money("18000.00"), "due": "2026-08-01", "state": "disputed"},
            {"milestone": pay[0], "amount": money("12000.00"), "state": "invoiced"},
        ],
        "changes": [
            {"change": chg[0], "dated": "2026-05-04", "class": "unpaid_extra", "effort_hours": "240",
             "overtime_hours": "60", "value": money("28800.00"), "told_client_on": "2026-05-20"},
            {"change": chg[1], "dated": "2026-07-13", "class": "unpaid_extra", "effort_hours": "320",
             "overtime_hours": "280", "value": money("41200.00")},
            {"change": chg[2], "dated": "2026-07-20", "class": "unpaid_extra", "effort_hours": "36",
             "overtime_hours": "0", "value": money("3900.50")},
            {"change": chg[3], "dated": "2026-08-11", "class": "chargeable", "effort_hours": "150",
             "value": money("18000.00"), "charged": money("18000.00")},
            {"change": chg[4], "dated": "2026-10-02", "class": "unpaid_extra", "effort_hours": "85",
             "overtime_hours": "85", "value": money("16000.00"), "charged": money("4000.00"),
             "told_client_on": "2026-10-05"},
            {"change": chg[5], "dated": "2026-10-30", "class": "in_scope", "effort_hours": "20"},
            {"change": chg[6], "class": "unpaid_extra", "value": money("5200.00")},
        ],
        "people": [
            {"name": who[0], "remaining_hours": "320", "weekly_hours": "30", "until": "2027-01-29", "utilisation": "95"},
            {"name": who[1], "remaining_hours": "410", "weekly_hours": "24", "until": "2027-01-29", "utilisation": "135"},
            {"name": who[2], "remaining_hours": "260", "weekly_hours": "38.5", "until": "2026-12-31", "utilisation": "120"},
            {"name": who[3], "remaining_hours": "90", "weekly_hours": "16", "until": "2027-03-31", "utilisation": "100"},
            {"name": who[4], "utilisation": "80"},
            {"name": who[5], "remaining_hours": "40"},
        ],
        "risks": [
            {"risk": text, "probability": up, "impact": level, "state": state}
            for text, up, level, state in zip(
                risk,
                ("high", "high", "medium", "high", "low", "medium", "low", "medium"),
                ("high", "medium", "high", "high", "low", "medium", "medium", ""),
                ("open", "occurred", "open", "open", "open", "open", "closed", "open"),
                strict=True,
            )
        ],
        "raci": [
            {"item": raci[0], "responsible": role[1], "accountable": role[0], "informed": role[2]},
            {"item": raci[1], "responsible": f"{role[1]}, {role[3]}", "consulted": role[2]},
            {"item": raci[2], "responsible": role[3], "accountable": f"{role[0]}, {role[2]}", "informed": role[4]},
            {"item": raci[3], "accountable": role[0], "consulted": f"{role[5]}, {role[7]}"},
            {"item": raci[4], "responsible": role[1], "accountable": role[3]},
            {"item": raci[5], "informed": role[8]},
            {"item": raci[6], "responsible": role[6], "accountable": role[6], "informed": role[4]},
        ],
    }  # fmt: skip
