"""The page of a verification as a file: the words of the terminal, laid out by the report room."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from takeover.catalogues import Catalogue
from takeover.cli import clock
from takeover.cli.desk import Desk
from takeover.cli.files import write_result
from takeover.signing.describe import describe_finding, describe_layer
from takeover.signing.model import Layer, State, Verification

if TYPE_CHECKING:
    from takeover.report.verification import Part


def write_page(desk: Desk, output: Path, file: Path, data: bytes, found: Verification) -> None:
    """Write what was found of a file as a PDF, whole or not at all.

    Raises:
        OutsideFailure: PDF cannot be made on this machine.
        Refused: the page is there already, and `--force` was not given.
    """
    from takeover.report.verification import ResultPage, render_result

    catalogue, now = desk.catalogue, clock.write_timestamp(clock.now())
    word, _, sentence = describe_finding(found.headline, catalogue).partition(catalogue.text("cli.verify.page.colon"))
    page = ResultPage(
        language=catalogue.language,
        title=catalogue.text("cli.verify.page.title"),
        verdict=word,
        state=found.verdict.value,
        headline=sentence.strip(),
        facts=_list_facts(file, data, found, catalogue, now),
        parts=tuple(_lay_out(layer, catalogue) for layer in found.layers),
        closing=catalogue.text("cli.verify.page.closing"),
        created=now,
    )
    write_result(output, render_result(page), force=desk.force)
    desk.say("cli.verify.page.written", file=output)


def _list_facts(
    file: Path, data: bytes, found: Verification, catalogue: Catalogue, now: str
) -> tuple[tuple[str, str], ...]:
    values = {"file": file.name, "sha256": hashlib.sha256(data).hexdigest()}
    if found.manifest:
        edition = catalogue.text(f"signing.edition.name.{found.manifest.edition}")
        values["root"] = found.manifest.root
        values["baseline"] = catalogue.text("cli.verify.page.which", number=found.manifest.baseline, edition=edition)
    values["checked"] = f"{now[:16].replace('T', ' ')} UTC"
    return tuple((catalogue.text(f"cli.verify.page.{name}"), value) for name, value in values.items())


def _lay_out(layer: Layer, catalogue: Catalogue) -> Part:
    from takeover.report import verification

    title, lines = describe_layer(layer, catalogue)
    crossed = catalogue.text("cli.verify.page.mark")  # the terminal's mark has no glyph in the report's font
    return verification.Part(
        title=title,
        lines=tuple(
            verification.Line(mark=crossed if state is State.FAILED else mark, state=state.value, text=text)
            for mark, state, text in lines
        ),
    )
