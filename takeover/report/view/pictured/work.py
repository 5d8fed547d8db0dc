"""Pictures of work: changes with hours, overtime and money on one row axis; hours left against hours at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial

from takeover.assessment.facts.cells import money_of, number_of
from takeover.assessment.facts.contract import CHANGES
from takeover.assessment.facts.model import Quantity
from takeover.assessment.facts.people import FULL, PEOPLE, capacity_of
from takeover.record.rows import Row
from takeover.report.charts.bars import FIGURE, Bar, BarRow, Measure, draw_bars
from takeover.report.view.material import Material
from takeover.report.view.pictured.sketch import (
    Sketch,
    amount,
    find_register,
    join_parts,
    join_sentences,
    keep_most,
    label,
    list_rows,
    note_rows,
    place,
)
from takeover.report.view.quantities import write_quantity
from takeover.values import Money, Number, Percent

NOTHING = Decimal(0)
_MOST_NAMED = 8
"""People that the words name; the picture has them all."""


def picture_changes(material: Material) -> tuple[Sketch, ...]:
    """Sketch effort and value of the changes, a picture a currency; those without a value stand in the first."""
    if find_register(material, CHANGES, "change") is None:
        return ()
    rows = [row for row in list_rows(material, CHANGES) if _has_size(row)]
    currencies = sorted({value.currency for row in rows if (value := money_of(row, "value"))})
    if not currencies:
        return (_picture_changes(material, rows, ""),) if rows else ()
    groups = {currency: [row for row in rows if _currency(row) == currency] for currency in currencies}
    first = [row for row in rows if _currency(row) in ("", currencies[0])]
    return tuple(
        _picture_changes(material, found, currency) for currency, found in (groups | {currencies[0]: first}).items()
    )


def _has_size(row: Row) -> bool:
    return any(number_of(row, c) is not None for c in ("effort_hours", "overtime_hours")) or bool(_currency(row))


def _currency(row: Row) -> str:
    value = money_of(row, "value")
    return value.currency if value else ""


def _charged(row: Row) -> Decimal:
    charged = money_of(row, "charged")
    return charged.amount if charged and charged.currency == _currency(row) else NOTHING


def _picture_changes(material: Material, rows: Sequence[Row], currency: str) -> Sketch:
    wording = material.wording
    ranked = sorted(rows, key=lambda row: (_value(row), number_of(row, "effort_hours") or NOTHING), reverse=True)
    shown, more = keep_most(material, rows, ranked)
    measures: list[Measure] = []
    columns: list[list[Bar]] = []
    sentences = [wording.say("picture.changes.words", count=len(rows))]
    if any(_effort(row) is not None for row in rows):
        effort = _add(_effort(row) for row in rows)
        overtime = _add(number_of(row, "overtime_hours") for row in rows)
        total = f"{_hours(material, effort)} / {_hours(material, overtime)}"
        measures.append(_say_measure(material, "changes.hours", total))
        columns.append([_draw_hours(material, row) for row in shown])
        said = {"hours": _hours(material, effort), "overtime": _hours(material, overtime)}
        sentences.append(wording.say("picture.changes.words_hours", **said))
    if currency:
        value = Money(amount=_add(map(_value, rows)), currency=currency)
        charged = Money(amount=_add(_charged(row) for row in rows if _currency(row)), currency=currency)
        measures.append(_say_measure(material, "changes.money", amount(material, value, FIGURE * 2)))
        columns.append([_draw_value(material, row) for row in shown])
        said = {"value": write_quantity(value, wording), "charged": write_quantity(charged, wording)}
        sentences.append(wording.say("picture.changes.words_money", **said))
    title = f"picture.changes.title.{'money' if currency else 'hours'}"
    left_out = [row for row in list_rows(material, CHANGES) if not _has_size(row)]
    return Sketch(
        title=wording.say(title, currency=currency),
        words=join_sentences(material, sentences),
        notes=(*note_rows(material, "picture.changes.left_out", left_out), *more),
        register=CHANGES,
        draw=partial(
            draw_bars,
            heading=wording.say("picture.changes.heading"),
            measures=tuple(measures),
            rows=_make_rows(material, shown, ("change", "number"), columns),
            total=wording.say("picture.total"),
        ),
    )


def _effort(row: Row) -> Decimal | None:
    """The hours of a change; where only its overtime is known, that is the least it took."""
    effort = number_of(row, "effort_hours")
    return number_of(row, "overtime_hours") if effort is None else effort


def _value(row: Row) -> Decimal:
    value = money_of(row, "value")
    return value.amount if value else NOTHING


def _draw_hours(material: Material, row: Row) -> Bar:
    effort, overtime = _effort(row), number_of(row, "overtime_hours")
    if effort is None:
        return Bar(figure="–")
    within = _hours(material, overtime) if overtime is not None else "–"
    return Bar(figure=f"{_hours(material, effort)} / {within}", size=effort, solid=effort - (overtime or NOTHING))


def _draw_value(material: Material, row: Row) -> Bar:
    value = money_of(row, "value")
    if value is None:
        return Bar(figure="–")
    return Bar(figure=amount(material, value, FIGURE - 4), size=value.amount, solid=_charged(row))


def _hours(material: Material, hours: Decimal) -> str:
    return write_quantity(Number(value=hours), material.wording)


def _add(numbers: Iterable[Decimal | None]) -> Decimal:
    return sum((one for one in numbers if one is not None), NOTHING)


def _say_measure(material: Material, name: str, total: str) -> Measure:
    say = material.wording.say
    limit = say(f"picture.{name}.limit") if name.startswith("load") else ""
    return Measure(
        title=say(f"picture.{name}"),
        solid=say(f"picture.{name}.solid"),
        hatched=say(f"picture.{name}.hatched"),
        limit=limit,
        total=total,
    )


def _make_rows(
    material: Material, rows: Sequence[Row], names: tuple[str, ...], columns: Sequence[Sequence[Bar]]
) -> tuple[BarRow, ...]:
    return tuple(
        BarRow(number=place(material, row), label=label(row, *names), bars=tuple(column[at] for column in columns))
        for at, row in enumerate(rows)
    )


def picture_load(material: Material) -> tuple[Sketch, ...]:
    """Sketch each person's remaining hours against the hours left, and the utilisation over all projects."""
    if find_register(material, PEOPLE, "name") is None:
        return ()
    people = list_rows(material, PEOPLE)
    rows = [row for row in people if _capacity(material, row) or number_of(row, "utilisation") is not None]
    if not rows:
        return ()
    wording = material.wording
    ranked = sorted(rows, key=lambda row: _shortage(material, row), reverse=True)
    shown, more = keep_most(material, rows, ranked)
    compared = [pair for row in rows if (pair := _capacity(material, row))]
    measures, columns = [], []
    sentences = [wording.say("picture.load.words", count=len(rows))]
    if compared:
        need, have = (_add(pair[at] for pair in compared) for at in (0, 1))
        said = {"need": _hours(material, need), "have": _hours(material, have)}
        measures.append(_say_measure(material, "load.hours", wording.say("picture.load.of", **said)))
        columns.append([_draw_load(material, row) for row in shown])
        sentences.append(wording.say("picture.load.words_hours", **said))
    if any(number_of(row, "utilisation") is not None for row in rows):
        measures.append(_say_measure(material, "load.share", ""))
        columns.append([_draw_share(material, row) for row in shown])
    sentences += _say_overload(material, rows)
    left_out = [row for row in people if row not in rows]
    return (
        Sketch(
            title=wording.say("picture.load.title"),
            words=join_sentences(material, sentences),
            notes=(*note_rows(material, "picture.load.left_out", left_out), *more),
            register=PEOPLE,
            draw=partial(
                draw_bars,
                heading=wording.say("picture.load.heading"),
                measures=tuple(measures),
                rows=_make_rows(material, shown, ("name", "role"), columns),
                total=wording.say("picture.total") if compared else "",
            ),
        ),
    )


