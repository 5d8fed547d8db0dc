"""`takeover receive FILE`: take in what comes back, a signed PDF or a signature beside it, once; or that nothing came.

The file is kept as evidence first, then everything it brings is one line of the record: a kill in between leaves a file
that no line names, and receiving it again does the rest.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from takeover.baseline.check import check_edition
from takeover.baseline.model import EditionName, Manifest
from takeover.cli.attached import read_attached
from takeover.cli.beside import own_certificates
from takeover.cli.declaration_files import SIGNATURE_ENDING, pair_files
from takeover.cli.desk import Desk, with_desk
from takeover.cli.files import read_file
from takeover.cli.folder import TakeoverFolder, open_for_signoff
from takeover.cli.lift import enter_lifting
from takeover.cli.paper import paper_options, read_paper
from takeover.cli.receive_ink import receive_paper
from takeover.cli.sealed import (
    Sealed,
    choose_day,
    choose_options,
    choose_sealed,
    find_party,
    find_sealed_pdf,
    happened_options,
    keep_papers,
    known_signatures,
    list_items,
    make_stamp,
    name_signer,
    read_party,
)
from takeover.cli.settings import load_settings
from takeover.errors import BadInput, Refused, UsageError
from takeover.record.kinds import Evidence, Grade, Kind
from takeover.record.signoff_kinds import Form, received
from takeover.roles import name_role
from takeover.signing.describe import describe_finding
from takeover.signing.detached import DetachedCheck, LiftingDeclaration, SigningDeclaration, check_detached
from takeover.signing.receive import (
    Arrived,
    examine_declaration,
    examine_pdf,
    find_unknown_items,
    keep_signature,
    names_items,
)
from takeover.signing.verify import verify_pdf
from takeover.values import Role, tidy_text

_NOT_OURS = frozenset({"CM041", "SG041"})


@click.command("receive")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--nothing-from", default="", metavar="PARTY", help="Keep that no answer has come from this party.")
@click.option("--attempts", default="", metavar="TEXT", help="With --nothing-from: what was tried, and when.")
@paper_options
@happened_options
@choose_options
@with_desk
def command(
    desk: Desk,
    *,
    file: Path | None,
    nothing_from: str,
    attempts: str,
    files: tuple[Path, ...],
    **given: Any,
) -> None:
    """Take in FILE: the baseline as somebody signed it, or a signature beside it (.p7s with its declaration).

    The file is checked against the sealed baseline and entered once. FILE itself stays as it is.

    A scan of paper comes in by --ink, --platform or --seal instead: every page is recognised by the code at its foot
    (docs/ink.md). Then --signed and --wrote say what a person sees on it; without them you are asked.
    """
    takeover = open_for_signoff(desk)
    takeover.store.refuse_if_unfit()
    paper = read_paper(given)
    if [paper is not None, file is not None, bool(nothing_from)].count(True) != 1:
        raise UsageError("CM099")
    if paper is not None:
        receive_paper(desk, takeover, paper, papers=files, **given)
        return
    if file is None:
        sealed = choose_sealed(takeover, given["number"], given["edition"])
        _enter_nothing(desk, takeover, sealed, nothing_from, choose_day(takeover, given["on"]), attempts, files)
    elif file.suffix in (SIGNATURE_ENDING, ".json"):
        declaration, signature = pair_files(file)
        receive_declaration(desk, takeover, declaration, signature, papers=files)
    else:
        receive_pdf(desk, takeover, file, papers=files)


def receive_pdf(desk: Desk, takeover: TakeoverFolder, file: Path, *, papers: Sequence[Path] = ()) -> None:
    """Enter the signatures of a PDF that the record does not know yet.

    Raises:
        BadInput: it is not the sealed file.
        Refused: it belongs elsewhere, was changed, or is older than what the record knows.
    """
    data = read_file(file)
    manifest = _read_manifest(data, file)
    sealed = find_sealed(takeover, manifest.takeover, manifest.root, manifest.edition, file)
    known = known_signatures(takeover, sealed)
    trusted = frozenset(load_settings().trust) | own_certificates(takeover.situation, manifest)
    found = verify_pdf(data, trusted=trusted, check_edition=check_edition)
    arrival = examine_pdf(found, sealed=sealed.pdf, known=known, catalogue=desk.catalogue)
    if not arrival.new:
        _say_known(desk, sealed, file, len(found.chain.signatures))
        return
    evidence = keep_papers(takeover, [file], Grade.E3) + keep_papers(takeover, papers)
    enter_arrived(desk, takeover, sealed, arrival.new, evidence, hashes={}, pdf=data)
    for field in arrival.elsewhere:
        desk.say("cli.receive.parallel", role=_name_field(desk, field), file=file)
    _give(desk, takeover, sealed, file, arrival.new)


def _read_manifest(data: bytes, file: Path) -> Manifest:
    """Read the manifest inside.

    Raises:
        BadInput: no PDF, or one without our files: printed, flattened, saved by a platform.
    """
    if not data.startswith(b"%PDF-"):
        raise BadInput("CM100", file=file)
    try:
        return read_attached(data, file)[0]
    except BadInput as error:
        if error.code in _NOT_OURS:
            raise BadInput("CM101", file=file) from error
        raise


def find_sealed(takeover: TakeoverFolder, takeover_id: str, root: str, edition: EditionName, file: Path) -> Sealed:
    """Find the edition that a file says it is.

    Raises:
        Refused: the file is of another takeover, or of a baseline that this record never sealed.
    """
    opened = takeover.situation.opened
    if opened is None or opened.takeover != takeover_id:
        raise Refused("CM102", file=file, folder=takeover.store.folder)
    for seal in takeover.situation.seals():
        if seal.root == root and edition in seal.editions:
            return Sealed(seal=seal, edition=edition)
    raise Refused("CM103", file=file, root=root[:12], folder=takeover.store.folder)


def receive_declaration(
    desk: Desk, takeover: TakeoverFolder, declaration_file: Path, signature_file: Path, *, papers: Sequence[Path] = ()
) -> None:
    """Enter a signature that lies beside the PDF, or the lifting of a reservation.

    Raises:
        BadInput: no declaration, or no signature.
        Refused: the signature does not hold, or is about something that this record does not have.
    """
    signature = read_file(signature_file)
    check = check_detached(read_file(declaration_file), signature)
    about = check.declaration.about
    sealed = find_sealed(takeover, about.takeover, about.root, about.edition, declaration_file)
    digest = hashlib.sha256(signature).hexdigest()
    if _is_kept(takeover, digest):
        _say_known(desk, sealed, signature_file, 1)
        return
    match check.declaration:
        case LiftingDeclaration():
            enter_lifting(desk, takeover, sealed, check, (declaration_file, signature_file))
        case SigningDeclaration():
            _enter_declaration(desk, takeover, sealed, check, (declaration_file, signature_file), papers)


def _enter_declaration(
    desk: Desk,
    takeover: TakeoverFolder,
    sealed: Sealed,
    check: DetachedCheck,
    pair: tuple[Path, Path],
    papers: Sequence[Path],
) -> None:
    party = takeover.situation.party_in(check.declaration.about.role)
    pinned = party.certificate if party else ""
    arrived = examine_declaration(check, sealed=sealed.pdf, known=known_signatures(takeover, sealed), pinned=pinned)
    pdf = find_sealed_pdf(takeover, sealed)
    evidence = keep_papers(takeover, pair, Grade.E3) + keep_papers(takeover, papers)
    hashes = {Form.DETACHED: evidence[1].sha256}
    enter_arrived(desk, takeover, sealed, (arrived,), evidence, hashes=hashes, pdf=pdf)
    _give(desk, takeover, sealed, pair[1], (arrived,))


def _is_kept(takeover: TakeoverFolder, sha256: str) -> bool:
    """Tell whether an answer or a lifting in the record has this file among its evidence."""
    kinds = (Kind.RECEIVED, Kind.LIFTED)
    bodies = (entry.body for kind in kinds for entry in takeover.situation.by_kind.get(kind, ()) if entry.body)
    return any(item.get("sha256") == sha256 for body in bodies for item in body.get("evidence", ()))


def enter_arrived(
    desk: Desk,
    takeover: TakeoverFolder,
    sealed: Sealed,
    new: Sequence[Arrived],
    evidence: tuple[Evidence, ...],
    *,
    hashes: dict[Form, str],
    pdf: bytes | None,
) -> None:
    """Enter signatures with their reservations and how they came, as one line.

    `hashes` is what came, by form, where it is not the PDF up to and including the signature. `pdf` is the baseline,
    if it is at hand.
    """
    items = list_items(pdf) if pdf and any(names_items(arrived.facts.text) for arrived in new) else None
    stamp = make_stamp(takeover, sealed, choose_day(takeover, None))
    bodies: list[dict[str, Any]] = []
    for arrived in new:
        party, named = name_signer(takeover, arrived.role, arrived.name, stamp)
        about: dict[str, Any] = {"baseline": sealed.number, "edition": sealed.edition, "party": party}
        kept = keep_signature(stamp, **about, facts=arrived.facts, items=items)
        came = hashes.get(arrived.form, arrived.facts.after)
        bodies += [*named, *kept, received(stamp, **about, form=arrived.form, sha256=came, evidence=evidence)]
    takeover.store.append(bodies)
    unknown = desk.catalogue.join(item for arrived in new for item in find_unknown_items(arrived.facts.text, items))
    if unknown:
        desk.say("cli.sign.general", items=unknown)


def _enter_nothing(
    desk: Desk,
    takeover: TakeoverFolder,
    sealed: Sealed,
    key: str,
    day: dt.date,
    attempts: str,
    papers: Sequence[Path],
) -> None:
    """Keep that nothing came from a party up to a day: silence, neither consent nor refusal.

    Raises:
        Refused: nothing was delivered to the party, its day has not passed, or it has answered.
    """
    party = find_party(takeover, key)
    done = read_party(takeover, sealed, party, day)
    who = name_role(party.role, desk.catalogue)
    if done is None or not done.deliveries:
        raise Refused("CM105", party=who, key=party.key, number=sealed.number)
    if done.signings or done.refusals:
        raise Refused("CM106", party=who, number=sealed.number)
    if done.answer_by and done.answer_by >= day:
        raise Refused("CM107", party=who, due=done.answer_by, day=day)
    body = received(
        make_stamp(takeover, sealed, day),
        baseline=sealed.number,
        edition=sealed.edition,
        form=Form.NOTHING,
        party=party.id,
        attempts=tidy_text(attempts),
        evidence=keep_papers(takeover, papers),
    )
    takeover.store.append([body])
    plain = {"party": party.key, "baseline": sealed.number, "edition": sealed.edition, "form": Form.NOTHING.value}
    text = desk.text("cli.receive.nothing", party=who, number=sealed.number, day=day)
    desk.give(text, plain | {"head": takeover.store.chain.head.hex()})


def _say_known(desk: Desk, sealed: Sealed, file: Path, count: int) -> None:
    text = desk.text("cli.receive.known", file=file, number=sealed.number, count=count)
    desk.give(text, {"file": str(file), "baseline": sealed.number, "new": []})


def _give(desk: Desk, takeover: TakeoverFolder, sealed: Sealed, file: Path, new: Sequence[Arrived]) -> None:
    """Say who signed, in which form, and whose key it is as far as that is known here."""
    lines = [desk.text("cli.receive.done", file=file, number=sealed.number)]
    for arrived in new:
        form = desk.text(f"cli.form.{arrived.form}")
        role = name_role(arrived.role, desk.catalogue)
        lines.append(desk.text("cli.receive.signature", role=role, name=arrived.name, form=form))
        lines += [f"  {describe_finding(finding, desk.catalogue)}" for finding in arrived.trust]
    plain = [
        {
            "role": arrived.role.value,
            "form": arrived.form.value,
            "name": arrived.name,
            "certificate": arrived.facts.certificate,
            "trust": [finding.key for finding in arrived.trust],
            "text": arrived.facts.text,
        }
        for arrived in new
    ]
    head = takeover.store.chain.head.hex()
    desk.give("\n".join(lines), {"file": str(file), "baseline": sealed.number, "new": plain, "head": head})


def _name_field(desk: Desk, field: str) -> str:
    return name_role(Role(field.removeprefix("sign-").replace("-", "_")), desk.catalogue)
