"""Level hashes and the root: one commitment over everything, of which each edition opens its own part.

level_hash(L) = H("level", level salt, commitments of level L in record order);
root = H("seal", head, level_hash(shared), level_hash(internal), level_hash(private)).
Count, order, time and authors of withheld entries stay hidden behind the level's salt.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from takeover.record.chain import Entry, tagged_hash
from takeover.record.situation import level_of
from takeover.values import Level


def sort_by_level(entries: Iterable[Entry], levels: Mapping[str, Level]) -> dict[Level, tuple[str, ...]]:
    """List the commitments of each level in record order."""
    found: dict[Level, list[str]] = {level: [] for level in Level}
    for entry in entries:
        found[level_of(entry, levels)].append(entry.commitment)
    return {level: tuple(commitments) for level, commitments in found.items()}


def hash_level(salt: bytes, commitments: Sequence[str]) -> str:
    """Return the level hash as hex."""
    return tagged_hash("level", salt, *(bytes.fromhex(commitment) for commitment in commitments)).hex()


def hash_root(head: str, level_hashes: Mapping[Level, str]) -> str:
    """Return the root as hex."""
    return tagged_hash("seal", bytes.fromhex(head), *(bytes.fromhex(level_hashes[level]) for level in Level)).hex()
