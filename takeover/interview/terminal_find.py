"""The terminal's list that narrows while one types: questionary's own search takes neither Chinese nor wide characters.

One option a line, cut at the edge; the arrows point, Enter takes what is pointed at. Keys that are verbs, and the
footer, come from `terminal`.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

from takeover.interview.finding import narrow
from takeover.interview.prompts import Find, Option
from takeover.interview.wrapping import shorten

if TYPE_CHECKING:
    from prompt_toolkit.application import Application
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

MOST_LINES = 14
"""Lines of the list; a small terminal shows fewer."""
OTHER_LINES = 6
"""Lines that the field, its title, the footer and the line above take."""


def build_find(prompt: Find, width: int, style: Any) -> Application[Any]:
    """Make the prompt; its result is the value of the option that was taken."""
    from prompt_toolkit.application import Application
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.layout import BufferControl, FormattedTextControl, HSplit, Layout, Window
    from prompt_toolkit.layout.processors import BeforeInput

    field = Buffer(multiline=False)
    pointer = _Pointer(prompt, field)
    field.on_text_changed += pointer.start_anew
    lines = max(3, min(MOST_LINES, shutil.get_terminal_size().lines - OTHER_LINES))
    listed = Window(FormattedTextControl(lambda: pointer.draw(width)), height=lambda: pointer.height(lines))
    typed = Window(BufferControl(field, input_processors=[BeforeInput("> ")]), height=1)
    return Application(
        layout=Layout(HSplit([typed, listed]), focused_element=typed),
        key_bindings=_bind(pointer),
        style=style,
        erase_when_done=True,
    )


class _Pointer:
    """What is found now, and which of it is pointed at."""

    def __init__(self, prompt: Find, field: Buffer) -> None:
        self._prompt = prompt
        self._field = field
        self.found = prompt.options
        values = [option.value for option in prompt.options]
        self._at = values.index(prompt.default) if prompt.default in values else 0

    def start_anew(self, _buffer: object) -> None:
        self.found = narrow(self._prompt.options, self._field.text)
        self._at = 0

    def move(self, lines: int) -> None:
        self._at = max(0, min(len(self.found) - 1, self._at + lines))

    def taken(self) -> Option | None:
        return self.found[self._at] if self.found else None

    def height(self, most: int) -> int:
        return max(1, min(most, len(self.found)))

    def draw(self, width: int) -> StyleAndTextTuples:
        """Write the found options; the line that is pointed at carries the cursor, so that it is scrolled to."""
        pieces: StyleAndTextTuples = [] if self.found else [("", f"   {shorten(self._prompt.none, width - 3)}")]
        for number, option in enumerate(self.found):
            here = number == self._at
            text = shorten(option.text.replace("\n", " "), width - 3)
            pieces += [("[SetCursorPosition]", "")] if here else []
            pieces += [("class:highlighted" if here else "", f" {'»' if here else ' '} {text}\n")]
        return pieces


def _bind(pointer: _Pointer) -> KeyBindings:
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()
    for key, lines in {"down": 1, "up": -1, "c-n": 1, "c-p": -1, "pagedown": 10, "pageup": -10}.items():
        keys.add(key, eager=True)(lambda _event, lines=lines: pointer.move(lines))

    @keys.add("enter")
    def _(event: KeyPressEvent) -> None:
        taken = pointer.taken()
        if taken is not None:
            event.app.exit(result=taken.value)

    return keys
