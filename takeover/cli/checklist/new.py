"""`takeover checklist new FILE`: a commented house list, or a list of its own, to start from; it lints clean."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from string import Template

import click

from takeover import resources
from takeover.catalogues import load_catalogue, match_language
from takeover.checklist.compiled import Loaded
from takeover.checklist.translation import source_hash
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import write_result
from takeover.cli.lists import load_wanted, with_checklist
from takeover.errors import Refused, UsageError

VERSION = "1.0.0"
QUESTION = "house-rule"
_TEXTS = ("title", "text", "help", "finding", "action")
"""What a starter says in the language of the list and of its translations."""


@click.command("new")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--overlay", "kind", flag_value="overlay", default="overlay", help="A house list over another [default].")
@click.option("--list", "kind", flag_value="list", help="A list of its own.")
@with_checklist
@with_desk
def command(desk: Desk, *, file: Path, kind: str, wanted: str) -> None:
    """Write FILE, a commented house list over the list of --checklist, or a list of its own; nothing is overwritten.

    Beside a house list a translation is written for each other language of the list underneath.
    """
    list_id = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-")
    if not list_id or file.suffix not in (".yaml", ".yml"):
        raise UsageError("CM075", file=file)
    if kind == "list":
        files = {file: _fill("list", desk.catalogue.language, _describe_list(desk, list_id, file))}
    else:
        files = write_overlay(desk, list_id, load_wanted(wanted, desk.folder, pinned=False), file)
    for path in files:
        if path.exists():
            raise Refused("CM076", file=path)
    for path, text in files.items():
        write_result(path, text.encode(), force=False)
    lines = [desk.text("cli.checklist.new.written", file=path) for path in files]
    lines.append(desk.text("cli.checklist.new.next", file=file))
    desk.give("\n".join(lines), {"files": [str(path) for path in files], "id": list_id})


def write_overlay(desk: Desk, list_id: str, loaded: Loaded, file: Path) -> dict[Path, str]:
    """Write a house list that adds one question, with its translations: text by file.

    Raises:
        Refused: the base is a house list itself, or the file's name gives the base's id.
    """
    base = loaded.source
    if base.house:
        raise Refused("CM077", checklist=base.id, base=base.house.base)
    if base.id == list_id:
        raise UsageError("CM082", checklist=base.id, file=file)
    dimension = base.dimensions[0].id
    question = f"{dimension}.{QUESTION}"
    names = {
        "file": file.name,
        "id": list_id,
        "version": VERSION,
        "extends": f"{base.id}@^{base.version}",
        "major": base.version.split(".")[0],
        "language": base.language,
        "question": question,
        "dimension": dimension,
        "after": [item.id for item in base.questions if item.dimension == dimension][-1],
        "changed": base.questions[0].id,
        "hidden": next((item.id for item in base.questions if not item.stop_line), base.questions[-1].id),
    }
    said = _texts_in(base.language)
    files = {file: _fill("overlay", desk.catalogue.language, names | _quote(said))}
    keys = {name: "checklist.title" if name == "title" else f"{question}.{name}" for name in _TEXTS}
    for language in loaded.translations:
        strings = {keys[name]: (said[name], text) for name, text in _texts_in(language).items()}
        text = _write_translation(f"{list_id}@{VERSION}", language, strings)
        files[file.with_suffix(f".{language}{file.suffix}")] = text
    return files


def _describe_list(desk: Desk, list_id: str, file: Path) -> dict[str, str]:
    language = desk.catalogue.language
    names = {"file": file.name, "id": list_id, "version": VERSION, "language": language}
    titles = {"dimension_title": desk.text("cli.checklist.starter.dimension")}
    return names | {"question": f"goals.{QUESTION}"} | _quote(titles | _texts_in(language))


def _fill(kind: str, language: str, names: Mapping[str, str]) -> str:
    """Fill a starter whose comments are in the language of the terminal."""
    file = resources.templates_folder() / "starters" / f"{kind}.{language}.yaml"
    return Template(file.read_text("utf-8")).substitute(names)


def _texts_in(language: str) -> dict[str, str]:
    texts = load_catalogue(match_language(language))
    return {name: texts.text(f"cli.checklist.starter.{name}") for name in _TEXTS}


def _quote(texts: Mapping[str, str]) -> dict[str, str]:
    """Write texts as YAML in double quotes; JSON's way of doing it is one that YAML reads."""
    return {name: json.dumps(text, ensure_ascii=False) for name, text in texts.items()}


def _write_translation(of: str, language: str, strings: Mapping[str, tuple[str, str]]) -> str:
    """Write a translation: by key the source text and its translation."""
    head = ("takeover_translation: 1", f"of: {of}", f"language: {language}", "strings:")
    lines = (
        f"  {key}: {{source: {source_hash(source)}, text: {json.dumps(text, ensure_ascii=False)}}}"
        for key, (source, text) in strings.items()
    )
    return "\n".join((*head, *lines, ""))
