"""Files made to hang, crash or fill memory: each ends soon as bad input or FAILED, never as an unexpected error."""

from pathlib import Path

import pytest

from takeover.errors import BadInput, Exit
from takeover.signing.model import Verdict
from takeover.signing.verify import verify_pdf
from tests.signing.hostile import HOSTILE, make_hostile
from tests.signing.running import run_verify
from tests.signing.samples import EditionChecker, make_manifest, make_pdf
from tests.signing.test_attacks import MAX_MEGABYTES, MAX_SECONDS

LARGE = {
    "bomb_400_mb",
    "object_stream_bomb",
    "doubly_packed_objects",
    "xref_stream_bomb",
    "many_objects",
    "many_objects_often",
    "too_many_objects",
    "edition_of_small_values",
    "edition_too_long",
    "edition_of_newlines",
    "checklist_of_scalars",
    "just_below_the_bombs",
}
"""What takes seconds to make, or has to be read under the command's ceiling of memory."""


def outcome(data: bytes) -> str | Verdict:
    try:
        return verify_pdf(data, trusted=frozenset(), check_edition=EditionChecker(make_manifest())).verdict
    except BadInput as error:
        return error.code


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - LARGE))
def test_hostile_file_is_never_accepted(name: str) -> None:
    assert outcome(make_hostile(name)) in ("SG040", "SG041", "SG042", Verdict.FAILED)


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in LARGE else pytest.mark.exhaustive) for name in HOSTILE]
)
def test_hostile_file_ends_soon_in_little_memory(name: str, tmp_path: Path) -> None:
    file = tmp_path / "hostile.pdf"
    file.write_bytes(make_hostile(name))
    ran = run_verify(file)
    assert ran.code in (Exit.NO, Exit.BAD_INPUT), ran.err
    assert "Traceback" not in ran.err
    assert ran.seconds < MAX_SECONDS
    assert ran.megabytes < MAX_MEGABYTES


def test_marks_inside_attached_text_do_not_confuse_the_chain() -> None:
    text = b'{"said":"startxref 12 %%EOF"}\nstartxref\n12\n%%EOF\n'
    checker = EditionChecker(make_manifest(), edition=text)
    found = verify_pdf(make_pdf(edition=text), trusted=frozenset(), check_edition=checker)
    assert found.failures == ()
