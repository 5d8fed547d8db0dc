#!/usr/bin/env python3
"""Check a baseline with the standard library alone: python3 check_baseline.py BASELINE.pdf|edition.jsonl [record.jsonl]."""

import hashlib, json, re, sys, zlib

data, record = [*(open(name, "rb").read() for name in sys.argv[1:]), b""][:2]
unhex, need = bytes.fromhex, lambda holds, words: holds or sys.exit(words)
H = lambda tag, *parts: hashlib.sha256(f"takeover/{tag}/1\n".encode() + b"".join(parts)).digest()

if data.startswith(b"%PDF-"):
    for a, b, c, d in [map(int, n) for n in re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*]", data)]:
        digest, gap = hashlib.sha256(data[a : a + b] + data[c : c + d]).hexdigest(), data[b:c].lower()
        need(a == 0 and digest.encode() in gap and re.fullmatch(rb"<[0-9a-f]*>", gap), "bytes were changed")
        print(f"signature up to byte {c + d} of {len(data)}: digest fits")
    packed = re.finditer(rb"(?<!end)stream\r?\n(?=x[\x01\x5e\x9c\xda])", data)
    unpacked = {zlib.decompressobj().decompress(data[at.end() :], 2**26) for at in packed}
    editions = [text for text in unpacked if text.startswith(b'{"as_of":"')]  # as a manifest does
    data = editions[0] if len(editions) == 1 else sys.exit(f"{len(editions)} editions in this PDF, there must be one")

manifest, *entries = map(json.loads, data.splitlines())
bodies = [entry.get("body", {}) for entry in entries]
moved = {body["target"]: body["sharing"] for body in bodies if body.get("kind") in ("reshared", "erased")}
levels, links = {"shared": [], "internal": [], "private": []}, [bytes(32)]
for given, entry, body in zip([entry["commitment"] for entry in entries], entries, bodies):
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    need(not body or H("entry", unhex(entry["salt"]), text).hex() == given, f"entry {given} was changed")
    levels[moved.get(given) or body["sharing"]].append(unhex(given))
made = {level: H("level", unhex(salt), *levels[level]).hex() for level, salt in manifest["level_salts"].items()}
need(made.items() <= manifest["levels"].items(), "an entry is missing, added or in another place")
head, *others = map(unhex, [manifest["head"], *map(manifest["levels"].get, levels)])
need(H("seal", head, *others).hex() == manifest["root"], "head and levels do not make the root")

for line in record.splitlines():
    links.append(H("line", links[-1], *(unhex(entry["commitment"]) for entry in json.loads(line)["entries"])))
need(not record or head in links, "this record does not lead to this baseline")
told = f"\nsealed at line {links.index(head)} of {len(links) - 1} of the record" if record else ""
print(f"{len(entries)} entries are those under the root {manifest['root']}{told}")
