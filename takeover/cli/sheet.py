"""`takeover sheet`: the workbook in which somebody without a terminal answers; `takeover import` takes it back."""

from __future__ import annotations

from dataclasses import replace

import click

from takeover.catalogues import load_catalogue
from takeover.checklist.compiled import Loaded
from takeover.cli.desk import Desk, with_desk, with_output
from takeover.cli.files import write_result
from takeover.cli.folder import choose_document_language, open_takeover
from takeover.cli.languages import take_language
from takeover.cli.lists import list_sides, require_languages
from takeover.errors import UsageError
from takeover.interview.answer_form import Voices, build_form
from takeover.report.outside import retitle_for
from takeover.report.sheets.sheet import SHORT_HASH, Order, choose_questions, settle_order
from takeover.roles import name_role
from takeover.values import Level, Role


@click.command("sheet")
@click.option("--for", "reader", type=click.Choice([role.value for role in Role]), required=True, help="Who answers.")
@click.option("--day-one", is_flag=True, help="Only the questions of the first day.")
@click.option("--bilingual", is_flag=True, help="English and Chinese in every cell.")
@click.option(
    "--document-lang", callback=take_language, help="Language of the workbook [default: that of the takeover]."
)
@with_output
@with_desk
def command(desk: Desk, *, reader: str, day_one: bool, bilingual: bool, document_lang: str | None) -> None:
    """Write a workbook (.xlsx) with the questions that a role is asked, to be filled in and taken back by `import`.

    Somebody else's workbook has only shared questions. The questions come from the takeover's own list and setting.
    """
    from takeover.report.workbook import write_answer_workbook

    takeover = open_takeover(desk)
    settings, opened = takeover.situation.settings, takeover.situation.opened
    order = settle_order(Order(reader=Role(reader), settings=settings, day_one=day_one))
    voices = choose_voices(takeover.loaded, choose_document_language(document_lang, takeover), bilingual=bilingual)
    voices = replace(voices, checklists=retitle_for(order.reader, voices.checklists, voices.catalogues))
    chosen = choose_questions(voices.checklists[0], order)
    if not chosen:
        raise UsageError("CM163", role=name_role(Role(reader), desk.catalogue))
    checklist = voices.checklists[0]
    form = build_form(
        voices,
        role=order.reader or Role(reader),
        takeover=opened.takeover if opened else "",
        project=settings.get("project", ""),
        checklist=f"{checklist.id}@{checklist.version} · {takeover.loaded.sha256[:SHORT_HASH]}",
        wanted={question.id for question in chosen},
        levels=tuple(Level) if order.is_own else (Level.SHARED,),
    )
    file = desk.output or takeover.out / f"answers-{reader}.xlsx"
    write_result(file, write_answer_workbook(form), force=desk.force)
    text = desk.text("cli.sheet.written", file=file, count=len(form.questions), registers=len(form.registers))
    plain = {"file": str(file), "questions": [one.id for one in form.questions]}
    desk.give(text, plain | {"registers": [one.id for one in form.registers]})


def choose_voices(loaded: Loaded, language: str, *, bilingual: bool) -> Voices:
    """Choose the languages of a workbook, the leading one first.

    Raises:
        UsageError: the list is not there in a second language.
    """
    languages = list_sides(language, bilingual=bilingual)
    require_languages(loaded, languages)
    return _speak(loaded, languages)


def list_voices(loaded: Loaded, language: str) -> Voices:
    """List every language in which the list is there, that of the terminal first: a workbook may be in any of them."""
    return _speak(loaded, (language, *(one for one in loaded.languages if one != language)))


def _speak(loaded: Loaded, languages: tuple[str, ...]) -> Voices:
    return Voices(
        checklists=tuple(map(loaded.in_language, languages)), catalogues=tuple(map(load_catalogue, languages))
    )
