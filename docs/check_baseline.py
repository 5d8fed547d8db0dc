#!/usr/bin/env python3
"""Check a baseline with the standard library alone: python3 check_baseline.py BASELINE.pdf|edition.jsonl [record.jsonl]."""

import json
import re
import sys
import zlib
from hashlib import sha256
from pathlib import Path

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
H = lambda tag, *parts: sha256(b"takeover/" + tag + b"/1\n" + b"".join(parts)).digest()
say, data = print, Path(sys.argv[1]).read_bytes()
if data.startswith(b"%PDF-"):  # the edition is the one stream that begins as a manifest does
    packed = (data[m.end() :] for m in re.finditer(rb"(?<!end)stream\r?\n(?=x[\x01\x5e\x9c\xda])", data))
    found = {
        text for part in packed if (text := zlib.decompressobj().decompress(part, 2**26)).startswith(b'{"as_of":"')
    }
    for a, b, c, d in (
        map(int, m.groups()) for m in re.finditer(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*]", data)
    ):
        digest = sha256(data[a : a + b] + data[c : c + d]).hexdigest().encode()
        fits = a == 0 and digest in data[b:c].lower() and re.fullmatch(rb"<[0-9a-fA-F]*>", data[b:c])
        say(f"signature up to byte {c + d} of {len(data)}:", "digest fits" if fits else sys.exit("bytes were changed"))
    (data,) = found if len(found) == 1 else sys.exit(f"{len(found)} editions in this PDF, there must be one")
manifest, *entries = map(json.loads, data.splitlines())
levels, moved = {"shared": [], "internal": [], "private": []}, {}
for entry in entries:
    body = entry.get("body", {})
    if body and H(b"entry", bytes.fromhex(entry["salt"]), encode(body).encode()).hex() != entry["commitment"]:
        sys.exit(f"entry {entry['commitment']} was changed")
    moved |= {body["target"]: body["sharing"]} if body.get("kind") in ("reshared", "erased") else {}
for entry in entries:
    levels[moved.get(entry["commitment"]) or entry["body"]["sharing"]].append(bytes.fromhex(entry["commitment"]))
for level, salt in manifest["level_salts"].items():
    if H(b"level", bytes.fromhex(salt), *levels[level]).hex() != manifest["levels"][level]:
        sys.exit(f"an entry of the level {level} is missing, added or in another place")
if (
    H(b"seal", *map(bytes.fromhex, (manifest["head"], *(manifest["levels"][level] for level in levels)))).hex()
    != manifest["root"]
):
    sys.exit("head and levels do not make the root")
say(f"{len(entries)} entries are those under the root {manifest['root']}")
link, heads = bytes(32), []
for line in Path(sys.argv[2]).read_bytes().splitlines() if len(sys.argv) > 2 else ():
    link = H(b"line", link, *(bytes.fromhex(entry["commitment"]) for entry in json.loads(line)["entries"]))
    heads.append(link.hex())
if heads:
    at = (
        heads.index(manifest["head"]) + 1
        if manifest["head"] in heads
        else sys.exit("this record does not lead to this baseline")
    )
    say(f"sealed at line {at} of {len(heads)} of the record (check the record itself with check_record.py)")
