"""The words and keys of the verbs, one table for all front ends.

In a text a verb is typed as a command (``/why``, in Chinese also ``/为什么``), in a list as one letter. Each verb has a
second key, since terminals and editors eat some of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Mapping

from takeover.catalogues import Catalogue
from takeover.interview.prompts import Verb

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
    "f8": Verb.NEXT,
    "c-o": Verb.MENU,
    "c-q": Verb.QUIT,
    "c-d": Verb.QUIT,
    "c-c": Verb.INTERRUPT,
}
"""Keys that are verbs everywhere, as prompt_toolkit names them; Ctrl-D only where nothing is typed."""
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
    """Name the keys of a prompt of a `kind`: list, ticks, text. Verbs without a text of their own are in the menu."""
    keys = (f"interview.footer.{kind}.{verb}" for verb in (*verbs, Verb.MENU))
    first = f"interview.footer.{kind}"
    return [catalogue.text(key) for key in (first, *keys) if catalogue.has(key)]


def _words(catalogue: Catalogue) -> dict[str, Verb]:
    named = [verb for verb in Verb if verb is not Verb.INTERRUPT]
    own = {catalogue.text(f"interview.command.{verb}"): verb for verb in named}
    return dict(_SHORT) | {verb.value: verb for verb in named} | own
