"""Every attack that we know of, as a named row: what `takeover verify` says of it, from the file alone and with more.

The table is that of docs/what-verify-proves.md: ``python -m tests.signing.test_attacks`` writes it anew. From the file
alone only three may pass, because nothing in one file can show them; no other is accepted, crashes, or takes long.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from takeover.baseline.check import check_edition, check_record
from takeover.errors import BadInput, Exit
from takeover.record.chain import read_chain
from takeover.record.situation import fold_entries
from takeover.signing.model import LayerName, State, Verdict, Verification
from takeover.signing.outside import Outside
from takeover.signing.verify import verify_pdf
from tests.signing import attacks, tampering
from tests.signing.attacks import claim_signature, drop, numbers, on_scene, put, replace_value
from tests.signing.running import run_verify
from tests.signing.scene import TRUSTED, Scene, make_later_scene, make_scene

PAGE = Path(__file__).parents[2] / "docs" / "what-verify-proves.md"
BEGIN, END = "<!-- attacks: made by python -m tests.signing.test_attacks -->", "<!-- end of attacks -->"
MAX_SECONDS, MAX_MEGABYTES = 5.0, 500
SIGNATURES, REVISIONS, EDITION = LayerName.SIGNATURES, LayerName.REVISIONS, LayerName.EDITION
SIGNERS, TRUST, RECORD, EXPECTED = LayerName.SIGNERS, LayerName.TRUST, LayerName.RECORD, LayerName.EXPECTED
FAILED, OPEN, PASSED = Verdict.FAILED, Verdict.INDETERMINATE, Verdict.PASSED
EXITS = {PASSED: Exit.DONE, FAILED: Exit.NO, OPEN: Exit.UNDECIDED}


@dataclass(frozen=True)
class Attack:
    """A forged file, and what is said of it: verdict and the layer that gives it, alone and with folder and hash.

    `beside` is the scene whose folder and hash it is compared with.
    """

    group: str
    told: str
    make: Callable[[Scene], bytes]
    alone: tuple[Verdict, LayerName | None] = (FAILED, REVISIONS)
    beside: tuple[Verdict, LayerName | None] = (FAILED, None)
    compared: Callable[[], Scene] = make_scene


NOTES = "Cases of our own"
USF = "Signature forgery (USF)"
SWA = "Signature wrapping (SWA)"
ISA = "Incremental saving (ISA)"
SHADOW = "Shadow attacks"
EAA = "Evil annotation (EAA)"
SSA = "Sneaky signature (SSA)"
BYPASS = "Certification bypass"
INSIDE = "The record inside"
KEYS = "Keys and certificates"
BLIND = "What a file alone cannot show"
BAD_SIGNATURE = (FAILED, SIGNATURES)

ATTACKS: dict[str, Attack] = {
    "flip_byte": Attack(NOTES, "one byte changed in a page", on_scene(tampering.flip_byte), BAD_SIGNATURE),
    "edit_reason": Attack(NOTES, "a signed sentence changed in place", on_scene(tampering.edit_reason), BAD_SIGNATURE),
    "add_page": Attack(NOTES, "a page added", on_scene(tampering.add_page)),
    "swap_attachment": Attack(NOTES, "an attached file exchanged", on_scene(tampering.swap_attachment)),
    "add_attachment": Attack(NOTES, "a file attached", on_scene(tampering.add_attachment)),
    "cut_all": Attack(NOTES, "all signatures cut off", lambda scene: scene.base, (OPEN, SIGNATURES)),
    "save_again": Attack(NOTES, "saved again by another program", on_scene(tampering.save_again)),
    "annotate_page": Attack(NOTES, "a note put over a page", on_scene(tampering.annotate_page)),
    "remove_signature": Attack(NOTES, "a signature taken out of its box", on_scene(tampering.remove_signature)),
    "replace_stamp": Attack(NOTES, "the look of a signature exchanged", on_scene(tampering.replace_stamp)),
    "replace_reservations_look": Attack(
        NOTES, "the look of signed reservations exchanged", on_scene(tampering.replace_reservations_look)
    ),
    "replace_page_content": Attack(NOTES, "the text of a page exchanged", on_scene(tampering.replace_page_content)),
    "change_xmp": Attack(NOTES, "the metadata changed", on_scene(tampering.change_xmp)),
    "append_junk": Attack(NOTES, "bytes put behind the end", on_scene(tampering.append_junk)),
    "swap_cms": Attack(NOTES, "one signature put in another's place", on_scene(tampering.swap_cms), BAD_SIGNATURE),
    "fill_unsigned": Attack(NOTES, "reservations that nobody signed", on_scene(tampering.fill_unsigned)),
    "overwrite_signed_text": Attack(
        NOTES, "signed reservations overwritten", on_scene(tampering.overwrite_signed_text)
    ),
    "replace_own_signature": Attack(
        NOTES, "a signature taken back and given again without reservations", attacks.replace_own_signature
    ),
    "sign_and_change_page": Attack(
        NOTES, "a page changed by the next signer", on_scene(tampering.sign_and_change_page)
    ),
    "change_form": Attack(NOTES, "the form changed by the next signer", on_scene(tampering.change_form)),
    "zero_contents": Attack(USF, "the signature's value zeroed", attacks.zero_contents, BAD_SIGNATURE),
    "contents_absent": Attack(USF, "its value taken away", replace_value(drop("/Contents"))),
    "contents_null": Attack(USF, "its value null", replace_value(put("/Contents", tampering.pdf.NullObject()))),
    "contents_empty": Attack(USF, "its value empty", replace_value(put("/Contents", tampering.pdf.pdf_string("")))),
    "range_absent": Attack(USF, "its byte range taken away", replace_value(drop("/ByteRange"))),
    "range_null": Attack(USF, "its byte range null", replace_value(put("/ByteRange", tampering.pdf.NullObject()))),
    "range_zero": Attack(USF, "its byte range [0 0 0 0]", replace_value(put("/ByteRange", numbers(0, 0, 0, 0)))),
    "range_half": Attack(USF, "its byte range cut in half", replace_value(put("/ByteRange", numbers(0, 100)))),
    "range_negative": Attack(USF, "its byte range negative", replace_value(put("/ByteRange", numbers(0, -1, 5, 9)))),
    "filter_unknown": Attack(USF, "its format unknown", replace_value(put("/SubFilter", tampering.name("/x.unknown")))),
    "claim_bare": Attack(USF, "a new signature without value or range", claim_signature()),
    "claim_zero": Attack(
        USF,
        "a new signature of zeros",
        claim_signature(ByteRange=numbers(0, 0, 0, 0), Contents=tampering.pdf.ByteStringObject(bytes(64))),
    ),
    "claim_copy": Attack(USF, "another's signature shown in a second box", attacks.copy_signature),
    "wrap_moved_part": Attack(SWA, "the signed part moved behind a forged one", attacks.wrap_moved_part),
    "wrap_in_gap": Attack(SWA, "objects in the gap that nobody signs", attacks.wrap_in_gap),
    "wrap_widened_gap": Attack(SWA, "a gap widened over signed bytes", attacks.wrap_widened_gap, BAD_SIGNATURE),
    "save_page": Attack(ISA, "a page exchanged in one more revision", attacks.replace_page),
    "save_without_table": Attack(ISA, "the same without a table", attacks.save_without_table),
    "save_without_mark": Attack(ISA, "the same without a mark at its end", attacks.save_without_mark),
    "save_with_copied_signature": Attack(
        ISA, "the same with a copy of a signature", attacks.save_with_copied_signature
    ),
    "shadow_hide": Attack(SHADOW, "hide: a cover prepared before signing is emptied", attacks.shadow_hide),
    "shadow_hide_by_table": Attack(
        SHADOW, "hide: the cover is declared free in a table alone", attacks.shadow_hide_by_table
    ),
    "shadow_replace_font": Attack(SHADOW, "replace: the glyphs of a font are exchanged", attacks.shadow_replace_font),
    "shadow_replace_by_own_look": Attack(
        SHADOW, "replace: the look of an own box is also drawn on a page", attacks.shadow_replace_by_own_look
    ),
    "shadow_hide_and_replace_page": Attack(
        SHADOW, "hide and replace: a second page in the file is shown", attacks.shadow_hide_and_replace_page
    ),
    "shadow_hide_and_replace_tree": Attack(
        SHADOW, "hide and replace: a second tree of pages is shown", attacks.shadow_hide_and_replace_tree
    ),
    "shadow_hide_and_replace_by_table": Attack(
        SHADOW, "hide and replace: a table alone points to buried text", attacks.shadow_hide_and_replace_by_table
    ),
    "replace_catalogue": Attack(SHADOW, "another catalogue", on_scene(tampering.replace_catalogue)),
    "annotate_free_text": Attack(EAA, "free text over a page", attacks.annotate_free_text),
    "annotate_stamp": Attack(EAA, "a stamp over a page", attacks.annotate_stamp),
    "annotate_redaction": Attack(EAA, "a redaction over a page", attacks.annotate_redaction),
    "annotate_where_certified_for_it": Attack(
        EAA, "free text, in a file that was certified to allow it", attacks.annotate_where_certified_for_it
    ),
    "sign_new_field": Attack(SSA, "a field of one's own, signed", on_scene(tampering.sign_new_field)),
    "add_unsigned_field": Attack(SSA, "a field of one's own, not signed", attacks.add_unsigned_field),
    "move_field": Attack(SSA, "one's own box made as large as the page", on_scene(tampering.move_field)),
    "approve_first": Attack(BYPASS, "nobody certifies", attacks.approve_first),
    "certify_with_annotations": Attack(BYPASS, "certified to allow annotations", attacks.certify_with_annotations),
    "certify_without_filling": Attack(BYPASS, "certified to allow nothing", attacks.certify_without_filling),
    "certify_as_another": Attack(BYPASS, "certified by another party", attacks.certify_as_another, (FAILED, SIGNERS)),
    "certify_again": Attack(BYPASS, "certified a second time", attacks.certify_again),
    "drop_permissions": Attack(BYPASS, "the permissions taken away", on_scene(tampering.drop_permissions)),
    "point_permissions_elsewhere": Attack(
        BYPASS, "the permissions name another signature", attacks.point_permissions_elsewhere
    ),
    "forge_record": Attack(
        INSIDE, "record re-chained with other words, attached", attacks.forge_record, (FAILED, EDITION)
    ),
    "forge_whole_file": Attack(
        INSIDE, "the same as a new file, signed with keys of the same names", attacks.forge_whole_file, (OPEN, TRUST)
    ),
    "drop_entry": Attack(INSIDE, "an entry dropped", attacks.drop_entry, (FAILED, EDITION)),
    "drop_entry_before_signing": Attack(
        INSIDE, "an entry dropped before signing", attacks.drop_entry_before_signing, (FAILED, EDITION)
    ),
    "swap_evidence_hash": Attack(INSIDE, "evidence exchanged", attacks.swap_evidence_hash, (FAILED, EDITION)),
    "mix_editions": Attack(INSIDE, "editions mixed", attacks.mix_editions, (FAILED, EDITION)),
    "mix_editions_before_signing": Attack(
        INSIDE, "editions mixed before signing", attacks.mix_editions_before_signing, (FAILED, SIGNERS)
    ),
    "sign_with_same_name": Attack(
        KEYS, "another certificate with the party's name", attacks.sign_with_same_name, (OPEN, TRUST), (OPEN, TRUST)
    ),
    "certify_with_same_name": Attack(
        KEYS, "the same for the incoming PM", attacks.certify_with_same_name, (OPEN, TRUST)
    ),
    "sign_with_expired": Attack(
        KEYS, "an expired certificate", attacks.sign_with_expired, (OPEN, SIGNATURES), (OPEN, SIGNATURES)
    ),
    "sign_with_future": Attack(
        KEYS, "a certificate that is not valid yet", attacks.sign_with_future, (OPEN, SIGNATURES), (OPEN, SIGNATURES)
    ),
    "sign_with_server_key": Attack(
        KEYS, "a certificate for other uses", attacks.sign_with_server_key, (OPEN, SIGNATURES), (OPEN, SIGNATURES)
    ),
    "cut_last": Attack(BLIND, "the last signature cut off", attacks.cut_last, (PASSED, None)),
    "replay_old": Attack(
        BLIND, "an old baseline replayed", attacks.replay_old, (PASSED, None), compared=make_later_scene
    ),
    "set_clock_back": Attack(
        BLIND, "the clock set back", attacks.set_clock_back, (PASSED, None), (PASSED, None), attacks.make_clock_scene
    ),
}
PASSING_ALONE = {"cut_last", "replay_old", "set_clock_back"}


def make_file(attack: Attack) -> bytes:
    return attack.make(make_scene())


def judge(data: bytes, beside: Outside | None = None) -> Verification | None:
    """What `verify` finds; None for a file that it refuses to read."""
    try:
        return verify_pdf(data, trusted=frozenset(TRUSTED), check_edition=check_edition, beside=beside)
    except BadInput:
        return None


def outside_of(scene: Scene, data: bytes) -> Outside:
    """The folder and the hash of a scene, as the command would read them."""
    from takeover.cli.attached import find_attached

    chain, attached = read_chain(scene.record), find_attached(data)
    newest = max(seal.baseline for seal in fold_entries(chain.entries).seals())
    record = check_record(attached.manifest, chain) if attached else None
    return Outside(record=record, newest=newest, expect=scene.expect)


def layer_says(found: Verification, layer: LayerName | None, verdict: Verdict) -> bool:
    return layer is None or found.layer(layer).state is State(verdict.value)


def test_the_file_under_attack_passes_alone_and_with_all_that_is_beside_it() -> None:
    scene = make_scene()
    assert judge(scene.good).verdict is PASSED
    assert judge(scene.good, outside_of(scene, scene.good)).verdict is PASSED


@pytest.mark.parametrize("name", ATTACKS)
def test_attack_is_judged_as_the_table_says(name: str) -> None:
    attack = ATTACKS[name]
    data = make_file(attack)
    found = judge(data)
    verdict, layer = attack.alone
    assert found is not None
    assert (found.verdict, layer_says(found, layer, verdict)) == (verdict, True)
    beside = judge(data, outside_of(attack.compared(), data))
    verdict, layer = attack.beside
    assert beside is not None
    assert (beside.verdict, layer_says(beside, layer, verdict)) == (verdict, True)


def test_only_three_pass_from_the_file_alone_and_one_with_more() -> None:
    assert {name for name, attack in ATTACKS.items() if attack.alone[0] is PASSED} == PASSING_ALONE
    assert {name for name, attack in ATTACKS.items() if attack.beside[0] is PASSED} == {"set_clock_back"}


def test_a_clock_that_was_set_back_is_remarked() -> None:
    found = judge(make_file(ATTACKS["set_clock_back"]))
    assert found is not None
    assert "signing.signatures.clock" in {finding.key for finding in found.layer(SIGNATURES).findings}


def test_a_cut_signature_shows_in_the_count() -> None:
    found = judge(make_file(ATTACKS["cut_last"]))
    assert found is not None
    assert (found.signed, found.expected) == (2, 4)


@pytest.mark.parametrize("name", sorted(PASSING_ALONE - {"set_clock_back"}))
@pytest.mark.parametrize("part", ["record", "expect"])
def test_folder_or_hash_is_enough_to_see_a_cut_and_a_replay(name: str, part: str) -> None:
    attack = ATTACKS[name]
    data = make_file(attack)
    whole = outside_of(attack.compared(), data)
    only = Outside(record=whole.record, newest=whole.newest) if part == "record" else Outside(expect=whole.expect)
    assert judge(data, only).verdict is FAILED


TRUST_OPTIONS = tuple(option for fingerprint in TRUSTED for option in ("--trust", fingerprint))


@pytest.mark.slow
@pytest.mark.exhaustive
@pytest.mark.parametrize("name", ATTACKS)
def test_command_says_so_quickly_and_with_its_exit_code(name: str, tmp_path: Path) -> None:
    attack, file = ATTACKS[name], tmp_path / "forged.pdf"
    file.write_bytes(make_file(attack))
    scene = attack.compared()
    folder = scene.write_folder(tmp_path / "takeover")
    for verdict, more in ((attack.alone[0], ()), (attack.beside[0], ("-C", folder, "--expect", scene.expect))):
        ran = run_verify(file, *TRUST_OPTIONS, *more)
        assert (ran.code, "Traceback" in ran.err) == (EXITS[verdict], False)
        assert ran.out.startswith(verdict.value.upper())
        assert ran.seconds < MAX_SECONDS
        assert ran.megabytes < MAX_MEGABYTES


LOOK_WHOLE_TO_PDFSIG = {
    "replace_own_signature",
    "sign_and_change_page",
    "change_form",
    "shadow_replace_by_own_look",
    "sign_new_field",
    "add_unsigned_field",
    "move_field",
    "approve_first",
    "certify_with_annotations",
    "certify_without_filling",
    "certify_as_another",
    "point_permissions_elsewhere",
    "forge_whole_file",
    "drop_entry_before_signing",
    "mix_editions_before_signing",
    "sign_with_same_name",
    "certify_with_same_name",
    "sign_with_expired",
    "sign_with_future",
    "sign_with_server_key",
    *PASSING_ALONE,
}
"""A signer closes the change with a signature of their own, or the file is whole and something else is wrong."""


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTACKS)
def test_pdfsig_by_its_rule_calls_whole_what_a_further_signature_closes(name: str, tmp_path: Path) -> None:
    """The rule for readers of pdfsig: the last signature must be valid, and it must be *Total document signed*."""
    file = tmp_path / "forged.pdf"
    file.write_bytes(make_file(ATTACKS[name]))
    if shutil.which("pdfsig") is None:
        pytest.skip("pdfsig (poppler-utils) is not installed")
    said = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, check=False).stdout.decode(
        "utf-8", "replace"
    )
    parts = said.split("Signature #")[1:]
    whole = any("Signature is Valid" in part and "\n  - Total document signed" in part for part in parts)
    assert whole is (name in LOOK_WHOLE_TO_PDFSIG)


def test_page_says_how_many_look_whole_to_pdfsig() -> None:
    assert f"{len(LOOK_WHOLE_TO_PDFSIG)} of the {len(ATTACKS)} files of part 5 look whole" in PAGE.read_text("utf-8")


CONFORM_FOR_VERAPDF = {
    "flip_byte",
    "edit_reason",
    "add_page",
    "cut_all",
    "remove_signature",
    "replace_stamp",
    "replace_reservations_look",
    "replace_page_content",
    "change_xmp",
    "swap_cms",
    "fill_unsigned",
    "overwrite_signed_text",
    "claim_copy",
    "shadow_hide",
    "shadow_hide_by_table",
    "shadow_replace_font",
    "replace_catalogue",
    "drop_permissions",
    "forge_whole_file",
    "certify_with_same_name",
    "cut_last",
    "replay_old",
    "set_clock_back",
}
"""On a rendered report (`test_real_attacks`): veraPDF judges the form of a file, not who changed it."""
UNREADABLE_FOR_VERAPDF = {
    "range_absent",
    "range_null",
    "range_half",
    "claim_bare",
    "wrap_widened_gap",
}


# ---- the page


def tell_outside_judges(name: str) -> tuple[str, str]:
    """What pdfsig, by its rule, and veraPDF say of a forged file."""
    unreadable, conforms = name in UNREADABLE_FOR_VERAPDF, name in CONFORM_FOR_VERAPDF
    form = "cannot be read" if unreadable else "conforms" if conforms else "breaks rules"
    return "looks whole" if name in LOOK_WHOLE_TO_PDFSIG else "not whole", form


def write_table() -> str:
    """The table of docs/what-verify-proves.md."""
    words = {PASSED: "passes", FAILED: "FAILED", OPEN: "INDETERMINATE"}
    layers = {None: "–"} | {layer: layer.value for layer in LayerName}
    lines = [
        BEGIN,
        "",
        "| attack | from the file alone | shown by | with folder and `--expect` | pdfsig | veraPDF |",
        "|---|---|---|---|---|---|",
    ]
    for group in dict.fromkeys(attack.group for attack in ATTACKS.values()):
        lines.append(f"| **{group}** | | | | | |")
        for name, attack in ATTACKS.items():
            if attack.group == group:
                alone, layer = attack.alone
                cells = (f"{attack.told} (`{name}`)", words[alone], layers[layer], words[attack.beside[0]])
                lines.append(f"| {' | '.join((*cells, *tell_outside_judges(name)))} |")
    return "\n".join((*lines, "", END))


def test_table_of_the_page_is_that_of_the_tests() -> None:
    text = PAGE.read_text("utf-8")
    assert text[text.index(BEGIN) : text.index(END) + len(END)] == write_table(), (
        "run: python -m tests.signing.test_attacks"
    )


def test_every_attack_has_words_of_its_own() -> None:
    assert len({attack.told for attack in ATTACKS.values()}) == len(ATTACKS) >= 70
    assert all(re.fullmatch(r"[a-z_]+", name) for name in ATTACKS)


if __name__ == "__main__":
    text = PAGE.read_text("utf-8")
    PAGE.write_text(text[: text.index(BEGIN)] + write_table() + text[text.index(END) + len(END) :], "utf-8")
