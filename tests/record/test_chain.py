"""The chain: what is written is read back, and whatever is changed is found at its line."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given, settings
from hypothesis import strategies as st

from takeover.record import kinds
from takeover.record.canonical import NotCanonical
from takeover.record.chain import (
    GENESIS,
    MAX_BODY,
    MAX_LINE,
    LineDamage,
    check_canonical,
    entry_to_plain,
    link_line,
    make_entry,
    make_line,
    read_chain,
    tagged_hash,
)
from takeover.values import Level
from tests.record import samples
from tests.record.samples import chain_of, encode_lines, erase, forge_line, salt_for, stamp

quick = settings(max_examples=100, deadline=None, database=None)


def note(text: str, level: Level = Level.SHARED) -> dict[str, object]:
    return kinds.noted(stamp(sharing=level), text=text)


def small_record() -> list[bytes]:
    """Five lines, Chinese text, a line of two entries, an erased one."""
    opened = kinds.opened(stamp(), takeover="cd" * 32, zone="UTC", language="en", tool="t")
    lines = encode_lines(
        [[opened], [note("目标")], [note("a"), note("b", Level.PRIVATE)], [note("erased later")], [note("z")]],
        salt=lambda number: sha256(salt_for(number)).digest(),
    )
    return erase(lines, json.loads(lines[3])["entries"][0]["commitment"])


LINES = small_record()
RECORD = b"".join(LINES)


def line_at(offset: int) -> int:
    """The number of the line in which a byte of the record lies, its newline included."""
    return RECORD.count(b"\n", 0, offset) + 1


def assert_found(data: bytes, line: int) -> None:
    """The damage is named at its line, and everything before it is what it was."""
    chain = read_chain(data)
    assert chain.damage is not None
    assert chain.damage.line == line
    assert chain.lines == line - 1
    assert data[: chain.length] == b"".join(LINES[: line - 1])
    assert chain.entries == tuple(entry for entry in read_chain(RECORD).entries if entry.line < line)


def independent_head(lines: list[bytes]) -> bytes:
    """The head, computed with hashlib and rfc8785 alone."""
    head = bytes(32)
    for line in lines:
        hashes = b""
        for entry in json.loads(line)["entries"]:
            if "body" in entry:
                salted = bytes.fromhex(entry["salt"]) + rfc8785.dumps(entry["body"])
                assert sha256(b"takeover/entry/1\n" + salted).hexdigest() == entry["commitment"]
            hashes += bytes.fromhex(entry["commitment"])
        head = sha256(b"takeover/line/1\n" + head + hashes).digest()
    return head


@quick
@given(samples.actions)
def test_chain_survives_write_and_read(actions):
    lines = encode_lines(actions)
    chain = chain_of(lines)
    assert [entry.body for entry in chain.entries] == [body for bodies in actions for body in bodies]
    assert [entry.line for entry in chain.entries] == [n for n, bodies in enumerate(actions, 1) for _ in bodies]
    assert [entry.salt for entry in chain.entries] == [salt_for(n).hex() for n in range(1, len(chain.entries) + 1)]
    assert chain.head == independent_head(lines)
    assert (chain.lines, chain.length) == (len(actions), len(b"".join(lines)))
    assert list(check_canonical(b"".join(lines))) == []


@quick
@given(samples.actions)
def test_line_is_its_own_canonical_form(actions):
    assert all(rfc8785.dumps(json.loads(line)) + b"\n" == line for line in encode_lines(actions))


def test_make_line_returns_entries_as_they_are_read_back():
    bodies, salts = [note("a"), note("b")], [salt_for(7), salt_for(8)]
    entries, line, link = make_line(bodies, salts, GENESIS, 1)
    chain = chain_of([line])
    assert chain.entries == entries
    assert chain.head == link == link_line(GENESIS, [entry.commitment for entry in entries])
    assert [replace(entry, line=0) for entry in entries] == [
        make_entry(b, s) for b, s in zip(bodies, salts, strict=True)
    ]


def test_erased_entries_keep_the_head():
    assert read_chain(RECORD).head == independent_head(LINES)
    (erased,) = [entry for entry in chain_of(LINES).entries if entry.body is None]
    assert (erased.line, erased.salt) == (4, "")


def test_entry_to_plain_gives_the_object_of_the_file():
    written = [entry for line in LINES for entry in json.loads(line)["entries"]]
    assert [entry_to_plain(entry) for entry in chain_of(LINES).entries] == written
    assert written[4] == {"commitment": written[4]["commitment"]}


def test_every_flipped_bit_is_found_at_its_line():
    last = len(RECORD) - 1
    for offset in range(last):
        for bit in range(8):
            changed = bytearray(RECORD)
            changed[offset] ^= 1 << bit
            damage = read_chain(bytes(changed)).damage
            assert damage is not None, (offset, bit)
            assert damage.line == line_at(offset), (offset, bit)
    for bit in range(8):
        chain = read_chain(RECORD[:last] + bytes([RECORD[last] ^ (1 << bit)]))
        assert (chain.damage, chain.lines, chain.torn) == (None, len(LINES) - 1, len(LINES[-1])), bit


@pytest.mark.parametrize("index", range(len(LINES) - 1))
def test_dropped_line_is_found(index):
    changed = b"".join(LINES[:index] + LINES[index + 1 :])
    assert_found(changed, index + 1)
    assert read_chain(changed).damage.code == "RC002"


def test_dropped_last_line_leaves_a_whole_record_with_another_head():
    chain = chain_of(LINES[:-1])
    assert chain.lines == len(LINES) - 1
    assert chain.head != chain_of(LINES).head


@pytest.mark.parametrize("index", range(len(LINES)))
def test_doubled_line_is_found(index):
    assert_found(b"".join([*LINES[: index + 1], LINES[index], *LINES[index + 1 :]]), index + 2)


@pytest.mark.parametrize("first", range(len(LINES) - 1))
def test_swapped_lines_are_found(first):
    for second in range(first + 1, len(LINES)):
        changed = list(LINES)
        changed[first], changed[second] = changed[second], changed[first]
        assert_found(b"".join(changed), first + 1)


STRANGERS = (encode_lines([[note("new")]])[0], forge_line(b"{}", b'{"a":1}'))


@pytest.mark.parametrize("index", range(len(LINES) + 1))
@pytest.mark.parametrize("inserted", [b"\n", b"{}\n", b"\xff\xfe\n", *STRANGERS])
def test_inserted_line_is_found(index, inserted):
    changed = b"".join([*LINES[:index], inserted, *LINES[index:]])
    if index == 0 and inserted in STRANGERS:  # then it is the record, and line 1 of the old one does not follow it
        assert read_chain(changed).damage.line == 2
    else:
        assert_found(changed, index + 1)


def test_swapped_entries_of_one_line_are_found():
    plain = json.loads(LINES[2])
    plain["entries"].reverse()
    changed = [*LINES[:2], samples.encode_json(plain) + b"\n", *LINES[3:]]
    assert_found(b"".join(changed), 3)


def test_upper_case_hex_is_found():
    places = [match.start() for match in re.finditer(rb"[a-f](?=[0-9a-f]*\")", RECORD)]
    hexes = [at for at in places if re.search(rb'"(commitment|salt|link)":"[0-9a-f]*$', RECORD[:at])]
    assert len(hexes) > 100
    for at in hexes:
        assert_found(RECORD[:at] + RECORD[at : at + 1].upper() + RECORD[at + 1 :], line_at(at))


@pytest.mark.parametrize("blank", [b" ", b"\t", b"  "])
def test_blanks_inside_hex_are_found(blank):
    for match in re.finditer(rb'"(commitment|salt|link)":"', RECORD):
        at = match.end() + 2
        assert_found(RECORD[:at] + blank + RECORD[at:], line_at(at))
        assert_found(RECORD[:at] + blank + RECORD[at + len(blank) :], line_at(at))


@pytest.mark.parametrize("name", [b"commitment", b"salt", b"link"])
@pytest.mark.parametrize("length", [0, 62, 66])
def test_hex_of_another_length_is_found(name, length):
    pattern = rb'"%b":"([0-9a-f]{64})"' % name
    for match in re.finditer(pattern, RECORD):
        wrong = (match[1] * 2)[:length]
        assert_found(RECORD[: match.start(1)] + wrong + RECORD[match.end(1) :], line_at(match.start()))


def test_torn_tail_at_every_byte_recovers_to_the_line_before():
    ends = [0, *(match.end() for match in re.finditer(b"\n", RECORD))]
    for length in range(len(RECORD) + 1):
        whole = max(end for end in ends if end <= length)
        chain = read_chain(RECORD[:length])
        assert chain.damage is None
        assert (chain.length, chain.torn, chain.lines) == (whole, length - whole, ends.index(whole))


def test_the_empty_record_is_whole():
    chain = read_chain(b"")
    assert (chain.entries, chain.head, chain.lines, chain.torn, chain.damage) == ((), GENESIS, 0, 0, None)


def test_windows_line_ends_are_named():
    assert read_chain(RECORD.replace(b"\n", b"\r\n")).damage.code == "RC003"
    changed = LINES[0] + LINES[1].replace(b"\n", b"\r\n") + b"".join(LINES[2:])
    assert_found(changed, 2)
    assert read_chain(changed).damage.code == "RC003"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe"])
def test_byte_order_mark_is_found(mark):
    assert read_chain(mark + RECORD).damage.code == "RC001"


def test_other_encoding_is_found():
    assert read_chain(RECORD.decode().encode("utf-16")).damage.line == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((b'"text":"a"', b'"text":"b"'), "RC005"),
        ((b'"link":"', b'"link":"0'), "RC002"),
        ((b'{"entries"', b'{"entrys"'), "RC001"),
        ((b'{"body"', b'{"bodi"'), "RC001"),
        ((b'","salt":"', b'","sult":"'), "RC001"),
        ((b'"link"', b'"lonk"'), "RC001"),
        ((b'"kind":', b'"kind";'), "RC001"),
    ],
)
def test_damage_has_its_code(change, code):
    changed = LINES[0] + LINES[1] + LINES[2].replace(*change, 1)
    assert_found(changed, 3)
    assert read_chain(changed).damage.code == code


def test_line_damage_carries_its_code():
    assert LineDamage("RC001").code == "RC001"


def test_largest_body_is_kept_and_a_larger_one_refused():
    largest = {"t": "x" * (MAX_BODY - len('{"t":""}'))}
    assert chain_of(encode_lines([[largest]])).entries[0].body == largest
    with pytest.raises(NotCanonical, match="262145 bytes, 262144 allowed"):
        make_entry({"t": largest["t"] + "x"}, salt_for(1))
    assert read_chain(forge_line(samples.encode_json({"t": largest["t"] + "x"}))).damage.code == "RC004"


def test_larger_line_is_refused_both_ways():
    body = {"t": "x" * 261_900}
    fits = [body] * 64
    lines = encode_lines([fits])
    assert len(chain_of(lines).entries) == 64
    with pytest.raises(NotCanonical, match="16777216 allowed"):
        encode_lines([[*fits, body]])
    assert read_chain(b"x" * MAX_LINE + b"\n").damage.code == "RC004"
    assert read_chain(b"x" * (MAX_LINE - 1) + b"\n").damage.code == "RC001"


@pytest.mark.parametrize("inside", [b"[", b'{"a":', b'{"a":['])
@pytest.mark.parametrize("depth", [6, 900, 980, 100_000])
def test_deep_nesting_never_crashes(inside, depth):
    close = {b"[": b"]", b'{"a":': b"}", b'{"a":[': b"]}"}[inside]
    data = forge_line(b'{"a":' + inside * depth + b"1" + close * depth + b"}")
    chain = read_chain(data)
    assert chain.damage is None or chain.damage.code in ("RC001", "RC004")
    assert [line for line, _ in check_canonical(data)] == [1]


@pytest.mark.parametrize(
    "body",
    [
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1, "b":2}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":-0}',
        b'{"a":null}',
        b'{"a":9007199254740992}',
        b'{"a":"\\u0041"}',
        b'{"a":"\\/"}',
        b'{"a":"\\ud800"}',
        '{"a":"e\u0301"}'.encode(),
        b'{"A":1}',
        b'{"a":[[[[[1]]]]]}',
    ],
)
def test_body_outside_canonical_form_is_named_where_its_commitment_fits(body):
    data = encode_lines([[note("a")]])[0]
    data += forge_line(body, previous=chain_of([data]).head)
    assert chain_of([data]).lines == 2
    assert [line for line, _ in check_canonical(data)] == [2]


def test_deepest_body_fits_and_a_deeper_one_is_refused():
    deepest = {"a": [[[[1]]]]}
    assert list(check_canonical(encode_lines([[deepest]])[0])) == []
    with pytest.raises(NotCanonical, match="deeper"):
        make_entry({"a": [[[[[1]]]]]}, salt_for(1))


@pytest.mark.parametrize("body", [b"1", b'"x"', b"[]", b"true", b"null", b'[{"a":1}]', b"", b" {}", b"{", b"9" * 5000])
def test_body_that_is_no_object_is_found(body):
    assert read_chain(forge_line(body)).damage.code == "RC001"


def test_line_without_entries_is_found():
    link = tagged_hash("line", GENESIS).hex().encode()
    assert read_chain(b'{"entries":[],"link":"' + link + b'"}\n').damage.code == "RC001"
    assert read_chain(b'{"entries":[{"commitment":"' + b"ab" * 32 + b'"}\n').damage.code == "RC001"


@quick
@given(st.binary(max_size=200), st.integers(0, len(RECORD)), st.integers(0, len(RECORD)))
def test_garbage_never_crashes_and_never_makes_entries(garbage, start, end):
    chain = read_chain(RECORD[:start] + garbage + RECORD[end:])
    whole = chain_of(LINES)
    assert chain.entries == whole.entries[: len(chain.entries)] or RECORD[:start] + garbage == RECORD[:end]
    assert read_chain(garbage).entries == ()


@quick
@given(samples.actions, st.data())
def test_one_changed_byte_is_found(actions, data):
    record = b"".join(encode_lines(actions))
    at = data.draw(st.integers(0, len(record) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda new: new != record[at]))
    damage = read_chain(record[:at] + bytes([byte]) + record[at + 1 :]).damage
    assert damage is not None
    assert damage.line == record.count(b"\n", 0, at) + 1
