"""The verification kit as a file: `seal --kit` makes it of what was just sealed, `verify --kit` of what passes."""

from __future__ import annotations

from pathlib import Path

from takeover.catalogues import load_catalogue
from takeover.cli.desk import Desk
from takeover.cli.files import write_result
from takeover.resources import docs_folder
from takeover.signing.kit import SCRIPT, make_kit
from takeover.signing.model import Verification

PAGE = "kit-readme.txt"


def write_kit(desk: Desk, kit: Path, file: Path, data: bytes, found: Verification) -> None:
    """Write the kit of a verified file, whole or not at all.

    Raises:
        Refused: the zip is there already, and `--force` was not given.
    """
    folder = docs_folder()
    content = make_kit(
        data,
        file.name,
        found,
        script=(folder / SCRIPT).read_bytes(),
        page=(folder / PAGE).read_text("utf-8"),
        languages=(load_catalogue("en"), load_catalogue("zh-Hans")),
    )
    write_result(kit, content, force=desk.force)
    desk.say("cli.verify.kit", file=kit)


def name_kit(file: Path) -> Path:
    """Name the kit of a file: baseline-1-internal.pdf → baseline-1-internal.kit.zip."""
    return file.with_name(f"{file.stem}.kit.zip")
