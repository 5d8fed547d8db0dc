"""The terminal front end: the only file that knows questionary; with `terminal_find` the only ones that draw.

Rules, each found by trying (docs of the prompt library do not have them):
1. Whatever is shown is wrapped and printed by us before questionary is imported; a prompt of its own is one line.
2. A callback that fails ends the prompt with its exception; the library's own handler would wait for Enter for ever.
3. Escape needs short time-outs and eager keys; an abandoned prompt is wiped from the screen.
4. Ctrl-C, Ctrl-D, end of input, hang-up and termination come back as verbs; half-typed text goes to the draft.
5. Keys typed ahead (a paste of several lines) never answer the next question.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TextIO, assert_never

from takeover.catalogues import Catalogue
from takeover.errors import UsageError
from takeover.interview.commands import KEYS, LETTERS, fit_footer, footer_pieces, read_command
from takeover.interview.plain import find_file
from takeover.interview.prompts import Find, Option, Pick, Pressed, Prompt, Reply, Said, Tick, Tone, Type, Verb
from takeover.interview.terminal_signals import caught_signals
from takeover.interview.wrapping import shorten, width_of, wrap_text

if TYPE_CHECKING:
    import asyncio

    from prompt_toolkit.application import Application
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

WIDEST = 100
"""Columns beyond which lines of text are hard to read."""
INDENT = 3
"""Columns that the pointer takes before an option; two more where options are ticked."""
SHORT = 16
"""Lines below which a question scrolls away behind its help and its options, and is said once more before them."""
FOOTER_SHARE = 6
"""A footer takes one of so many lines of the terminal, and at least one."""
DRAFT_DELAY = 1.0
"""Seconds of typing that a kill may cost."""
_STOPS = (":", "?", "：", "？")
"""What a title may end with, so that what was picked follows without another mark."""
_OTHER_LINES = 3
"""Lines that a prompt's title, its footer and the cursor take."""
_SHADES = {Tone.HEAD: "1", Tone.QUESTION: "1", Tone.HELP: "2", Tone.SAID: "3", Tone.ERROR: "31"}
_MARKS = {Tone.SAID: "  - ", Tone.ERROR: "! "}


def open_terminal(catalogue: Catalogue, *, colour: bool = True) -> Terminal:
    """Open the terminal of this process.

    Raises:
        UsageError: IV050 where standard input or output is no terminal.
    """
    if sys.stdin is None or sys.stdout is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("IV050")
    return Terminal(catalogue, sys.stdout, colour=colour)


