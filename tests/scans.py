"""Prints and scans: pages of a PDF drawn, written on, turned, made dirty, and wrapped as the picture files they become."""

from __future__ import annotations

import io
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter

DPI = 200


def print_pages(pdf: bytes, *, dpi: int = DPI) -> list[Image.Image]:
    """Draw the pages in grey, as a printer would (needs pdftoppm)."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "file.pdf"
        file.write_bytes(pdf)
        subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", file, Path(folder) / "page"], check=True)
        return [Image.open(io.BytesIO(page.read_bytes())) for page in sorted(Path(folder).glob("page*.pgm"))]


def scan_page(page: Image.Image, *, turn: float = 1.3, noise: float = 24, quality: int = 60) -> Image.Image:
    """What a scanner makes of a sheet: askew, soft, grainy, a shade darker, squeezed as JPEG."""
    askew = page.rotate(turn, fillcolor=235, expand=True, resample=Image.Resampling.BICUBIC)
    soft = askew.filter(ImageFilter.GaussianBlur(0.7))
    grain = Image.effect_noise(soft.size, noise)
    dirty = ImageChops.add(soft, grain, scale=1.0, offset=-140)
    buffer = io.BytesIO()
    dirty.save(buffer, "JPEG", quality=quality)
    return Image.open(io.BytesIO(buffer.getvalue()))


def sign_by_hand(page: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    """Scrawl and stamp inside a box, given as parts of the page's width and height."""
    drawn = page.copy()
    pen = ImageDraw.Draw(drawn)
    left, top, right, bottom = (part * size for part, size in zip(box, drawn.size * 2, strict=True))
    pen.line([(left, bottom), (left + 60, top), (left + 90, bottom), (right, top)], fill=40, width=5)
    pen.ellipse((right - 250, top, right, top + 250), outline=90, width=9)
    return drawn


def wrap_pdf(pages: Sequence[Image.Image], *, dpi: int = DPI) -> bytes:
    """A PDF with one picture a page, as scanners write it."""
    buffer = io.BytesIO()
    first, *others = (page.copy() for page in pages)  # a picture remembers how it was saved last
    first.save(buffer, "PDF", resolution=dpi, save_all=True, append_images=others)
    return buffer.getvalue()


def picture(page: Image.Image, kind: str = "PNG") -> bytes:
    """One sheet as a picture file."""
    buffer = io.BytesIO()
    page.save(buffer, kind)
    return buffer.getvalue()
