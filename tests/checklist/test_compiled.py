"""A list as one JSON object: read back it is the same, and nothing that was changed is taken."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takeover.checklist.compiled import Loaded, NotCompiled, decode_loaded, encode_loaded
from takeover.checklist.library import load_checklist
from takeover.checklist.model import Changed, Hidden, House
from takeover.checklist.plain import checklist_to_plain, encode_checklist, hash_checklist
from takeover.checklist.plain_reader import NotPlain, read_plain
from takeover.checklist.translation import list_texts, translate_checklist
from tests.checklist.test_plain import CHECKLIST, REGISTER

HOUSE = House(
    base="takeover@1.1.0",
    base_sha256="ab" * 32,
    hidden=(Hidden(question="goals.gone", text="Gone?", reason="不适用。"),),
    changed=(Changed(question="goals.full", keys=("weight", "help")),),
    added=("goals.full",),
)
FULL = replace(
    CHECKLIST,
    registers=(replace(REGISTER, start_with=({"state": "same"},), command="log"),),
    house=HOUSE,
)


def loaded_of(checklist=FULL) -> Loaded:
    texts = {key: f"{text}（译）" for key, text in list_texts(checklist).items()}
    chinese = translate_checklist(checklist, texts, "zh-Hans")
    return Loaded(source=checklist, sha256=hash_checklist(checklist), translations={"zh-Hans": chinese})


DATA = encode_loaded(loaded_of())


def test_list_with_everything_comes_back_in_every_language():
    before, after = loaded_of(), decode_loaded(DATA)
    assert (after.source, after.sha256) == (before.source, before.sha256)
    assert dict(after.translations) == dict(before.translations)
    assert after.languages == ("en", "zh-Hans")
    assert after.in_language("fr") is after.source


def test_bundled_list_comes_back_in_every_language():
    before = load_checklist()
    after = decode_loaded(encode_loaded(before))
    assert after.source == before.source
    assert dict(after.translations) == dict(before.translations)


def test_object_is_canonical_json_that_a_stranger_can_check():
    plain = json.loads(DATA)
    assert list(plain) == ["checklist", "takeover_compiled", "translations", "whole"]
    assert DATA.endswith(b"}\n")
    assert DATA[:-1].decode() == json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    content = encode_checklist(FULL)
    between = DATA[len('{"checklist":') + len(content) : DATA.index(b',"whole"')]
    assert plain["whole"] == hashlib.sha256(hashlib.sha256(content).hexdigest().encode() + between).hexdigest()


@given(st.integers(min_value=0, max_value=len(DATA) - 1), st.integers(min_value=1, max_value=255))
def test_any_changed_byte_is_found(at, flip):
    changed = bytearray(DATA)
    changed[at] ^= flip
    with pytest.raises(NotCompiled):
        decode_loaded(bytes(changed))


@given(st.integers(min_value=0, max_value=len(DATA) - 1))
def test_any_cut_is_found(length):
    with pytest.raises(NotCompiled):
        decode_loaded(DATA[:length])


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_in_the_same_way(data):
    with pytest.raises(NotCompiled):
        decode_loaded(data)


def prove(plain: str, translations: str = "{}") -> bytes:
    """Bytes whose hash is right, as a forger would make them."""
    behind = f',"takeover_compiled":"1","translations":{translations}'
    whole = hashlib.sha256((hashlib.sha256(plain.encode()).hexdigest() + behind).encode()).hexdigest()
    return f'{{"checklist":{plain}{behind},"whole":"{whole}"}}\n'.encode()


@pytest.mark.parametrize(
    "plain",
    ["{}", "[]", "7", "null", '"text"', "{", "[" * 100_000, '{"takeover_checklist":"2"}', '{"takeover_checklist":"1"}'],
)
def test_other_things_with_a_right_hash_are_refused(plain):
    with pytest.raises(NotCompiled):
        decode_loaded(prove(plain))


def test_content_hash_is_taken_from_the_list_that_is_given_out():
    plain = checklist_to_plain(FULL)
    plain["questions"][0]["weight"] = "1"
    forged = decode_loaded(prove(json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))))
    assert forged.source.questions[0].weight == 1
    assert forged.sha256 == hash_checklist(forged.source) != hash_checklist(FULL)


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [
        ((), "questions", 7),
        ((), "later", "key"),
        ((), "house", {"base": "x"}),
        (("questions", 0), "type", "riddle"),
        (("questions", 0), "weight", "many"),
        (("questions", 0), "later", "key"),
        (("questions", 0), "ask", ["pope"]),
        (("questions", 0), "when", {"any": [{}]}),
        (("questions", 0), "evidence", {"other": []}),
        (("questions", 1), "health", [{"at_most": "x", "is": "good"}]),
        (("questions", 2), "health", {"complete": [], "half": "1/0"}),
        (("registers", 0), "columns", [{"id": "x"}]),
    ],
)
def test_plain_form_of_a_later_version_or_of_nonsense_is_refused(place, key, value):
    plain = checklist_to_plain(FULL)
    target = plain
    for step in place:
        target = target[step]
    target[key] = value
    with pytest.raises(NotPlain):
        read_plain(plain)
