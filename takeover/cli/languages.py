"""What an option that names a language takes: a tag that is known here, or two for a document; anything else stops.

An environment variable is a hint, and falls back to English (`catalogues.choose_language`). Who types an option means
it: a report in a language that nobody asked for is found out too late.
"""

from __future__ import annotations

import click

from takeover.catalogues import BOTH, LANGUAGES, is_language, split_languages
from takeover.errors import UsageError


def take_language(_context: click.Context, _option: click.Parameter, tag: str | None) -> str | None:
    """Take one language, for click's `callback`.

    Raises:
        UsageError: it is none that is known here.
    """
    if tag is not None and not is_language(tag):
        raise UsageError("CM300", language=tag, known=", ".join(LANGUAGES))
    return tag


def take_languages(_context: click.Context, _option: click.Parameter, tag: str | None) -> str | None:
    """Take one language or two (``en+zh-Hans``), for click's `callback`.

    Raises:
        UsageError: one of them is none that is known here.
    """
    if tag is not None and not all(map(is_language, split_languages(tag))):
        raise UsageError("CM300", language=tag, known=", ".join((*LANGUAGES, BOTH.join(LANGUAGES))))
    return tag
