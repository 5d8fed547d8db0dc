#!/usr/bin/env python3
"""Check a takeover record with the standard library alone: python3 check_record.py record.jsonl."""

import json
import sys
from hashlib import sha256
from pathlib import Path

encode = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
*lines, torn = Path(sys.argv[1]).read_bytes().split(b"\n")
link = bytes(32)
for number, line in enumerate(lines, 1):
    try:
        made, hashes = [], []
        for entry in json.loads(line)["entries"]:
            commitment, rest = bytes.fromhex(entry["commitment"]), {}  # nothing else is left of an erased entry
            if "body" in entry:
                salt, body = bytes.fromhex(entry["salt"]), encode(entry["body"]).encode()
                commitment = sha256(b"takeover/entry/1\n" + salt + body).digest()
                fits = len(salt) == 32 and len(body) <= 2**18 and isinstance(entry["body"], dict)
                rest = {"body": entry["body"], "salt": salt.hex()} if fits else {}
            hashes.append(commitment)
            made.append(rest | {"commitment": commitment.hex()})
        link = sha256(b"takeover/line/1\n" + link + b"".join(hashes)).digest()
        good = encode({"entries": made, "link": link.hex()}).encode() == line and {*map(len, hashes)} == {32}
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        good = False
    if not good or len(line) >= 2**24:
        sys.exit(f"line {number} was changed or does not follow; lines 1 to {number - 1} are intact")
sys.stdout.write(f"{len(lines)} lines are intact, head {link.hex()}, {len(torn)} bytes of an unfinished line\n")
