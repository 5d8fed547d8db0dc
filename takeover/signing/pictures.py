"""Reads the page marks off scans: PDF (drawn with PDFium), PNG, JPEG, TIFF (Pillow); codes by ZXing.

A page of a PDF is drawn, not taken apart: so a scan of any compression, a page in layers, a turned one, and what a
platform flattened all come in by the same way. Nothing of the file is run. What is too large is refused before it is
unpacked. Leaves to others: what the marks mean (`ink`).
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import islice
from typing import Any

from takeover.baseline.page_mark import PageMark, read_mark
from takeover.errors import BadInput, OutsideFailure
from takeover.signing.ink import Sheet

MAX_SHEETS = 2000
_FORMATS = ("PNG", "JPEG", "TIFF")
_DPI = (200, 300, 400)
"""At which resolutions a page of a PDF is drawn, until its code is read; a module has 3 pixels at 200 dpi."""
_ENLARGED = (1, 1.5, 2)
"""By how much a picture is enlarged until its code is read: smoothing takes away the grain of a scan."""
_MAX_PIXELS = 60_000_000
_POINTS_AN_INCH = 72


def read_scan(files: Sequence[tuple[str, bytes]]) -> tuple[Sheet, ...]:
    """Read the marks of all sheets of files, given by name and content.

    Raises:
        BadInput: a file is no PDF, PNG, JPEG or TIFF, or is protected, damaged, or too large (SG109).
        OutsideFailure: a package for reading pictures is missing (SG119).
    """
    sheets: list[Sheet] = []
    for name, data in files:
        for marks in _read_file(name, data):
            sheets.append(Sheet(number=len(sheets) + 1, file=name, marks=marks))
    return tuple(sheets)


def _read_file(name: str, data: bytes) -> list[tuple[PageMark, ...]]:
    try:
        pages = _read_pdf(data) if data.startswith(b"%PDF-") else _read_picture(data)
        found = list(islice(pages, MAX_SHEETS + 1))
    except ImportError as error:
        raise OutsideFailure("SG119", package=error.name or "?") from error
    except Exception as error:  # the one guard around a hostile file: its errors are of every kind
        reason = str(error).split("\n")[0].split(" <")[0][:200] or type(error).__name__
        raise BadInput("SG109", file=name, reason=reason) from error
    if len(found) > MAX_SHEETS:
        raise BadInput("SG109", file=name, reason=f"> {MAX_SHEETS}")
    return found


def _read_pdf(data: bytes) -> Iterator[tuple[PageMark, ...]]:
    """Draw page after page, finer and finer until a mark is read."""
    import pypdfium2

    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page:
                drawn = (_read_marks(_draw(page, dpi)) for dpi in _DPI)
                yield next(filter(None, drawn), ())


def _draw(page: Any, dpi: int) -> Any:
    """Draw a page in grey, coarser if it is so large that its picture would be."""
    width, height = page.get_size()
    scale = min(dpi / _POINTS_AN_INCH, (_MAX_PIXELS / max(width * height, 1)) ** 0.5)
    with closing(page.render(scale=scale, grayscale=True)) as bitmap:
        return bitmap.to_pil().copy()


def _read_picture(data: bytes) -> Iterator[tuple[PageMark, ...]]:
    from PIL import Image, ImageSequence

    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            for frame in ImageSequence.Iterator(picture):
                if frame.width * frame.height > _MAX_PIXELS:
                    raise ValueError(f"{frame.width} x {frame.height} > {_MAX_PIXELS}")
                grey = frame.convert("L")
                larger = (_enlarge(grey, factor) for factor in _ENLARGED)
                yield next(filter(None, map(_read_marks, larger)), ())


def _enlarge(picture: Any, factor: float) -> Any:
    size = tuple(int(side * factor) for side in picture.size)
    return picture if factor == 1 or size[0] * size[1] > _MAX_PIXELS else picture.resize(size)


def _read_marks(picture: Any) -> tuple[PageMark, ...]:
    """Read our marks, each once; other codes, as on a platform's own page, are not ours."""
    import zxingcpp

    read: Any = zxingcpp.read_barcodes
    marks = (read_mark(code.text) for code in read(picture, formats=zxingcpp.BarcodeFormat.QRCode))
    return tuple(dict.fromkeys(mark for mark in marks if mark))
