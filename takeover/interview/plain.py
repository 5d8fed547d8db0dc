"""The line mode: one line shown, one line read, no control of the terminal. For pipes, screen readers and Git Bash.

Verbs are words: in a list as they are (``back``), in a text with a slash (``/back``). An empty line takes what is
preselected. Where one of many is to be found, a line narrows the list until a number or an id picks one; an empty line
lists all. The end of the input saves and stops.
"""

from __future__ import annotations

from pathlib import Path
from typing import TextIO, assert_never
from urllib.parse import unquote, urlsplit

from takeover.catalogues import Catalogue
from takeover.interview.commands import read_command, read_word
from takeover.interview.finding import narrow
from takeover.interview.prompts import Find, Option, Pick, Pressed, Prompt, Reply, Said, Tick, Tone, Type, Verb
from takeover.values import tidy_text


def find_file(typed: str) -> str:
    """Return the whole path of the file that was typed, dropped here or pasted (quotes, ``file://``), else empty."""
    text = tidy_text(typed).strip("'\"“”‘’")
    if text.startswith("file://"):
        text = unquote(urlsplit(text).path)
    for candidate in (text, text.replace("\\ ", " ")):
        try:
            path = Path(candidate).expanduser()
            if candidate and path.is_file():
                return str(path.absolute())
        except (OSError, ValueError, RuntimeError):
            continue
    return ""


class PlainLines:
    """Talks in lines over two streams."""

    def __init__(self, catalogue: Catalogue, source: TextIO, out: TextIO) -> None:
        self._catalogue = catalogue
        self._source = source
        self._out = out

    def show(self, text: str, tone: Tone = Tone.NOTICE) -> None:
        """Write a text; a question's head stands apart."""
        self._out.write(f"\n{text}\n" if tone is Tone.HEAD else f"{text}\n")

    def ask(self, prompt: Prompt) -> Reply:
        """Write the prompt, read lines until one fits."""
        self._write(prompt)
        found: tuple[Option, ...] = ()
        while True:
            line = self._read_line()
            if isinstance(line, Pressed):
                return line
            reply = self._read(prompt, line) if not isinstance(prompt, Find) else self._pick_found(prompt, found, line)
            if reply is not None:
                return reply
            if isinstance(prompt, Find):
                found = self._list_found(prompt, line)
            else:
                self.show(self._catalogue.text("interview.plain.again"), Tone.ERROR)

    def _read_line(self) -> str | Pressed:
        self._out.write("> ")
        self._out.flush()
        try:
            line = self._source.readline()
        except KeyboardInterrupt:
            return Pressed(verb=Verb.INTERRUPT)
        return line.strip() if line else Pressed(verb=Verb.QUIT)

    def _pick_found(self, prompt: Find, found: tuple[Option, ...], line: str) -> Reply | None:
        """Read a number of what was listed, an id, or a verb; anything else narrows the list."""
        if line.isdecimal() and 0 < int(line) <= len(found):
            return Said(values=(found[int(line) - 1].value,))
        if line in {option.value for option in prompt.options}:
            return Said(values=(line,))
        verb = read_word(line, self._catalogue)
        return Pressed(verb=verb) if verb in (*prompt.verbs, Verb.MENU, Verb.QUIT) else None

    def _list_found(self, prompt: Find, line: str) -> tuple[Option, ...]:
        """List what has the words of a line, each with its id."""
        found = narrow(prompt.options, line)
        lines = [f"  {number} {option.value} · {option.text}" for number, option in enumerate(found, 1)]
        self.show("\n".join(lines) if lines else prompt.none)
        return found

    def find_file(self, typed: str) -> str:
        """Return the whole path of the file that was typed, empty if there is none."""
        return find_file(typed)

    def _write(self, prompt: Prompt) -> None:
        lines = [prompt.title]
        if isinstance(prompt, Pick | Tick):
            lines += [f"  {number} {option.text}" for number, option in enumerate(prompt.options, 1)]
        chosen = self._preselected(prompt)
        lines += [self._catalogue.text("interview.plain.default", value=chosen)] if chosen else []
        kind = {Pick: "list", Tick: "ticks", Type: "text", Find: "find"}[type(prompt)]
        slash = "/" if isinstance(prompt, Type) else ""
        verbs = [slash + self._catalogue.text(f"interview.command.{verb}") for verb in (*prompt.verbs, Verb.MENU)]
        lines.append(self._catalogue.text(f"interview.plain.{kind}", verbs=" ".join(verbs)))
        self.show("\n".join(lines))

    def _preselected(self, prompt: Prompt) -> str:
        match prompt:
            case Pick(options=options, default=default):
                return next((option.text for option in options if option.value == default), "")
            case Tick(options=options, ticked=ticked):
                return self._catalogue.join(option.text for option in options if option.value in ticked)
            case Type(default=default):
                return default
            case Find():
                return ""
            case _:
                assert_never(prompt)

    def _read(self, prompt: Pick | Tick | Type, line: str) -> Reply | None:
        verb = read_command(line, self._catalogue) if isinstance(prompt, Type) else read_word(line, self._catalogue)
        match prompt:
            case Type():
                if verb in (*prompt.verbs, Verb.MENU, Verb.QUIT):
                    return Pressed(verb=verb)
                return Said(values=(line or prompt.default,))
            case Pick():
                found = _find_option(prompt.options, line or prompt.default)
                if found is None and verb in (*prompt.verbs, Verb.MENU, Verb.QUIT):
                    return Pressed(verb=verb)
                return Said(values=(found.value,)) if found else None
            case Tick():
                if verb in (*prompt.verbs, Verb.MENU, Verb.QUIT):
                    return Pressed(verb=verb)
                return _read_ticks(prompt, line)
            case _:
                assert_never(prompt)


def _find_option(options: tuple[Option, ...], said: str) -> Option | None:
    """Find an option by its number, value, text or letters."""
    word = said.casefold()
    for number, option in enumerate(options, 1):
        if word and word in (str(number), option.value.casefold(), option.text.casefold(), *option.keys):
            return option
    return None


def _read_ticks(prompt: Tick, line: str) -> Said | None:
    """Read numbers or values with commas or blanks between; an empty line takes what is ticked, 0 nothing."""
    words = line.replace(",", " ").replace("，", " ").split()
    if not words:
        return Said(values=prompt.ticked)
    if words == ["0"]:
        return Said(values=())
    found = [_find_option(prompt.options, word) for word in words]
    values = tuple(option.value for option in found if option is not None)
    return Said(values=values) if len(values) == len(words) else None
