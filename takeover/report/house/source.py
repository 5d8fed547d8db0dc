"""What may not stand in the text of a template or style sheet of a house, each with its line.

A report is a still page: nothing runs in it, nothing is fetched, nothing of ours is hidden or painted over. That
nothing runs and nothing is fetched also holds without this file (the page's policy, the locked fetcher); here it is
said before somebody wonders why a picture is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from takeover.problems import Place, Problem

_TEMPLATE: Mapping[str, re.Pattern[str]] = {
    "comment": re.compile(r"<!--"),
    "element": re.compile(
        r"<(?:script|style|iframe|frame|object|embed|link|base|meta|form|input|button|textarea|select|video|audio"
        r"|template|noscript|dialog|details|img\b(?![^>]*\balt=)|head|html|body|main|title)\b",
        re.IGNORECASE,
    ),
    "handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "hidden": re.compile(r"""<[^>]*\s(?:hidden|aria-hidden)(?=[\s>=])|style\s*=\s*["'][^"']*url\(""", re.IGNORECASE),
    "address": re.compile(
        r"""(?:src|srcset|poster|background|data|action|xlink:href)\s*=\s*["']?(?!["']?(?:data:|\{\{))"""
        r"""|href\s*=\s*["']?(?!["']?(?:\#|https://|mailto:|\{\{))""",
        re.IGNORECASE,
    ),
}
_SHEET: Mapping[str, re.Pattern[str]] = {
    "import": re.compile(r"@import|@font-face|@namespace|@charset", re.IGNORECASE),
    "fetch": re.compile(r"""url\(\s*["']?\s*(?!["']?data:)|src\s*\(|image-set\(""", re.IGNORECASE),
    "element": re.compile(r"</|<!--"),
    "escape": re.compile(r"\\"),
    "margin_box": re.compile(r"@(?:bottom-(?:left|right)(?:-corner)?|top-(?:left|right)(?:-corner)?)\b", re.IGNORECASE),
    "running": re.compile(
        r"string-set|running\s*\(|attachment\s*:|size\s*:[^;}]*(?:landscape|letter|a[0-9])", re.IGNORECASE
    ),
}
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*(?:0(?![.\d])|0?\.[0-4]|0\.0|[0-4]?\d%)"
    r"|font(?:-size)?\s*:[^;}]*?(?<![\d.])0(?:\.\d+)?(?:pt|px|em|rem|mm|%|(?=[\s;}/]))|(?:color|fill)\s*:\s*transparent"
    r"|position\s*:\s*(?:absolute|fixed)|text-indent\s*:\s*-|clip(?:-path)?\s*:|(?:max-)?height\s*:\s*0(?![.\d])"
    r"|transform\s*:|filter\s*:|mix-blend",
    re.IGNORECASE,
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_JINJA_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def check_template_text(name: str, text: str) -> Iterator[Problem]:
    """Report what a template may not have."""
    blank = _blank_out(_JINJA_COMMENT, text)
    for what, pattern in (*_TEMPLATE.items(), ("hides", _HIDING)):
        yield from _find_all(name, blank, pattern, f"template.{what}")


def check_sheet(name: str, text: str) -> Iterator[Problem]:
    """Report what a style sheet may not have."""
    blank = _blank_out(_CSS_COMMENT, text)
    for what, pattern in (*_SHEET.items(), ("hides", _HIDING)):
        yield from _find_all(name, blank, pattern, f"sheet.{what}")
    if blank.count("{") != blank.count("}"):
        line = blank.count("\n") + 1
        yield _problem(name, line, "sheet.braces", "{ }")


def _blank_out(pattern: re.Pattern[str], text: str) -> str:
    """Take comments out; every line keeps its number."""
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)


def _find_all(name: str, text: str, pattern: re.Pattern[str], why: str) -> Iterator[Problem]:
    for found in pattern.finditer(text):
        yield _problem(name, text.count("\n", 0, found.start()) + 1, why, " ".join(found[0].split())[:40])


def _problem(name: str, line: int, why: str, what: str) -> Problem:
    code = _CODES[why]
    return Problem(code=code, place=Place(file=name, line=line, column=1), details={"what": what})


_CODES = {
    "template.comment": "RP084",
    "template.element": "RP085",
    "template.handler": "RP085",
    "template.hidden": "RP086",
    "template.hides": "RP086",
    "template.address": "RP087",
    "sheet.import": "RP087",
    "sheet.fetch": "RP087",
    "sheet.element": "RP085",
    "sheet.escape": "RP088",
    "sheet.margin_box": "RP089",
    "sheet.running": "RP089",
    "sheet.hides": "RP086",
    "sheet.braces": "RP054",
}
"""The problem of each thing: the sentence says why, and what to do instead."""
