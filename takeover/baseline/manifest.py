"""The edition file: the manifest on line 1, then one line an entry (docs/edition-format.md).

Reading is strict: every line is its own canonical form, so that nobody reads one file two ways.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from takeover.assessment.model import Withheld
from takeover.baseline.model import FORMAT, EditionName, Inputs, Manifest, Signer, Tools
from takeover.checklist.model import CountsFor
from takeover.record.canonical import encode_canonical
from takeover.record.chain import Entry, entry_to_plain
from takeover.values import Level, Role

_TEXT_LISTS = frozenset({"blocked", "days_off"})
_LISTS = _TEXT_LISTS | {"withheld", "expected", "tools", "files"}
_DICTS = frozenset({"levels", "level_salts", "checklist"})
_TYPES: Mapping[str, type] = (
    dict.fromkeys(_LISTS, list) | dict.fromkeys(_DICTS, dict) | {"baseline": int, "weight": int, "stop": bool}
)
"""What is not text in a manifest."""
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def encode_edition(manifest: Manifest, entries: Iterable[Entry]) -> bytes:
    """Encode the edition file: manifest and disclosed entries, one canonical line each."""
    lines = [manifest_to_plain(manifest), *(entry_to_plain(entry) for entry in entries)]
    return b"".join(encode_canonical(line) + b"\n" for line in lines)


def hash_manifest(manifest: Manifest) -> str:
    """Return the SHA-256 of line 1 without its newline."""
    return hashlib.sha256(encode_canonical(manifest_to_plain(manifest))).hexdigest()


def read_edition(data: bytes) -> tuple[Manifest, tuple[Entry, ...]]:
    """Read an edition file.

    Raises:
        ValueError: a line is not canonical JSON of the format; the message names the line.
    """
    lines = data.split(b"\n")
    if len(lines) < 2 or lines.pop():
        raise ValueError("no final newline")
    plain = [_read_line(line, number) for number, line in enumerate(lines, 1)]
    try:
        manifest = _read_manifest(plain[0])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise ValueError(f"line 1: not a manifest of {FORMAT}: {error}") from error
    return manifest, tuple(_read_entry(line, number) for number, line in enumerate(plain[1:], 2))


def _read_manifest(plain: dict[str, Any]) -> Manifest:
    manifest = manifest_from_plain(plain)
    if manifest_to_plain(manifest) != plain:
        raise ValueError("fields that are not of the format")
    return manifest


def _read_line(line: bytes, number: int) -> dict[str, Any]:
    try:
        plain = json.loads(line)
        canonical = encode_canonical(plain)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"line {number}: {error}") from error
    if canonical != line or not isinstance(plain, dict):
        raise ValueError(f"line {number}: not in canonical form")
    return plain


def _read_entry(plain: dict[str, Any], number: int) -> Entry:
    if set(plain) not in ({"commitment"}, {"body", "commitment", "salt"}) or not isinstance(
        plain.get("body", {}), dict
    ):
        raise ValueError(f"line {number}: not an entry")
    for name in plain.keys() - {"body"}:
        _read_hash(plain[name], f"line {number}: ")
    return Entry(commitment=plain["commitment"], body=plain.get("body"), salt=plain.get("salt", ""), line=number)


def manifest_to_plain(manifest: Manifest) -> dict[str, Any]:
    """Write a manifest as line 1."""
    inputs, tools = manifest.inputs, manifest.tools
    return {
        "format": FORMAT,
        "edition": manifest.edition.value,
        "takeover": manifest.takeover,
        "baseline": manifest.baseline,
        "predecessor_root": manifest.predecessor_root,
        "root": manifest.root,
        "head": manifest.head,
        "levels": {level.value: digest for level, digest in manifest.levels.items()},
        "level_salts": {level.value: salt for level, salt in manifest.level_salts.items()},
        "as_of": inputs.as_of.isoformat(),
        "zone": inputs.zone,
        "days_off": [day.isoformat() for day in inputs.days_off],
        "language": inputs.language,
        "method": inputs.method,
        "judgement": manifest.judgement,
        "checklist": {"full": manifest.checklist, "attached": manifest.attached_checklist},
        "blocked": list(manifest.blocked),
        "withheld": [_withheld_to_plain(item) for item in manifest.withheld],
        "expected": [_signer_to_plain(signer) for signer in manifest.expected],
        "tools": [{"name": name, "version": version} for name, version in tools.versions.items()],
        "files": [{"name": name, "sha256": digest} for name, digest in tools.files.items()],
        "sealed_at": manifest.sealed_at,
    }


def _withheld_to_plain(item: Withheld) -> dict[str, Any]:
    fields = {"dimension": item.dimension, "counts_for": item.counts_for.value}
    return fields | {"weight": item.weight, "stop": item.stop}


def _signer_to_plain(signer: Signer) -> dict[str, Any]:
    fields = {"field": signer.field, "role": signer.role.value, "party": signer.party}
    return fields | {"certificate": signer.certificate}


def manifest_from_plain(plain: Mapping[str, Any]) -> Manifest:
    """Read a manifest.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: it is not of this format.
    """
    if plain["format"] != FORMAT:
        raise ValueError(f"format {plain['format']!r}")
    _check_types(plain)
    return Manifest(
        edition=EditionName(plain["edition"]),
        takeover=plain["takeover"],
        baseline=plain["baseline"],
        predecessor_root=plain["predecessor_root"],
        root=_read_hash(plain["root"]),
        head=_read_hash(plain["head"]),
        levels={Level(name): _read_hash(digest) for name, digest in plain["levels"].items()},
        level_salts={Level(name): _read_hash(salt) for name, salt in plain["level_salts"].items()},
        inputs=Inputs(
            as_of=dt.date.fromisoformat(plain["as_of"]),
            zone=plain["zone"],
            days_off=tuple(dt.date.fromisoformat(day) for day in plain["days_off"]),
            language=plain["language"],
            method=plain["method"],
        ),
        judgement=plain["judgement"],
        checklist=plain["checklist"]["full"],
        attached_checklist=plain["checklist"]["attached"],
        blocked=tuple(plain["blocked"]),
        withheld=tuple(_withheld_from_plain(item) for item in plain["withheld"]),
        expected=tuple(_signer_from_plain(item) for item in plain["expected"]),
        tools=Tools(
            versions={item["name"]: item["version"] for item in plain["tools"]},
            files={item["name"]: item["sha256"] for item in plain["files"]},
        ),
        sealed_at=plain["sealed_at"],
    )


def _check_types(plain: Mapping[str, Any]) -> None:
    for name, value in plain.items():
        if type(value) is not _TYPES.get(name, str):
            raise ValueError(f"{name} is {value!r:.80}")
        if isinstance(value, dict):
            _check_types(value)
        for item in value if isinstance(value, list) else ():
            if type(item) is not (str if name in _TEXT_LISTS else dict):
                raise ValueError(f"{name} holds {item!r:.80}")
            if isinstance(item, dict):
                _check_types(item)


def _read_hash(text: Any, where: str = "") -> str:
    """Read 32 bytes of lower-case hex: a salt of another length could swallow the first commitment of its level."""
    if not isinstance(text, str) or not _HASH.fullmatch(text):
        raise ValueError(f"{where}{text!r:.80} is not a hash")
    return text


def _withheld_from_plain(plain: Mapping[str, Any]) -> Withheld:
    return Withheld(
        dimension=plain["dimension"],
        counts_for=CountsFor(plain["counts_for"]),
        weight=plain["weight"],
        stop=plain["stop"],
    )


def _signer_from_plain(plain: Mapping[str, Any]) -> Signer:
    signer = Signer(role=Role(plain["role"]), party=plain["party"], certificate=plain["certificate"])
    if signer.field != plain["field"]:
        raise ValueError(f"field {plain['field']!r} does not fit the role")
    return signer
