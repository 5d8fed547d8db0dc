"""The file of drafts, no part of the record: half-typed text, who speaks, what was said at a start that was left."""

from __future__ import annotations

import json
from pathlib import Path

from takeover.interview.drafts import Drafts

DRAFT_FILE = "draft"
START_DRAFT = "start"
"""Under this name lies what was said at a start that was left."""


def keep_drafts(folder: Path) -> Drafts:
    """Keep half-typed text by question, and who speaks, in a file beside the record; it is no part of it.

    It goes when it is empty.
    """
    file = folder / DRAFT_FILE

    def read() -> dict[str, str]:
        try:
            drafts = json.loads(file.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return drafts if isinstance(drafts, dict) else {}

    def save(question: str, text: str) -> None:
        drafts = {name: kept for name, kept in (read() | {question: text}).items() if kept}
        try:
            if drafts:
                beside = file.with_name(f"{DRAFT_FILE}.new")  # a terminal that closes now must not leave half a file
                beside.write_text(json.dumps(drafts, ensure_ascii=False), "utf-8")
                beside.replace(file)
            else:
                file.unlink(missing_ok=True)
        except OSError:
            return  # a draft that cannot be kept must not stop an answer from being given

    return Drafts(load=lambda question: str(read().get(question, "")), save=save)