class Terminal:
    """Shows text on a stream and asks prompts with questionary on the terminal of the process."""

    def __init__(self, catalogue: Catalogue, out: TextIO, *, colour: bool = True) -> None:
        self._catalogue = catalogue
        self._out = out
        self._colour = colour
        self._gone = False
        self._question = ""

    def show(self, text: str, tone: Tone = Tone.NOTICE) -> None:
        """Print a text, wrapped to the terminal's width; a terminal that is gone is noted for the next prompt."""
        if tone is Tone.QUESTION:
            self._question = text
        mark = _MARKS.get(tone, "")
        lines = wrap_text(mark + text, self._width(), " " * len(mark))
        lines = self._shade(lines, tone)
        self._print(f"\n{lines}" if tone is Tone.HEAD else lines)

    def _shade(self, lines: str, tone: Tone) -> str:
        if not self._colour or tone not in _SHADES:
            return lines
        return "\n".join(f"\x1b[{_SHADES[tone]}m{line}\x1b[0m" for line in lines.split("\n"))

    def _say_again(self, prompt: Prompt) -> None:
        """On a short terminal put the question, as far as there is room, right above what can be answered."""
        if Verb.JUMP not in prompt.verbs or _lines() >= SHORT:
            return
        options = prompt.options if isinstance(prompt, Pick) else ()
        taken = sum(wrap_text(option.text, self._width() - INDENT - 2).count("\n") + 1 for option in options)
        room = max(1, _lines() - taken - _OTHER_LINES)
        lines = wrap_text(self._question, self._width()).split("\n")
        cut = [*lines[: room - 1], shorten(lines[room - 1] + " …", self._width())] if len(lines) > room else lines
        self._print(self._shade("\n".join(cut), Tone.QUESTION))

    def _print(self, lines: str) -> None:
        try:
            self._out.write(f"{lines}\n")
            self._out.flush()
        except (OSError, ValueError):
            self._gone = True

    def ask(self, prompt: Prompt) -> Reply:
        """Ask one prompt with its keys in the footer.

        Raises:
            UsageError: IV051 where Windows has a terminal that the prompt library cannot drive (Git Bash).
        """
        if self._gone:
            return Pressed(verb=Verb.INTERRUPT, typed=_default_of(prompt))
        self._say_again(prompt)
        if isinstance(prompt, Type | Find) or not _has_room(prompt.title, self._width()):
            self._print(self._shade(wrap_text(prompt.title, self._width()), Tone.QUESTION))
        asking: _Asking | None = None
        try:
            asking = _Asking(prompt, self._catalogue, self._width)
            reply = asking.run()
        except OSError:  # the terminal is gone, what was typed is not
            self._gone = True
            return Pressed(verb=Verb.INTERRUPT, typed=asking.typed() if asking else _default_of(prompt))
        except Exception as error:
            if type(error).__name__ == "NoConsoleScreenBufferError":
                raise UsageError("IV051") from error
            raise
        if isinstance(reply, Said) and isinstance(prompt, Pick | Tick):
            self._show_picked(prompt, reply)
        return reply

    def find_file(self, typed: str) -> str:
        """Return the whole path of the file that was typed or dropped here, empty if there is none."""
        return find_file(typed)

    def _show_picked(self, prompt: Pick | Tick, reply: Said) -> None:
        """Leave a line where the list was: the title and what was picked."""
        picked = self._catalogue.join(option.text for option in prompt.options if option.value in reply.values)
        if _has_room(prompt.title, self._width()):
            key = "asked" if prompt.title.endswith(_STOPS) else "named"
            picked = self._catalogue.text(f"interview.picked.{key}", title=prompt.title, picked=picked)
        self._print(wrap_text(f"> {picked}", self._width(), "  "))

    def _width(self) -> int:
        return max(20, min(WIDEST, shutil.get_terminal_size().columns - 1))


