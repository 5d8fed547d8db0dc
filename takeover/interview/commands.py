"""The words and keys of the verbs, one table for all front ends.

In a text a verb is typed as a command (``/why``, in Chinese also ``/为什么``), in a list as one letter. Each verb has a
second key, since terminals and editors eat some of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from takeover.catalogues import Catalogue
from takeover.interview.prompts import Verb
from takeover.interview.wrapping import join_in_lines

LETTERS: Mapping[str, Verb] = {
    "u": Verb.UNKNOWN,
    "e": Verb.EVIDENCE,
    "w": Verb.WHO,
    "?": Verb.WHY,
    "？": Verb.WHY,
    "m": Verb.NOTE,
    "b": Verb.BACK,
    "s": Verb.NEXT,
    "j": Verb.JUMP,
    "x": Verb.NOT_APPLICABLE,
    "f": Verb.SEARCHED,
    "o": Verb.OTHER,
    "r": Verb.REVIEW,
    "q": Verb.QUIT,
}
"""Letters that are verbs where nothing can be typed."""
KEYS: Mapping[str, Verb] = {
    "escape": Verb.BACK,
    "s-tab": Verb.BACK,
    "f1": Verb.WHY,
    "f2": Verb.EVIDENCE,
    "f3": Verb.WHO,
    "f4": Verb.UNKNOWN,
    "f5": Verb.NOTE,
    "f6": Verb.JUMP,
    "f7": Verb.OTHER,
    "f8": Verb.NEXT,
    "f9": Verb.SEARCHED,
    "c-o": Verb.MENU,
    "c-q": Verb.QUIT,
    "c-d": Verb.QUIT,
    "c-c": Verb.INTERRUPT,
}
"""Keys that are verbs everywhere, as prompt_toolkit names them; Ctrl-D only where nothing is typed."""
_LEAST = 3
"""Pieces of a footer that are always there: what Enter does, the way back, the menu."""
_SHORT: Mapping[str, Verb] = {"b": Verb.BACK, "?": Verb.WHY, "u": Verb.UNKNOWN, "e": Verb.EVIDENCE, "q": Verb.QUIT}


def read_command(typed: str, catalogue: Catalogue) -> Verb | None:
    """Read ``/back`` and its like, in English or the catalogue's language; None where it is not a command."""
    folded = unicodedata.normalize("NFKC", typed).strip().casefold()
    if not folded.startswith("/"):
        return None
    return _words(catalogue).get(folded.removeprefix("/"))


def read_word(typed: str, catalogue: Catalogue) -> Verb | None:
    """Read a verb with or without its slash: for line-mode lists, where nothing else can be meant."""
    folded = unicodedata.normalize("NFKC", typed).strip().casefold().removeprefix("/")
    return _words(catalogue).get(folded)


def footer_pieces(kind: str, verbs: Collection[Verb], catalogue: Catalogue) -> list[str]:
    """Name the keys of a prompt of a `kind`: list, ticks, text, find. Verbs without a text are in the menu only."""
    keys = (f"interview.footer.{kind}.{verb}" for verb in (*verbs, Verb.MENU))
    first = f"interview.footer.{kind}"
    return [catalogue.text(key) for key in (first, *keys) if catalogue.has(key)]


def fit_footer(pieces: list[str], width: int, lines: int) -> str:
    """Set a footer in at most so many lines: the last verbs go first, never Enter, back and the menu."""
    named = list(pieces)
    while (footer := join_in_lines(named, width)).count("\n") >= lines and len(named) > _LEAST:
        del named[-2]
    return footer


def _words(catalogue: Catalogue) -> dict[str, Verb]:
    named = [verb for verb in Verb if verb is not Verb.INTERRUPT]
    own = {catalogue.text(f"interview.command.{verb}"): verb for verb in named}
    return dict(_SHORT) | {verb.value: verb for verb in named} | own
