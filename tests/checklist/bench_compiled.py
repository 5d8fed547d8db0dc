"""Loading a compiled list against PyYAML's C loader on the same bytes (issue 3, Speed).

A command shows one language. In another one than the list's own it needs both: hashes and ids come from the source.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import yaml

from takeover import resources
from takeover.checklist.cache import fetch_compiled
from takeover.checklist.library import DEFAULT_ID, load_file
from takeover.checklist.search import Places
from tests.bench import measure, show

MAIN = resources.checklists_folder() / f"{DEFAULT_ID}.yaml"
LIMIT = 0.05


def bench_compiled() -> bool:
    """The bundled list with all parts and translations: from the cache, in one language and in both."""
    with tempfile.TemporaryDirectory() as name:
        cache = Path(name)
        load_file(MAIN, Places(), cache)
        header = json.loads(next(cache.iterdir()).read_bytes().partition(b"\n")[0])
        made_of = header["made_of"]
        data = [Path(path).read_bytes() for path in (*made_of["lists"], *made_of["translations"])]

        def in_language(language: str) -> None:
            loaded = fetch_compiled(cache, MAIN, None, again=lambda: load_file(MAIN))
            assert loaded is not None
            loaded.in_language(language)

        medians = measure(
            {
                "yaml.CSafeLoader": lambda: [yaml.load(one, yaml.CSafeLoader) for one in data] and None,  # type: ignore[func-returns-value]
                "compiled": lambda: in_language("en"),
                "compiled, and in Chinese": lambda: in_language("zh-Hans"),
            }
        )
    title = f"Compiled list ({sum(map(len, data)) // 1000} kB in {len(data)} files)"
    return show(title, medians, {"compiled": LIMIT})


if __name__ == "__main__":
    raise SystemExit(0 if bench_compiled() else 1)
