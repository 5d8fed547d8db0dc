"""deliver, refuse, receive, lift, sign --detached, status: what parties do with a sealed baseline, act by act."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from takeover.cli.sealed import list_items
from takeover.record.chain import read_chain
from takeover.record.kinds import Stamp
from takeover.record.signoff_kinds import sealed
from takeover.record.store import RecordStore, open_record
from takeover.signing.keys import load_identity
from takeover.values import Level
from tests.cli.calling import SHORT, Called, Shell, run

pytestmark = pytest.mark.slow
PASSPHRASE = "correct horse of the test"
ROLES = ("incoming_pm", "outgoing_pm", "sponsor", "client", "witness", "stranger")
START = (*SHORT, "--project", "Atlas", "--engagement", "client", "--customer", "The client", "--zone", "Europe/Berlin")
MAILED: dict[tuple[object, ...], dict[str, bytes]] = {}
PARTIES = ("sponsor", "client", "outgoing_pm", "witness")


@pytest.fixture(scope="module")
def origin(tmp_path_factory) -> Path:
    """A folder with identities and a takeover whose baseline 1 the PM has certified; `mail` holds a copy of the PDF."""
    root = tmp_path_factory.mktemp("signoff")
    (root / "passphrase").write_text(PASSPHRASE + "\n")

    parties = [word for party in PARTIES for word in ("--party", party)]
    run("start", root / "takeover", *START, *parties, "--no-interview")
    for role in ROLES:
        run("identity", "new", "--name", role, "--organisation", "X", "--test", "-o", root / f"{role}.p12",
            "--passphrase-file", root / "passphrase")  # fmt: skip
    run("seal", "-C", root / "takeover", "--as-of", "2020-11-20")
    out = root / "takeover" / "out"
    run("sign", out / "baseline-1-internal.pdf", "-C", root / "takeover", "--as", "incoming_pm",
        "--identity", root / "incoming_pm.p12", "--passphrase-file", root / "passphrase")  # fmt: skip
    (root / "mail").mkdir()
    shutil.copy(out / "baseline-1-internal.signed-1.pdf", root / "mail" / "baseline.pdf")
    return root


class Desk:
    """A copy of the origin that one test works on."""

    def __init__(self, shell: Shell, root: Path) -> None:
        self.shell = shell
        self.root = root
        self.folder = root / "takeover"
        self.certified = root / "mail" / "baseline.pdf"

    def run(self, command: str, *arguments: object, **options: object) -> Called:
        named = [word for name, value in options.items() for word in (f"--{name.replace('_', '-')}", value)]
        return self.shell.run(command, "-C", self.folder, *arguments, *named)

    def key(self, role: str) -> tuple[object, ...]:
        return ("--identity", self.root / f"{role}.p12", "--passphrase-file", self.root / "passphrase")

    def sign_away(self, role: str, name: str, *extra: object) -> Path:
        """Sign as somebody who has the PDF and nothing else; return the file that comes back by mail.

        What was signed once is the same in every test, and comes from `MAILED`.
        """
        output = self.root / "mail" / name
        what = (self.certified.name, role, *extra)
        if what in MAILED:
            for ending, data in MAILED[what].items():
                Path(f"{output}{ending}").write_bytes(data)
            return output
        called = self.shell.run("sign", self.certified, "--as", role, *self.key(role), *extra, "-o", output)
        assert called.code == 0, called.err
        files = [file for ending in ("", ".p7s") if (file := Path(f"{output}{ending}")).exists()]
        MAILED[what] = {str(file).removeprefix(str(output)): file.read_bytes() for file in files}
        return output

    @property
    def bodies(self) -> list[dict[str, Any]]:
        chain = read_chain((self.folder / "record.jsonl").read_bytes())
        assert chain.damage is None
        return [dict(entry.body) for entry in chain.entries if entry.body]

    def kinds(self, *wanted: str) -> list[dict[str, Any]]:
        return [body for body in self.bodies if body["kind"] in wanted]

    @property
    def record(self) -> bytes:
        return (self.folder / "record.jsonl").read_bytes()

    def signoff(self, **options: object) -> dict[str, dict[str, Any]]:
        (signoff,) = json.loads(self.run("status", "--json", **options).out)["signoff"]
        return {party["role"]: party for party in signoff["parties"]}

    def refused(self, code: str, called: Called, before: bytes) -> bool:
        """Nothing was entered, and the sentence says what to do."""
        assert code in called.err, called.err
        assert called.code in (2, 3, 5)
        return self.record == before


@pytest.fixture
def desk(shell, origin, tmp_path) -> Desk:
    shutil.copytree(origin, tmp_path / "copy")
    return Desk(shell, tmp_path / "copy")


# ---- two editions of one baseline


def test_two_editions_are_signed_received_and_verified_each_by_its_own_parties(desk, tmp_path):
    assert desk.run("release", "--by", "sponsor").code == 0
    sealed = desk.run("seal", "--edition", "both", "--as-of", "2020-11-20")
    assert sealed.code == 0, sealed.err
    mail = {edition: tmp_path / f"{edition}.pdf" for edition in ("internal", "shared")}
    for edition, file in mail.items():
        pdf = desk.folder / "out" / f"baseline-2-{edition}.pdf"
        assert desk.run("sign", pdf, "--as", "incoming_pm", *desk.key("incoming_pm"), "-o", file).code == 0
    desk.certified = mail["shared"]
    back = desk.sign_away("client", "c.pdf", "--reserve", "Q-01", "not so")
    desk.certified = mail["internal"]
    other = desk.sign_away("sponsor", "i.pdf")
    called = desk.shell.run("sign", mail["internal"], "--as", "client", *desk.key("client"), "-o", tmp_path / "no.pdf")
    assert (called.code, "SG011" in called.err) == (5, True)
    assert [desk.run("receive", file).code for file in (back, other)] == [0, 0]
    came = [(body["baseline"], body["edition"]) for body in desk.kinds("received")]
    assert came == [(2, "shared"), (2, "internal")]
    assert "CM092" in desk.run("deliver", "--to", "client", "--how", "mail", "--baseline", "2").err
    kit = tmp_path / "kit.zip"
    called = desk.run("verify", back, "--kit", kit, "--json")
    layers = {layer["layer"]: layer for layer in json.loads(called.out)["layers"]}
    assert (layers["signers"]["state"], layers["record"]["state"]) == ("passed", "passed")
    assert "2 of 5 signed" in desk.run("verify", back).out
    assert "certificates/client.pem" in zipfile.ZipFile(kit).namelist()
    assert "Together: passed" in desk.run("verify", back, other).out


# ---- what needs no list


def test_a_damaged_list_is_said_and_in_nobodys_way(desk):
    file, pair = desk.sign_away("outgoing_pm", "o.pdf"), desk.sign_away("witness", "w.json", "--detached")
    pinned = desk.folder / "checklist.json"
    pinned.write_bytes(pinned.read_bytes().replace(b"a", b"b", 1))
    acts = (
        ("deliver", "--to", "sponsor", "--how", "mail"),
        ("refuse", "--by", "client", "--witness", "witness"),
        ("receive", file),
        ("receive", pair),
        ("sign", file, "--as", "sponsor", *desk.key("sponsor"), "-o", desk.root / "signed.pdf"),
    )
    for command, *arguments in acts:
        called = desk.run(command, *arguments)
        assert called.code == 0, called.err
        assert "Going on without the list" in called.err
    assert len(desk.kinds("delivered", "refused", "signed")) == 6
    called = desk.run("verify", desk.root / "signed.pdf")
    assert (called.code, "list" in called.err) == (4, False)
    assert desk.run("report").code == 3


# ---- deliver


def test_deliver_keeps_who_was_given_what_and_waits_for_the_answer(desk):
    receipt = desk.root / "receipt.txt"
    receipt.write_text("read 2020-11-02")
    called = desk.run("deliver", desk.certified, "--evidence", receipt, to="sponsor", how="mail", on="2020-11-01",
                      answer_by="2020-11-10", place="Berlin", attempts="two calls")  # fmt: skip
    assert called.code == 0, called.err
    (body,) = desk.kinds("delivered")
    digest = hashlib.sha256(desk.certified.read_bytes()).hexdigest()
    assert (body["pdf"], body["how"], body["answer_by"], body["on"]) == (digest, "mail", "2020-11-10", "2020-11-01")
    assert (body["place"], body["attempts"], body["sharing"]) == ("Berlin", "two calls", "internal")
    assert next((desk.folder / "evidence").glob(f"{body['evidence'][0]['sha256']}.*")).read_text() == "read 2020-11-02"
    assert desk.signoff(as_of="2020-11-10")["sponsor"]["reply"] == "waiting"
    late = desk.signoff(as_of="2020-11-11")["sponsor"]
    assert (late["reply"], late["silent_since"]) == ("silent", "2020-11-10")
    assert "neither consent nor refusal" in desk.run("status", as_of="2020-11-11").out


def test_deliver_without_a_file_means_the_newest(desk):
    assert desk.run("deliver", to="sponsor", how="post").code == 0
    (body,) = desk.kinds("delivered")
    assert body["pdf"] == hashlib.sha256(desk.certified.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("CM094", ("--to", "client", "--how", "mail")),
        ("IV052", ("--to", "nobody", "--how", "mail")),
        ("CM095", ("--to", "sponsor", "--how", "mail", "--on", "2999-01-01")),
        ("CM095", ("--to", "sponsor", "--how", "mail", "--on", "2020-11-01", "--answer-by", "2020-10-01")),
        ("CM091", ("--to", "sponsor", "--how", "mail", "--baseline", "7")),
        ("CM091", ("--to", "sponsor", "--how", "mail", "--edition", "shared")),
        ("RC030", ("--to", "sponsor", "--how", "mail", "--evidence", "not-there.pdf")),
    ],
)
def test_deliver_refuses_what_cannot_be(desk, code, arguments):
    before = desk.record
    assert desk.refused(code, desk.run("deliver", *arguments), before)


def test_deliver_refuses_a_file_that_the_record_does_not_know(desk):
    before = desk.record
    other = desk.sign_away("sponsor", "s.pdf")
    assert desk.refused("CM093", desk.run("deliver", other, to="witness", how="mail"), before)


def test_of_two_editions_one_must_be_named_and_the_client_gets_the_shared_one(desk):
    """Two editions of baseline 2, entered as `seal` would."""
    store = open_record(desk.folder, machine="test", salt=lambda: bytes(32))
    store.complete = True
    stamp = Stamp(at="2026-11-22T09:00:00.000Z", by=store.situation.opened.by, sharing=Level.SHARED)
    editions = [{"edition": name, "manifest": "33" * 32, "pdf": pdf * 32, "bytes": 1} for name, pdf in
                (("internal", "aa"), ("shared", "bb"))]  # fmt: skip
    store.append([sealed(stamp, baseline=2, root="11" * 32, head="22" * 32, editions=editions)])
    before = desk.record
    assert desk.refused("CM092", desk.run("deliver", to="client", how="mail"), before)
    assert desk.refused("CM094", desk.run("deliver", to="client", how="mail", edition="internal"), before)
    called = desk.run("deliver", to="client", how="mail", edition="shared")
    assert called.code == 0, called.err
    (body,) = desk.kinds("delivered")
    assert (body["baseline"], body["pdf"], body["sharing"]) == (2, "bb" * 32, "shared")
    told = desk.run("status", "--lang", "zh").out
    assert "客户：" in told
    assert "尚未答复" in told


def test_nothing_sealed_is_said_first(shell):
    shell.start()
    for command, arguments in (
        ("deliver", ("--to", "sponsor", "--how", "mail")),
        ("refuse", ("--by", "sponsor")),
        ("receive", ("--nothing-from", "sponsor")),
        ("lift", ("R1", "--as", "sponsor", "--evidence", "x.pdf")),
    ):
        called = shell.here(command, *arguments)
        assert (called.code, "CM090" in called.err) == (5, True), called.err


# ---- refuse


def test_refuse_keeps_words_and_witness_and_touches_nobodys_file(desk):
    files = {file: file.read_bytes() for file in desk.root.rglob("*.pdf")}
    called = desk.run("refuse", by="sponsor", witness="witness", words="先问法务", place="上海", on="2020-11-21")
    assert called.code == 0, called.err
    assert "takeover sign FILE --as witness" in called.out
    (body,) = desk.kinds("refused")
    assert (body["words"], body["place"], body["on"]) == ("先问法务", "上海", "2020-11-21")
    assert {file: file.read_bytes() for file in desk.root.rglob("*.pdf")} == files
    found = desk.signoff()["sponsor"]
    assert (found["reply"], found["refused"][0]["words"]) == ("refused", "先问法务")
    told = desk.run("status").out
    assert "“先问法务”; witness: witness" in told
    assert desk.run("verify", desk.certified).code in (0, 4)


def test_refuse_without_words_or_witness_says_so(desk):
    called = desk.run("refuse", by="sponsor")
    assert (called.code, "--witness" in called.out) == (0, True)
    assert "no reason given; witness: –" in desk.run("status").out


def test_whoever_refused_may_still_sign(desk):
    assert desk.run("refuse", by="sponsor", words="not yet").code == 0
    assert desk.run("receive", desk.sign_away("sponsor", "s.pdf")).code == 0
    found = desk.signoff()["sponsor"]
    assert (found["reply"], len(found["refused"])) == ("signed", 1)


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("CM097", ("--by", "sponsor", "--witness", "sponsor")),
        ("CM097", ("--by", "incoming_pm")),
        ("CM097", ("--by", "sponsor", "--witness", "incoming_pm")),
        ("CM095", ("--by", "sponsor", "--on", "2999-01-01")),
        ("IV052", ("--by", "sponsor", "--witness", "nobody")),
    ],
)
def test_refuse_refuses_what_cannot_be(desk, code, arguments):
    before = desk.record
    assert desk.refused(code, desk.run("refuse", *arguments), before)


def test_a_signature_is_not_taken_back_by_a_refusal(desk):
    desk.run("receive", desk.sign_away("sponsor", "s.pdf"))
    before = desk.record
    assert desk.refused("CM098", desk.run("refuse", by="sponsor"), before)


# ---- receive: PDF


@pytest.fixture
def another_program(monkeypatch):
    """Sign as a program does that does not look whether the baseline has the item of a reservation."""
    monkeypatch.setattr("takeover.cli.sign.refuse_unknown_items", lambda _data, _reservations: None)


@pytest.mark.usefixtures("another_program")
def test_receive_enters_signature_and_reservations_once(desk):
    item = next(item for item in sorted(list_items(desk.certified.read_bytes())) if item.startswith("Q-"))
    file = desk.sign_away("sponsor", "s.pdf", "--reserve", item, "日期不同", "--reserve", "F-99", "never heard of")
    before = file.read_bytes()
    called = desk.run("receive", file)
    assert called.code == 0, called.err
    assert "F-99" in called.err
    _, signed = desk.kinds("signed")
    first, second = desk.kinds("reserved")
    (received,) = desk.kinds("received")
    assert (signed["field"], signed["after"]) == ("sign-sponsor", hashlib.sha256(before).hexdigest())
    assert (first["number"], first["item"], first["text"]) == ("R1", item, "日期不同")
    assert ("item" in second, second["text"]) == (False, "F-99: never heard of")
    assert (received["form"], received["sha256"]) == ("digital", signed["after"])
    assert file.read_bytes() == before
    assert next((desk.folder / "evidence").glob(f"{signed['after']}.pdf")).read_bytes() == before
    told = desk.run("status").out
    assert f"open reservations: sponsor R1 ({item}), sponsor R2 (general)" in told
    record = desk.record
    again = desk.run("receive", file)
    assert (again.code, desk.record) == (0, record)
    assert "Nothing was entered twice" in again.out


def test_receive_says_whose_signature_it_is(desk):
    called = desk.run("receive", desk.sign_away("sponsor", "s.pdf"), "--json")
    (new,) = json.loads(called.out)["new"]
    assert (new["role"], new["form"], new["trust"]) == ("sponsor", "digital", ["signing.trust.not_pinned"])
    identity = load_identity((desk.root / "sponsor.p12").read_bytes(), PASSPHRASE.encode())
    assert new["certificate"] == identity.fingerprint


def test_a_kill_between_file_and_entry_is_made_good_by_receive(desk, monkeypatch):
    def killed(self, bodies, **_: object):
        raise KeyboardInterrupt

    before = desk.record
    with monkeypatch.context() as patch:
        patch.setattr(RecordStore, "append", killed)
        called = desk.run("sign", desk.certified, "--as", "sponsor", *desk.key("sponsor"))
    signed = desk.certified.with_name("baseline.signed-1.pdf")
    assert (called.code, signed.exists(), desk.record) == (130, True, before)
    assert desk.run("verify", signed).code in (0, 4)
    assert desk.run("receive", signed).code == 0
    assert desk.signoff()["sponsor"]["signed"][0]["form"] == "digital"


def test_a_kill_while_receiving_is_made_good_by_receiving_again(desk, monkeypatch):
    def killed(self, bodies, **_: object):
        raise KeyboardInterrupt

    file, before = desk.sign_away("sponsor", "s.pdf"), desk.record
    with monkeypatch.context() as patch:
        patch.setattr(RecordStore, "append", killed)
        assert desk.run("receive", file).code == 130
    assert desk.record == before
    assert desk.run("receive", file).code == 0
    assert len(desk.kinds("received")) == 1


def test_two_who_signed_side_by_side_are_both_entered_and_explained(desk):
    mine, other = desk.sign_away("sponsor", "s.pdf"), desk.sign_away("outgoing_pm", "o.pdf")
    assert desk.run("receive", mine).code == 0
    called = desk.run("receive", other)
    assert called.code == 0
    assert "takeover sign --detached" in called.err
    assert [body["form"] for body in desk.kinds("received")] == ["digital", "parallel"]
    kept = hashlib.sha256(other.read_bytes()).hexdigest()
    assert next((desk.folder / "evidence").glob(f"{kept}.pdf")).read_bytes() == other.read_bytes()
    found = desk.signoff()
    assert (found["sponsor"]["reply"], found["outgoing_pm"]["reply"]) == ("signed", "signed")
    for file in (mine, other):
        called = desk.run("verify", file, "--json")
        layers = {layer["layer"]: layer for layer in json.loads(called.out)["layers"]}
        assert layers["record"]["state"] == "passed", layers["record"]
        assert "signing.record.parallel" in {finding["key"] for finding in layers["record"]["findings"]}
    assert "Nothing was entered twice" in desk.run("receive", mine).out
    assert "Nothing was entered twice" in desk.run("receive", other).out


def resave(source: Path, target: Path) -> Path:
    with pikepdf.open(source) as opened:
        opened.save(target)
    return target


def flatten(source: Path, target: Path) -> Path:
    """What a print or a platform makes of it: pages without fields and without what lies inside."""
    with pikepdf.open(source) as opened:
        for key in ("/AcroForm", "/AF", "/Names", "/Perms"):
            if key in opened.Root:
                del opened.Root[key]
        for page in opened.pages:
            page.obj.Annots = pikepdf.Array()
        opened.save(target)
    return target


def test_files_that_are_not_the_sealed_one_have_sentences_of_their_own(desk):
    before, mail = desk.record, desk.root / "mail"
    signed = desk.sign_away("sponsor", "s.pdf")
    (mail / "changed.pdf").write_bytes(signed.read_bytes() + b"\n% more\n")
    (mail / "letter.pdf").write_bytes(b"%PDF-1.7\nnot really\n")
    (mail / "scan.png").write_bytes(b"\x89PNG\r\n")
    cases = {
        "SG060": resave(signed, mail / "resaved.pdf"),
        "CM101": flatten(signed, mail / "flat.pdf"),
        "SG061": mail / "changed.pdf",
        "SG062": None,
        "SG040": mail / "letter.pdf",
        "CM100": mail / "scan.png",
        "CM016": mail / "not-there.pdf",
    }
    for code, file in cases.items():
        if file is not None:
            assert desk.refused(code, desk.run("receive", file), before)
    assert "--platform" in desk.run("receive", cases["SG060"]).err
    assert "--ink" in desk.run("receive", cases["CM101"]).err
    assert not any((desk.folder / "evidence").iterdir())


def test_an_older_copy_brings_nothing(desk):
    desk.run("receive", desk.sign_away("sponsor", "s.pdf"))
    before = desk.record
    assert desk.refused("SG063", desk.run("receive", desk.certified), before)
    assert desk.refused("SG063", desk.run("receive", desk.folder / "out" / "baseline-1-internal.pdf"), before)


def test_the_sealed_file_that_nobody_signed_brings_nothing(desk, tmp_path):
    """As after a restore of the record as it was before the PM certified."""
    lines = desk.record.splitlines(keepends=True)
    (desk.folder / "record.jsonl").write_bytes(b"".join(lines[:-1]))
    before = desk.record
    assert desk.refused("SG062", desk.run("receive", desk.folder / "out" / "baseline-1-internal.pdf"), before)


def test_a_file_of_another_takeover_is_not_entered(desk, shell):
    shell.start()
    called = shell.here("receive", desk.certified)
    assert (called.code, "CM102" in called.err) == (5, True)


def test_a_baseline_that_the_record_never_sealed_is_not_entered(desk):
    lines = desk.record.splitlines(keepends=True)
    (desk.folder / "record.jsonl").write_bytes(b"".join(lines[:-2]))
    (desk.folder / "record.lock").unlink()
    called = desk.run("receive", desk.certified)
    assert (called.code, "CM103" in called.err) == (5, True)


@pytest.mark.parametrize("arguments", [(), ("x.pdf", "--nothing-from", "sponsor")])
def test_receive_takes_one_thing_at_a_time(desk, arguments):
    before = desk.record
    assert desk.refused("CM099", desk.run("receive", *arguments), before)


# ---- silence


def test_silence_can_be_recorded_and_is_no_refusal(desk):
    desk.run("deliver", to="sponsor", how="mail", on="2020-11-01")
    called = desk.run("receive", nothing_from="sponsor", on="2020-11-15", attempts="called on the 12th")
    assert called.code == 0, called.err
    (body,) = desk.kinds("received")
    assert (body["form"], body["on"], body["attempts"]) == ("nothing", "2020-11-15", "called on the 12th")
    found = desk.signoff()["sponsor"]
    assert (found["reply"], found["silent_since"], found["refused"]) == ("silent", "2020-11-15", [])
    assert desk.run("receive", desk.sign_away("sponsor", "s.pdf")).code == 0
    assert desk.signoff()["sponsor"]["reply"] == "signed"


def test_silence_needs_a_delivery_an_open_answer_and_a_day_that_has_passed(desk):
    before = desk.record
    assert desk.refused("CM105", desk.run("receive", nothing_from="sponsor"), before)
    desk.run("deliver", to="sponsor", how="mail", on="2020-11-01", answer_by="2020-11-20")
    before = desk.record
    assert desk.refused("CM107", desk.run("receive", nothing_from="sponsor", on="2020-11-20"), before)
    desk.run("refuse", by="sponsor")
    before = desk.record
    assert desk.refused("CM106", desk.run("receive", nothing_from="sponsor"), before)


# ---- beside the PDF


@pytest.mark.usefixtures("another_program")
def test_signing_beside_the_pdf_comes_back_as_two_files(desk):
    declaration = desk.sign_away("sponsor", "sponsor.json", "--detached", "--reserve", "F-99", "日期不同")
    called = desk.run("receive", Path(f"{declaration}.p7s"))
    assert called.code == 0, called.err
    (received,) = desk.kinds("received")
    _, signed = desk.kinds("signed")
    (reserved,) = desk.kinds("reserved")
    sealed = hashlib.sha256((desk.folder / "out" / "baseline-1-internal.pdf").read_bytes()).hexdigest()
    assert (signed["before"], signed["after"], received["form"]) == (sealed, sealed, "detached")
    assert reserved["text"] == "F-99: 日期不同"
    assert received["sha256"] == hashlib.sha256(Path(f"{declaration}.p7s").read_bytes()).hexdigest()
    found = desk.signoff()["sponsor"]
    assert (found["reply"], found["signed"][0]["form"]) == ("reserved", "detached")
    record = desk.record
    assert "Nothing was entered twice" in desk.run("receive", declaration).out
    assert desk.record == record


def test_side_by_side_both_forms_count_and_verify(desk):
    beside = desk.sign_away("sponsor", "sponsor.json", "--detached")
    inside = desk.sign_away("outgoing_pm", "o.pdf")
    assert desk.run("receive", beside).code == desk.run("receive", inside).code == 0
    layers = {layer["layer"]: layer for layer in json.loads(desk.run("verify", inside, "--json").out)["layers"]}
    keys = {finding["key"]: finding["state"] for finding in layers["record"]["findings"]}
    assert keys == {"signing.record.fits": "passed", "signing.detached.sound": "passed"}
    assert [party["reply"] for party in desk.signoff().values()][:3] == ["signed", "signed", "signed"]


def test_verify_finds_a_kept_declaration_that_was_changed_or_is_gone(desk):
    declaration = desk.sign_away("sponsor", "sponsor.json", "--detached", "--reserve", "-", "not agreed")
    desk.run("receive", declaration)
    kept = next((desk.folder / "evidence").glob("*.json"))
    kept.chmod(0o644)
    kept.write_bytes(kept.read_bytes().replace(b"not agreed", b"all agreed"))
    called = desk.run("verify", desk.certified)
    assert (called.code, "does not hold over its declaration" in called.out) == (1, True)
    kept.unlink()
    called = desk.run("verify", desk.certified)
    assert (called.code, "not on this machine" in called.out) == (4, True)


def test_signing_beside_the_pdf_in_the_folder_enters_at_once(desk):
    called = desk.run("sign", desk.certified, "--detached", "--as", "sponsor", *desk.key("sponsor"))
    assert called.code == 0, called.err
    assert desk.signoff()["sponsor"]["signed"][0]["form"] == "detached"


def test_declarations_that_are_not_good_have_sentences_of_their_own(desk):
    before = desk.record
    declaration = desk.sign_away("sponsor", "sponsor.json", "--detached", "--reserve", "-", "not agreed")
    signature, good = Path(f"{declaration}.p7s"), declaration.read_bytes()
    declaration.write_bytes(good.replace(b"not agreed", b"all agreed"))
    assert desk.refused("SG066", desk.run("receive", signature), before)
    declaration.write_bytes(good + b"\n")
    assert desk.refused("SG064", desk.run("receive", signature), before)
    declaration.write_bytes(good)
    sound = signature.read_bytes()
    signature.write_bytes(b"nothing")
    assert desk.refused("SG065", desk.run("receive", declaration), before)
    signature.write_bytes(sound)
    declaration.unlink()
    assert desk.refused("CM104", desk.run("receive", signature), before)
    assert not any((desk.folder / "evidence").iterdir())


def test_a_party_with_another_registered_certificate_is_refused(desk):
    declaration = desk.sign_away("sponsor", "sponsor.json", "--detached")
    called = desk.shell.run("identity", "trust", "-C", desk.folder, desk.root / "stranger.p12", "--as", "sponsor",
                            "--passphrase-file", desk.root / "passphrase")  # fmt: skip
    assert called.code == 0, called.err
    before = desk.record
    assert desk.refused("SG069", desk.run("receive", declaration), before)


def test_signing_beside_the_pdf_follows_the_rules_of_signing(desk):
    sealed = desk.folder / "out" / "baseline-1-internal.pdf"
    early = desk.shell.run("sign", sealed, "--detached", "--as", "sponsor", *desk.key("sponsor"))
    client = desk.shell.run("sign", desk.certified, "--detached", "--as", "client", *desk.key("sponsor"))
    assert (early.code, "SG014" in early.err) == (5, True)
    assert (client.code, "SG011" in client.err) == (5, True)
    desk.sign_away("sponsor", "sponsor.json", "--detached")
    again = desk.shell.run("sign", desk.certified, "--detached", "--as", "sponsor", *desk.key("sponsor"),
                           "-o", desk.root / "mail" / "sponsor.json")  # fmt: skip
    assert (again.code, "CM021" in again.err) == (5, True)


# ---- lift


@pytest.fixture
def reserved(desk) -> Desk:
    """The sponsor has made two reservations in the PDF, and they are entered."""
    file = desk.sign_away("sponsor", "s.pdf", "--reserve", "-", "the date", "--reserve", "-", "the sum")
    assert desk.run("receive", file).code == 0
    return desk


def test_lift_with_the_key_that_made_the_reservation(reserved):
    called = reserved.run("lift", "R1", "--as", "sponsor", *reserved.key("sponsor"), reason="I saw the contract.")
    assert called.code == 0, called.err
    (body,) = reserved.kinds("lifted")
    assert (body["number"], body["text"]) == ("R1", "I saw the contract.")
    identity = load_identity((reserved.root / "sponsor.p12").read_bytes(), PASSPHRASE.encode())
    assert body["certificate"] == identity.fingerprint
    assert len(body["evidence"]) == 2
    told = reserved.run("status").out
    assert "lifted sponsor R1 (general)" in told
    assert "open reservations: sponsor R2 (general)" in told
    record = reserved.record
    assert reserved.refused(
        "CM109", reserved.run("lift", "R1", "--as", "sponsor", *reserved.key("sponsor"), "--force"), record
    )


def test_lift_with_another_key_is_refused_and_said(reserved):
    before = reserved.record
    called = reserved.run("lift", "R1", "--as", "sponsor", *reserved.key("stranger"))
    assert reserved.refused("SG069", called, before)
    assert reserved.kinds("lifted") == []
    assert not list((reserved.folder / "out").glob("*lifts*"))


def test_lift_on_paper_keeps_the_scan(reserved):
    scan = reserved.root / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 a scan")
    called = reserved.run("lift", "r2", "--as", "sponsor", evidence=scan, on="2020-11-22")
    assert called.code == 0, called.err
    (body,) = reserved.kinds("lifted")
    assert ("certificate" in body, body["on"], body["number"]) == (False, "2020-11-22", "R2")
    assert body["evidence"][0]["grade"] == "E3"


def test_lift_from_the_signers_own_desk_comes_back_by_receive(reserved):
    signed = reserved.root / "mail" / "s.pdf"
    output = reserved.root / "mail" / "lift.json"
    made = reserved.shell.run("lift", "R1", "--as", "sponsor", "--from", signed, *reserved.key("sponsor"), "-o", output)
    assert made.code == 0, made.err
    assert reserved.kinds("lifted") == []
    assert reserved.run("receive", Path(f"{output}.p7s")).code == 0
    assert len(reserved.kinds("lifted")) == 1
    record = reserved.record
    assert "Nothing was entered twice" in reserved.run("receive", output).out
    assert reserved.record == record


def test_a_lifting_that_was_signed_by_another_key_or_changed_is_not_entered(reserved):
    signed, mail, before = reserved.root / "mail" / "s.pdf", reserved.root / "mail", reserved.record
    for role in ("stranger", "sponsor"):
        made = reserved.shell.run("lift", "R1", "--as", "sponsor", "--from", signed, *reserved.key(role),
                                  "-o", mail / f"{role}.json")  # fmt: skip
        assert made.code == 0, made.err
    assert reserved.refused("SG069", reserved.run("receive", mail / "stranger.json"), before)
    file = mail / "sponsor.json"
    file.write_bytes(file.read_bytes().replace(b'"number":"R1"', b'"number":"R2"'))
    assert reserved.refused("SG066", reserved.run("receive", file), before)


def test_a_reservation_beside_the_pdf_is_lifted_from_its_declaration(desk):
    declaration = desk.sign_away("sponsor", "sponsor.json", "--detached", "--reserve", "-", "the date")
    desk.run("receive", declaration)
    output = desk.root / "mail" / "lift.json"
    made = desk.shell.run("lift", "R1", "--as", "sponsor", "--from", declaration, *desk.key("sponsor"), "-o", output)
    assert made.code == 0, made.err
    assert desk.run("receive", output).code == 0
    assert desk.signoff()["sponsor"]["reply"] == "signed"


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        ("CM108", ("R7", "--as", "sponsor", "--evidence", "scan.txt")),
        ("CM108", ("R1", "--as", "outgoing_pm", "--evidence", "scan.txt")),
        ("CM108", ("R1", "--as", "legal", "--evidence", "scan.txt")),
        ("CM096", ("R1", "--as", "sponsor")),
        ("CM096", ("R1", "--as", "sponsor", "--from", "s.pdf", "--evidence", "scan.txt")),
    ],
)
def test_lift_refuses_what_cannot_be(reserved, monkeypatch, code, arguments):
    monkeypatch.chdir(reserved.root / "mail")
    Path("scan.txt").write_text("a scan")
    before = reserved.record
    assert reserved.refused(code, reserved.run("lift", *arguments), before)


def test_openssl_and_sha256_are_enough_to_check_a_signature_beside_the_pdf(desk):
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    declaration = desk.sign_away("sponsor", "sponsor.json", "--detached")
    done = subprocess.run(
        ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", f"{declaration}.p7s", "-content", declaration,
         "-noverify", "-out", desk.root / "out.json"], capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sealed = hashlib.sha256((desk.folder / "out" / "baseline-1-internal.pdf").read_bytes()).hexdigest()
    assert json.loads((desk.root / "out.json").read_bytes())["pdf"] == sealed