def _capacity(material: Material, row: Row) -> tuple[Decimal, Decimal] | None:
    """Return hours needed and hours at hand of a person; None where one is not known."""
    baseline = material.baseline
    need, have = number_of(row, "remaining_hours"), capacity_of(row, baseline.as_of, baseline.days_off)
    return None if need is None or have is None else (need, have)


def _shortage(material: Material, row: Row) -> tuple[Decimal, Decimal]:
    pair = _capacity(material, row)
    return (pair[0] - pair[1] if pair else NOTHING), number_of(row, "utilisation") or NOTHING


def _draw_load(material: Material, row: Row) -> Bar:
    pair = _capacity(material, row)
    if pair is None:
        return Bar(figure="–")
    need, have = pair
    said = material.wording.say("picture.load.of", need=_hours(material, need), have=_hours(material, have))
    return Bar(figure=f"▲ {said}" if need > have else said, size=need, solid=have, limit=have)


def _draw_share(material: Material, row: Row) -> Bar:
    share = number_of(row, "utilisation")
    if share is None:
        return Bar(figure="–")
    said = write_quantity(Percent(value=share), material.wording)
    return Bar(figure=f"▲ {said}" if share > FULL else said, size=share, solid=FULL, limit=FULL)


def _say_overload(material: Material, rows: Sequence[Row]) -> list[str]:
    """Name who is short of hours, and who is booked above all of the time, the worst first."""
    short = [(pair[0] - pair[1], row) for row in rows if (pair := _capacity(material, row)) and pair[0] > pair[1]]
    over = [(share, row) for row in rows if (share := number_of(row, "utilisation")) is not None and share > FULL]
    named = {
        "short": [_name(material, row, Number(value=hours)) for hours, row in _sort_worst(short)],
        "over": [_name(material, row, Percent(value=share)) for share, row in _sort_worst(over)],
    }
    say = material.wording.say
    return [
        say(f"picture.load.{name}", list=join_parts(material, _keep_first(found)))
        for name, found in named.items()
        if found
    ]


def _keep_first(names: list[str]) -> list[str]:
    return names if len(names) <= _MOST_NAMED else [*names[:_MOST_NAMED], "..."]


def _sort_worst(sized: list[tuple[Decimal, Row]]) -> list[tuple[Decimal, Row]]:
    return sorted(sized, key=lambda one: one[0], reverse=True)


def _name(material: Material, row: Row, size: Quantity) -> str:
    value = write_quantity(size, material.wording)
    return material.wording.say("picture.named", name=label(row, "name", "role"), value=value)
