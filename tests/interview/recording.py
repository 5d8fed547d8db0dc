"""The recording of a sitting in the README, made anew by `make recording` (docs/sitting.svg).

The real program runs in a pseudo-terminal; what stands on its screen after each key becomes a frame of an SVG that any
browser plays without a script. Leaves to others: nothing; it is run by hand when the screens change.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.sax.saxutils import escape

import pexpect
import pyte

COLUMNS, ROWS = 80, 24
CELL, LINE, MARGIN = 8.4, 18, 14
COLOURS = {"default": "#d6deeb", "cyan": "#7fdbca", "brown": "#ecc48d", "green": "#addb67", "red": "#ef5350",
           "blue": "#82aaff", "magenta": "#c792ea", "white": "#ffffff", "black": "#637777"}  # fmt: skip
NAME = "my-takeover"
PROGRAM = "from takeover.cli.main import main; main()"
START = (
    "--project", "Tram line 4, signalling renewal", "--engagement", "client", "--customer", "Municipal Transport Board",
    "--pm-role", "sole", "--pricing", "fixed_price", "--cut-off", "2026-12-01", "--live-system", "no", "--accepted",
    "no", "--team", "yes", "--party", "sponsor", "--party", "client", "--party", "outgoing_pm", "--zone",
    "Europe/Berlin", "--no-interview",
)  # fmt: skip
ENTER, ESCAPE, MENU, UNKNOWN = "\r", "\x1b", "\x0f", "u"
STEPS: tuple[tuple[str, float], ...] = (
    ("", 2.0), ("4", 1.0), (ENTER, 1.0), ("2", 1.0), (ENTER, 3.0), ("2", 1.0), (ENTER, 3.0), (MENU, 3.0), (ESCAPE, 1.0), ("1", 1.0),
    (ENTER, 2.5), (ESCAPE, 2.5), (ENTER, 2.0), ("q", 3.0),
)  # fmt: skip
"""Keys, and for how many seconds what they lead to is shown."""


def record(folder: str) -> list[tuple[list[str], float]]:
    """Run the sitting in a folder; return the frames, each the SVG of its lines and its seconds."""
    environment = {**os.environ, "PROMPT_TOOLKIT_NO_CPR": "1", "TAKEOVER_LANG": "en", "TERM": "xterm-256color"}
    environment["TAKEOVER_SETTINGS"] = f"{folder}/settings.yaml"
    options = {"dimensions": (ROWS, COLUMNS), "timeout": 20, "env": environment, "encoding": "utf-8", "cwd": folder}
    start = [sys.executable, "-c", PROGRAM, "start", NAME, *START]
    subprocess.run(start, check=True, capture_output=True, cwd=folder, env=environment)
    screen = pyte.Screen(COLUMNS, ROWS)
    stream = pyte.Stream(screen)
    child = pexpect.spawn(sys.executable, ["-c", PROGRAM, "ask", "-C", NAME], **options)
    frames = []
    for keys, seconds in STEPS:
        child.send(keys)
        stream.feed(read_all(child))
        frames.append((draw_lines(screen), seconds))
    child.close(force=True)
    return frames


def read_all(child: pexpect.spawn) -> str:
    """Read what the program draws until it rests."""
    text = ""
    while True:
        try:
            text += child.read_nonblocking(65536, timeout=1.2)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return text


def draw_lines(screen: pyte.Screen) -> list[str]:
    """Draw the screen: one text element a run of characters that look the same."""
    drawn = []
    for row in range(ROWS):
        cells = [screen.buffer[row][column] for column in range(COLUMNS)]
        start = 0
        while start < COLUMNS:
            first = cells[start]
            end = start
            while end < COLUMNS and look(cells[end]) == look(first):
                end += 1
            text = "".join(cell.data for cell in cells[start:end])
            if text.strip() or first.reverse:
                drawn.append(draw_run(text, look(first), row, start))
            start = end
    return drawn


def look(cell: pyte.screens.Char) -> tuple[str, bool, bool]:
    """Return what makes cells look the same: colour, weight, turned round."""
    return (cell.fg, cell.bold, cell.reverse)


def draw_run(text: str, style: tuple[str, bool, bool], row: int, column: int) -> str:
    """Draw a run of cells."""
    colour, bold, turned = style
    ink = COLOURS.get(colour, f"#{colour}" if len(colour) == 6 else COLOURS["default"])
    x, y = MARGIN + column * CELL, MARGIN + row * LINE
    weight = ' font-weight="700"' if bold else ""
    back = f'<rect x="{x:.1f}" y="{y}" width="{len(text) * CELL:.1f}" height="{LINE}" fill="{ink}"/>' if turned else ""
    ink = "#011627" if turned else ink
    shown = text.strip()
    x += (len(text) - len(text.lstrip())) * CELL
    return (
        f'{back}<text x="{x:.1f}" y="{y + 13}" fill="{ink}"{weight} textLength="{len(shown) * CELL:.1f}">'
        f"{escape(shown)}</text>"
        if shown
        else back
    )


def animate(frames: list[tuple[list[str], float]]) -> str:
    """Put the frames behind each other; each is seen in its turn, for ever."""
    whole = sum(seconds for _, seconds in frames)
    width, height = 2 * MARGIN + COLUMNS * CELL, 2 * MARGIN + ROWS * LINE
    rules, groups, at = [], [], 0.0
    for number, (lines, seconds) in enumerate(frames):
        begin, end = 100 * at / whole, 100 * (at + seconds) / whole
        rules.append(
            f"@keyframes f{number}{{0%{{opacity:0}}{begin:.2f}%{{opacity:1}}{end:.2f}%,100%{{opacity:0}}}}"
            f"#f{number}{{opacity:0;animation:f{number} {whole:.1f}s step-end infinite}}"
        )
        groups.append(f'<g id="f{number}">{"".join(lines)}</g>')
        at += seconds
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" '
        f'font-family="ui-monospace, Menlo, Consolas, monospace" font-size="14">'
        f"<title>A sitting: questions, the menu, going back, stopping</title><style>{''.join(rules)}</style>"
        f'<rect width="100%" height="100%" rx="8" fill="#011627"/>{"".join(groups)}</svg>\n'
    )


def main() -> None:
    """Write docs/sitting.svg."""
    with tempfile.TemporaryDirectory() as name:
        frames = record(name)
    (Path(__file__).parents[2] / "docs" / "sitting.svg").write_text(animate(frames), "utf-8")


if __name__ == "__main__":
    main()
