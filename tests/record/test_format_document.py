"""docs/record-format.md: its vectors, tables and script are what the program does."""

from __future__ import annotations

import json
import random
import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest
import rfc8785

from takeover.record.canonical import encode_canonical
from takeover.record.chain import check_canonical, link_line, make_entry, read_chain
from takeover.record.kinds import COMMON_FIELDS, FIELDS, Evidence, Kind
from takeover.values import Level, Method, Role, Side, UnknownReason, answer_to_plain
from tests.record import samples
from tests.record.samples import encode_lines, forge_line
from tests.record.write_golden import GOLDEN, VECTORS, canonical_vectors, level_vectors, line_vectors

DOCS = Path(__file__).parents[2] / "docs"
DOCUMENT = (DOCS / "record-format.md").read_text("utf-8")
SCRIPT = DOCS / "check_record.py"
RECORD = (GOLDEN / "record.jsonl").read_bytes()


def vectors(name: str):
    return json.loads((VECTORS / name).read_text("utf-8"))


def H(tag: str, *parts: bytes) -> bytes:  # noqa: N802 - the name that the document gives it
    return sha256(b"takeover/" + tag.encode() + b"/1\n" + b"".join(parts)).digest()


def table(header: str) -> list[list[str]]:
    """The cells of the table of the document under this header line."""
    lines = DOCUMENT[DOCUMENT.index(header) :].splitlines()[2:]
    rows = lines[: next(n for n, line in enumerate([*lines, ""]) if not line.startswith("|"))]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def words(cell: str) -> set[str]:
    return {word for quoted in re.findall(r"`([^`]*)`", cell) for word in quoted.split()}


def test_vectors_are_what_the_program_makes():
    assert vectors("canonical.json") == canonical_vectors()
    assert vectors("lines.json") == line_vectors()
    assert vectors("levels.json") == level_vectors()


@pytest.mark.parametrize("vector", vectors("canonical.json"), ids=lambda vector: vector["name"])
def test_canonical_vectors_hold_without_our_program(vector):
    assert rfc8785.dumps(vector["value"]).hex() == vector["canonical_hex"]
    assert encode_canonical(vector["value"]).hex() == vector["canonical_hex"]


@pytest.mark.parametrize("vector", vectors("lines.json"), ids=lambda vector: vector["name"])
def test_line_vectors_hold_without_our_program(vector):
    hashes = []
    for entry in vector["entries"]:
        body, salt = bytes.fromhex(entry["body_hex"]), bytes.fromhex(entry["salt"])
        hashes.append(H("entry", salt, body))
        assert hashes[-1].hex() == entry["commitment"] == make_entry(json.loads(body), salt).commitment
    link = H("line", bytes.fromhex(vector["previous"]), *hashes)
    assert link.hex() == vector["link"] == json.loads(vector["line"])["link"]
    assert rfc8785.dumps(json.loads(vector["line"])).decode() + "\n" == vector["line"]
    assert link_line(bytes.fromhex(vector["previous"]), [one.hex() for one in hashes]) == link


def test_level_vectors_hold_without_our_program():
    vector = vectors("levels.json")
    levels = []
    for level in vector["levels"]:
        levels.append(H("level", bytes.fromhex(level["salt"]), *map(bytes.fromhex, level["commitments"])))
        assert levels[-1].hex() == level["hash"]
    assert [level["level"] for level in vector["levels"]] == ["shared", "internal", "private"]
    assert H("seal", bytes.fromhex(vector["head"]), *levels).hex() == vector["root"]


def test_document_walks_through_the_first_vector():
    vector = vectors("lines.json")[0]
    body = bytes.fromhex(vector["entries"][0]["body_hex"]).decode()
    for text in (
        f"body        {body}",
        f"commitment  {vector['entries'][0]['commitment']}",
        f"link        {vector['link']}",
    ):
        assert text in DOCUMENT


def test_document_names_every_kind_and_field():
    rows = table("| kind | fields it has | fields it may have |")
    documented = {next(iter(words(kind))): words(has) | words(may) for kind, has, may, _ in rows}
    assert documented == {kind: set(fields - COMMON_FIELDS) for kind, fields in FIELDS.items()}
    assert set(documented) == set(Kind)
    common = {name for field, _ in table("| field | rule |\n|---|---|\n| `kind`") for name in words(field)}
    assert common == COMMON_FIELDS


def test_documented_fields_are_those_that_the_builders_write():
    rows = table("| kind | fields it has | fields it may have |")
    always = {next(iter(words(kind))): words(has) for kind, has, _, _ in rows}
    smallest, largest = samples.smallest_bodies(), samples.largest_bodies()
    for kind in smallest:
        written = smallest[kind].keys() - COMMON_FIELDS
        if kind is Kind.SEALED:  # one kind, two bodies: what is frozen, and the salts
            written -= {"root", "head", "editions"}
        assert written == always[kind]
        assert largest[kind].keys() == FIELDS[kind]


def test_document_names_every_field_of_evidence_and_answers():
    rows = table("| field | rule |\n|---|---|\n| `grade`")
    assert {name for field, _ in rows for name in words(field)} == set(Evidence.__dataclass_fields__)
    answers = {next(iter(words(kind))): words(fields) for kind, fields, _ in table("| `type` | fields | example |")}
    plains = [answer_to_plain(answer) for answer in samples.ANSWERS]
    assert answers == {
        name: {field for plain in plains if plain["type"] == name for field in plain} - {"type"} for name in answers
    }
    assert set(answers) == {plain["type"] for plain in plains}


