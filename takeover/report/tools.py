"""What makes the bytes of a PDF, by version and hash: the manifest names it, so that "same bytes" has a meaning."""

from __future__ import annotations

import hashlib
import json
import platform
import zlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from takeover import __version__, catalogues
from takeover.baseline.model import Tools
from takeover.fonts import font_source
from takeover.report.house.model import PREFIX
from takeover.report.html import list_templates
from takeover.report.layout import PAPER, PLAIN, Layout
from takeover.report.paper import Paper
from takeover.report.pdf.render import load_weasyprint
from takeover.resources import templates_folder

_PRINTED = ("report.", "role.", "sentence.", "assessment.", "cli.form.", "cli.advice.ground.")
"""How the keys begin whose words stand in reports."""
_PACKAGES = (
    "weasyprint",
    "pydyf",
    "tinycss2",
    "tinyhtml5",
    "cssselect2",
    "fonttools",
    "segno",
    "uharfbuzz",
    "pikepdf",
    "jinja2",
    "babel",
)


def describe_tools(layout: Layout = PLAIN) -> Tools:
    """Name the versions and hash the files that a report's bytes depend on; the paper too, where it is not A4.

    Raises:
        OutsideFailure: WeasyPrint, one of its libraries or the font package is missing.
    """
    load_weasyprint()
    import pikepdf
    from babel.core import get_cldr_version
    from weasyprint.text.ffi import harfbuzz, pango

    versions = {package: version(package) for package in _PACKAGES} | {
        "takeover": __version__,
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "harfbuzz": _find_version(harfbuzz.hb_version_atleast),
        "pango": _read_version(pango.pango_version()),
        "qpdf": pikepdf.__libqpdf_version__,
        "cldr": get_cldr_version(),
    }
    style = layout.style.hashes if layout.style else {}
    if layout.paper is not Paper.A4:
        versions[PAPER] = layout.paper.value
    if f"{PREFIX}logo.png" in style:
        versions["pillow"] = version("pillow")  # reads and writes the picture
    return Tools(versions=dict(sorted(versions.items())), files=_hash_files() | style)


def _read_version(number: int) -> str:
    """Read 15012 as 1.50.12."""
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def _find_version(at_least: Callable[[int, int, int], int]) -> str:
    """Find the version of a library that only tells whether it is at least some version."""
    found = [0, 0, 0]
    for place in range(3):
        while at_least(*(part + (at == place) for at, part in enumerate(found))):
            found[place] += 1
    return ".".join(map(str, found))


def _hash_files() -> dict[str, str]:
    font = font_source()
    files = {f"templates/{file.relative_to(templates_folder()).as_posix()}": file for file in list_templates()}
    files |= {f"locale/{file.parent.name}/{file.name}": file for file in list_catalogues()}
    files[f"fonts/{font.name}"] = font
    return {name: hashlib.sha256(file.read_bytes()).hexdigest() for name, file in files.items()}


def list_catalogues() -> tuple[Path, ...]:
    """List the catalogue files that a report takes words from, in the order of their names."""
    locale = Path(catalogues.__file__).parent / "locale"
    found = sorted(locale.glob("*/*.json"))
    return tuple(file for file in found if any(key.startswith(_PRINTED) for key in json.loads(file.read_bytes())))
