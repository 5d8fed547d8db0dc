"""What this user said at the last start, offered at the next: a small JSON file beside the user's settings.

It holds no answer and no project. A file that cannot be read is an empty one, one that cannot be written is left.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from takeover.cli.settings import find_settings

FILE = "last.json"
Values = Mapping[str, tuple[str, ...]]


def load_last(environment: Mapping[str, str] = os.environ) -> dict[str, tuple[str, ...]]:
    """Read the values of the last start, by name."""
    try:
        plain = json.loads(find_settings(environment).with_name(FILE).read_text("utf-8"))
        return {str(name): tuple(map(str, values)) for name, values in plain.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def save_last(values: Values, environment: Mapping[str, str] = os.environ) -> None:
    """Keep the values for the next start."""
    file = find_settings(environment).with_name(FILE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError:
        return  # nobody's start must fail because a convenience cannot be kept
