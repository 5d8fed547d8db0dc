"""Finding one of many options by a part of its words, in any script: what the outline's search does.

Every word that was typed must stand somewhere in an option's text or words; width, case and order do not matter.
"""

from __future__ import annotations

import unicodedata

from takeover.interview.prompts import Option


def narrow(options: tuple[Option, ...], typed: str) -> tuple[Option, ...]:
    """Keep the options that have every typed word; all of them while nothing is typed."""
    wanted = fold(typed).split()
    return tuple(option for option in options if has_words(f"{option.text} {option.words} {option.value}", wanted))


def has_words(text: str, wanted: list[str]) -> bool:
    """Tell whether a text has all of the folded words."""
    folded = fold(text)
    return all(word in folded for word in wanted)


def fold(text: str) -> str:
    """Make full-width and capital characters their plain twins."""
    return unicodedata.normalize("NFKC", text).casefold()
