#!/usr/bin/env python3
"""Check a baseline with the standard library alone: python3 check_baseline.py BASELINE.pdf|edition.jsonl [record.jsonl]."""

import json
import re
import sys
import zlib
from hashlib import sha256
from pathlib import Path

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
H = lambda tag, *parts: sha256(f"takeover/{tag}/1\n".encode() + b"".join(parts)).digest()
data, stop = Path(sys.argv[1]).read_bytes(), sys.exit
if data.startswith(b"%PDF-"):
    for numbers in re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*]", data):
        a, b, c, d = map(int, numbers)
        digest = sha256(data[a : a + b] + data[c : c + d]).hexdigest().encode()
        fits = a == 0 and digest in data[b:c].lower() and re.fullmatch(rb"<[0-9a-fA-F]*>", data[b:c])
        print(f"signature up to byte {c + d} of {len(data)}:", "digest fits" if fits else stop("bytes were changed"))
    starts = [m.end() for m in re.finditer(rb"(?<!end)stream\r?\n(?=x[\x01\x5e\x9c\xda])", data)]
    unpacked = {zlib.decompressobj().decompress(data[at:], 2**26) for at in starts}
    found = [text for text in unpacked if text.startswith(b'{"as_of":"')]  # as a manifest does
    data = found[0] if len(found) == 1 else stop(f"{len(found)} editions in this PDF, there must be one")
manifest, *entries = map(json.loads, data.splitlines())
levels, moved = {"shared": [], "internal": [], "private": []}, {}
for entry in entries:
    body, given = entry.get("body", {}), entry["commitment"]
    if body and H("entry", bytes.fromhex(entry["salt"]), encode(body).encode()).hex() != given:
        stop(f"entry {given} was changed")
    moved |= {body["target"]: body["sharing"]} if body.get("kind") in ("reshared", "erased") else {}
for entry in entries:
    levels[moved.get(entry["commitment"]) or entry["body"]["sharing"]].append(bytes.fromhex(entry["commitment"]))
for level, salt in manifest["level_salts"].items():
    if H("level", bytes.fromhex(salt), *levels[level]).hex() != manifest["levels"][level]:
        stop(f"an entry of the level {level} is missing, added or in another place")
if H("seal", *map(bytes.fromhex, [manifest["head"], *map(manifest["levels"].get, levels)])).hex() != manifest["root"]:
    stop("head and levels do not make the root")
print(f"{len(entries)} entries are those under the root {manifest['root']}")
lines = Path(sys.argv[2]).read_bytes().splitlines() if len(sys.argv) > 2 else []
link = bytes(32)
for number, line in enumerate(lines, 1):
    link = H("line", link, *(bytes.fromhex(entry["commitment"]) for entry in json.loads(line)["entries"]))
    if link.hex() == manifest["head"]:
        stop(print(f"sealed at line {number} of {len(lines)} of the record (check the rest with check_record.py)"))
stop("this record does not lead to this baseline" if lines else 0)
