import zlib
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from takeover.signing import attachments
from takeover.signing.attachments import NoEdition, read_edition_files
from tests.signing.samples import CHECKLIST, EDITION, make_pdf


def open_sample(**parts: bytes | None) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(make_pdf(**parts)))  # type: ignore[arg-type]


def test_read_edition_files_gives_both() -> None:
    assert read_edition_files(open_sample()) == (EDITION, CHECKLIST)


@pytest.mark.parametrize(("part", "name"), [("edition", "edition.jsonl"), ("checklist", "checklist.json")])
def test_read_edition_files_names_what_is_missing(part: str, name: str) -> None:
    with pytest.raises(NoEdition) as caught:
        read_edition_files(open_sample(**{part: None}))
    assert caught.value.name == name


def test_a_file_attached_twice_under_one_name_is_none() -> None:
    """Viewers show the name tree, other tools the associated files: both must mean the same object."""
    document = open_sample()
    other = document.make_indirect(
        Dictionary(UF=String("edition.jsonl"), EF=Dictionary(F=document.make_stream(b"other")))
    )
    document.Root.Names.EmbeddedFiles = Dictionary(Kids=Array([Dictionary(Names=Array([String("x"), other]))]))
    with pytest.raises(NoEdition):
        read_edition_files(document)


@pytest.mark.parametrize("packing", [[Name.ASCIIHexDecode], [Name.FlateDecode, Name.FlateDecode]])
def test_only_plain_deflate_is_unpacked(packing: list[Name]) -> None:
    document = open_sample()
    document.Root.AF[0].EF.F.write(b"00", filter=Array(packing))
    with pytest.raises(NoEdition):
        read_edition_files(document)


def test_deflate_in_a_list_of_one_is_unpacked() -> None:
    document = open_sample()
    document.Root.AF[0].EF.F.write(zlib.compress(b"packed"), filter=Array([Name.FlateDecode]))
    assert read_edition_files(document)[0] == b"packed"


def test_what_grows_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(attachments.MAX_BYTES, "edition.jsonl", 1000)
    document = open_sample()
    document.Root.AF[0].EF.F.write(zlib.compress(bytes(1001)), filter=Name.FlateDecode)
    with pytest.raises(NoEdition):
        read_edition_files(document)


def test_a_cut_stream_is_refused() -> None:
    document = open_sample()
    document.Root.AF[0].EF.F.write(zlib.compress(EDITION)[:-5], filter=Name.FlateDecode)
    with pytest.raises(NoEdition):
        read_edition_files(document)


def test_a_file_without_content_is_refused() -> None:
    document = open_sample()
    del document.Root.AF[0].EF
    with pytest.raises(NoEdition):
        read_edition_files(document)