class _Asking:
    """One prompt on its way: builds the questionary prompt, adds the keys, runs it, reads the result."""

    def __init__(self, prompt: Prompt, catalogue: Catalogue, width: Callable[[], int]) -> None:
        self.prompt = prompt
        self.catalogue = catalogue
        self.width = width
        self.app: Application[Any] = _build(prompt, width())
        self.app.ttimeoutlen, self.app.timeoutlen = 0.05, 0.2
        self._add_keys()
        self._add_footer()

    def run(self) -> Reply:
        from prompt_toolkit.application import get_app_session
        from prompt_toolkit.input.typeahead import clear_typeahead

        clear_typeahead(get_app_session().input)
        drafting = _Drafting(self.prompt, self.app)
        try:
            with caught_signals(self.app, self._pressed(Verb.INTERRUPT)):
                result = self.app.run(pre_run=self._take_exceptions, set_exception_handler=False)
        except KeyboardInterrupt:
            result = Verb.INTERRUPT
        except EOFError:
            result = Verb.QUIT
        finally:
            drafting.finish()
        return self._read(result)

    def _read(self, result: Any) -> Reply:
        match result:
            case Verb() as verb:
                return Pressed(verb=verb, typed=self.typed())
            case list():
                return Said(values=tuple(str(value) for value in result))
            case _:
                return Said(values=(str(result),))

    def typed(self) -> str:
        """Return what stands in the field, a command apart."""
        if not isinstance(self.prompt, Type):
            return ""
        text = self.app.current_buffer.text
        return "" if read_command(text, self.catalogue) else text

    def _take_exceptions(self) -> None:
        """Hand an exception of a callback to whoever waits for the answer (rule 2)."""
        import asyncio

        def fail(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            if self.app.future is not None and not self.app.future.done():
                self.app.future.set_exception(context.get("exception") or RuntimeError(context["message"]))

        asyncio.get_running_loop().set_exception_handler(fail)

    def _pressed(self, verb: Verb) -> Callable[..., None]:
        def leave(_event: object = None) -> None:
            if self.app.is_running and self.app.future is not None and not self.app.future.done():
                self.app.erase_when_done = True
                self.app.exit(result=verb)

        return leave

    def _add_keys(self) -> None:
        from prompt_toolkit.key_binding import KeyBindings, merge_key_bindings

        keys = KeyBindings()
        self._add_verbs(keys)
        if isinstance(self.prompt, Type | Find):
            self._add_commands(keys)
        else:
            _add_pointing(keys, self.prompt.options, _control_of(self.app))
        keys.add("c-j", eager=True)(_press_enter)
        own = self.app.key_bindings
        self.app.key_bindings = merge_key_bindings([keys] if own is None else [own, keys])

    def _add_verbs(self, keys: KeyBindings) -> None:
        from prompt_toolkit.filters import Condition, FilterOrBool

        closed = Condition(lambda: self.app.current_buffer.complete_state is None)
        empty = Condition(lambda: not self.app.current_buffer.text)
        filters: dict[str, FilterOrBool] = {"escape": closed, "c-d": empty}
        always = (Verb.INTERRUPT, Verb.MENU)
        for key, verb in KEYS.items():
            if verb in self.prompt.verbs or verb in always or verb is Verb.QUIT:
                keys.add(key, eager=True, filter=filters.get(key, True))(self._pressed(verb))
        keys.add("<sigint>", eager=True)(self._pressed(Verb.INTERRUPT))  # questionary's lists do not listen for it
        if isinstance(self.prompt, Type | Find):
            keys.add("escape", eager=True, filter=~closed)(lambda event: event.current_buffer.cancel_completion())
            return
        for letter, verb in LETTERS.items():
            if verb in self.prompt.verbs:
                keys.add(letter, eager=True)(self._pressed(verb))

    def _add_commands(self, keys: KeyBindings) -> None:
        from prompt_toolkit.filters import Condition

        def command() -> Verb | None:
            verb = read_command(self.app.current_buffer.text, self.catalogue)
            return verb if verb in (*self.prompt.verbs, Verb.MENU, Verb.QUIT) else None

        @keys.add("enter", eager=True, filter=Condition(lambda: command() is not None))
        def _(_event: KeyPressEvent) -> None:
            self._pressed(command() or Verb.MENU)()

    def _add_footer(self) -> None:
        from prompt_toolkit.filters import is_done
        from prompt_toolkit.layout import ConditionalContainer, FormattedTextControl, HSplit, Layout, Window

        kind = {Pick: "list", Tick: "ticks", Type: "text", Find: "find"}[type(self.prompt)]
        pieces = footer_pieces(kind, self.prompt.verbs, self.catalogue)
        control = FormattedTextControl(lambda: fit_footer(pieces, self.width(), _footer_lines()))
        bar = Window(control, style="class:footer", dont_extend_height=True, wrap_lines=True)
        body, focus = self.app.layout.container, self.app.layout.current_window
        self.app.layout = Layout(HSplit([body, ConditionalContainer(bar, filter=~is_done)]), focused_element=focus)


def _build(prompt: Prompt, width: int) -> Application[Any]:
    """Make the questionary prompt; the title stands above it where it has no room in one line."""
    import questionary

    style = questionary.Style([("footer", "reverse"), ("highlighted", "bold"), ("question", "bold")])
    match prompt:
        case Type(path=True):
            question = questionary.path("", default=prompt.default, qmark=">", style=style, reserve_space_for_menu=4)
            return question.application
        case Type():
            return questionary.text("", default=_one_line(prompt.default), qmark=">", style=style).application
        case Pick() | Tick():
            return _build_list(prompt, width, style)
        case Find():
            from takeover.interview.terminal_find import build_find

            return build_find(prompt, width, style)
        case _:
            assert_never(prompt)


def _build_list(prompt: Pick | Tick, width: int, style: Any) -> Application[Any]:
    """Make a list; it is wiped when it is done, since our own line with what was picked takes its place."""
    import questionary
    from prompt_toolkit.filters import Always

    room = width - INDENT - (2 if isinstance(prompt, Tick) else 0)
    title = prompt.title if _has_room(prompt.title, width) else ""
    choices = [
        questionary.Choice(_numbered(number, option.text, room), value=option.value, checked=_is_ticked(option, prompt))
        for number, option in enumerate(prompt.options, 1)
    ]
    common: dict[str, Any] = {"qmark": ">", "style": style, "instruction": " ", "use_jk_keys": False}
    if isinstance(prompt, Tick):
        question = questionary.checkbox(title, choices=choices, **common)
    else:
        known = prompt.default in {option.value for option in prompt.options}
        question = questionary.select(title, choices=choices, default=prompt.default if known else None, **common)
    app: Application[Any] = question.application
    app.erase_when_done = True
    control = _control_of(app)
    window = next(window for window in app.layout.find_all_windows() if window.content is control)
    window.wrap_lines = window.dont_extend_height = Always()
    return app


def _footer_lines() -> int:
    return max(1, _lines() // FOOTER_SHARE)


def _lines() -> int:
    return shutil.get_terminal_size().lines


def _default_of(prompt: Prompt) -> str:
    """Return the text in the field of a prompt that was never shown."""
    return prompt.default if isinstance(prompt, Type) else ""


def _one_line(text: str) -> str:
    return " ".join(text.split("\n"))


def _has_room(title: str, width: int) -> bool:
    return width_of(title) <= width - 4


def _numbered(number: int, text: str, room: int) -> str:
    """Put the number before an option and break it within its own column."""
    lines = wrap_text(text, room - 2).replace("\n", "\n" + " " * (INDENT + 2))
    return f"{number} {lines}" if number < 10 else f"  {lines}"


def _is_ticked(option: Option, prompt: Pick | Tick) -> bool:
    return isinstance(prompt, Tick) and option.value in prompt.ticked


def _control_of(app: Application[Any]) -> Any:
    from questionary.prompts.common import InquirerControl

    return next(control for control in app.layout.find_all_controls() if isinstance(control, InquirerControl))


def _add_pointing(keys: KeyBindings, options: tuple[Option, ...], control: Any) -> None:
    """Let digits and the options' own letters point at them; Enter confirms."""

    def point_at(index: int) -> Callable[[KeyPressEvent], None]:
        def point(_event: KeyPressEvent) -> None:
            control.pointed_at = index

        return point

    for index, option in enumerate(options):
        for key in (*([str(index + 1)] if index < 9 else []), *option.keys):
            keys.add(key, eager=True)(point_at(index))


def _press_enter(event: KeyPressEvent) -> None:
    """Take a line feed for Enter: keys pressed before the prompt was ready come as one."""
    from prompt_toolkit.key_binding.key_processor import KeyPress
    from prompt_toolkit.keys import Keys

    event.app.key_processor.feed(KeyPress(Keys.ControlM, "\r"), first=True)


class _Drafting:
    """Hands half-typed text on, at most once a second, and once more at the end."""

    def __init__(self, prompt: Prompt, app: Application[Any]) -> None:
        self._prompt = prompt
        self._app = app
        self._timer: asyncio.TimerHandle | None = None
        if isinstance(prompt, Type):
            app.current_buffer.on_text_changed += self._note

    def _note(self, _buffer: object) -> None:
        if self._timer is None and self._app.loop is not None:
            self._timer = self._app.loop.call_later(DRAFT_DELAY, self._hand_on)

    def _hand_on(self) -> None:
        self._timer = None
        assert isinstance(self._prompt, Type)
        self._prompt.typing(self._app.current_buffer.text)

    def finish(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