@pytest.mark.parametrize("closed", [Role, Side, Method, Level, UnknownReason])
def test_document_names_every_fixed_word(closed):
    listed = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]*)`", DOCUMENT))))
    assert {word.value for word in closed} <= listed


def test_document_quotes_the_script_which_is_short_and_needs_nothing():
    source = SCRIPT.read_text("utf-8")
    assert f"```python\n{source}```" in DOCUMENT
    assert len(source.splitlines()) <= 30
    imported = re.findall(r"^(?:import|from) (\w+)", source, re.MULTILINE)
    assert set(imported) <= sys.stdlib_module_names


def run_script(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", str(SCRIPT), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_script_prints_head_and_lines_of_a_good_record():
    chain = read_chain(RECORD)
    done = run_script(GOLDEN / "record.jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{chain.lines} lines are intact, head {chain.head.hex()}, 0 bytes" in done.stdout


def test_script_names_the_line_of_a_bad_record(tmp_path):
    lines = RECORD.splitlines(keepends=True)
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"".join(lines[:6] + lines[7:]))
    done = run_script(bad)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("line 7 was changed or does not follow; lines 1 to 6 are intact")


def test_script_counts_a_torn_tail(tmp_path):
    torn = tmp_path / "torn.jsonl"
    torn.write_bytes(RECORD[:-10])
    done = run_script(torn)
    assert done.returncode == 0
    chain = read_chain(RECORD[:-10])
    assert f"{chain.lines} lines are intact, head {chain.head.hex()}, {chain.torn} bytes" in done.stdout


def mutations(count: int) -> list[bytes]:
    """Records changed in one place or two: bits, bytes, hex case, lines; some are not changed at all."""
    draw = random.Random(11)
    lines = RECORD.splitlines(keepends=True)
    found = []
    for _ in range(count):
        data, order = bytearray(RECORD), list(lines)
        at, first, second = draw.randrange(len(data)), draw.randrange(len(lines)), draw.randrange(len(lines))
        match draw.randrange(8):
            case 0:
                data[at] ^= 1 << draw.randrange(8)
            case 1:
                del data[at]
            case 2:
                data.insert(at, draw.choice(b' "{}[],:\n\r0aA\xff'))
            case 3:
                data = data[:at]
            case 4:
                order[first], order[second] = order[second], order[first]
                data = bytearray(b"".join(order))
            case 5:
                order.insert(first, order[second])
                data = bytearray(b"".join(order))
            case 6:
                del order[first]
                data = bytearray(b"".join(order))
            case _:
                data[at : at + 1] = data[at : at + 1].swapcase()
        found.append(bytes(data))
    return found


FORGED = (
    b"",
    b"\n",
    b"x" * 2**24 + b"\n",
    *(
        forge_line(body)
        for body in (
            b"{}",
            b"1",
            b"[]",
            b'[["a",1]]',
            b"null",
            b'{"b":1,"a":1}',
            b'{"a":1,"a":1}',
            b'{"a": 1}',
            b'{"a":"\\u0041"}',
            b'{"a":"' + b"x" * 2**18 + b'"}',
            b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}",
        )
    ),
    b'{"entries":[],"link":"' + b"0" * 64 + b'"}\n',
    b'{"entries":[1],"link":"' + b"0" * 64 + b'"}\n',
    b'{"entries":[{"commitment":"ab"}],"link":"' + link_line(bytes(32), ["ab"]).hex().encode() + b'"}\n',
    b'{"entries":[{"commitment":"'
    + b"AB" * 32
    + b'"}],"link":"'
    + link_line(bytes(32), ["ab" * 32]).hex().encode()
    + b'"}\n',
    encode_lines([[{"a": 1}, {"b": "目标"}], [{"c": [True]}]])[0],
)


def verdict_of_script(code: object, path: Path, monkeypatch, capsys) -> tuple[int, bytes]:
    """The first bad line, 0 if all are good, and the head."""
    monkeypatch.setattr(sys, "argv", [str(SCRIPT), str(path)])
    try:
        exec(code, {})
    except SystemExit as done:
        number = re.match(r"line (\d+) ", str(done.code))
        assert number
        return int(number[1]), b""
    head = re.search(r"head ([0-9a-f]{64})", capsys.readouterr().out)
    assert head
    return 0, bytes.fromhex(head[1])


def our_verdict(data: bytes) -> tuple[int, bytes]:
    chain = read_chain(data)
    bad = [line for line, _ in check_canonical(data[: chain.length])]
    bad += [chain.damage.line] if chain.damage else []
    return (min(bad), b"") if bad else (0, chain.head)


def test_script_agrees_with_us_on_hundreds_of_mutations(tmp_path, monkeypatch, capsys):
    code, path = compile(SCRIPT.read_text("utf-8"), str(SCRIPT), "exec"), tmp_path / "record.jsonl"
    verdicts = set()
    for number, data in enumerate([*mutations(600), *FORGED]):
        path.write_bytes(data)
        found = verdict_of_script(code, path, monkeypatch, capsys)
        assert found == our_verdict(data), (number, data[:200])
        verdicts.add(found[0])
    assert verdicts >= {0, *range(1, read_chain(RECORD).lines + 1)}
