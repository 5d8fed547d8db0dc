"""The program: finds a command, runs it, and turns what stops it into a sentence and an exit code.

Commands are loaded when they are called (`lazy`).
"""

from __future__ import annotations

import errno
import os
import sys

import click

from takeover import __version__
from takeover.catalogues import Catalogue
from takeover.cli.click_words import teach_click
from takeover.cli.lazy import LazyGroup, terminal_catalogue
from takeover.cli.streams import tell
from takeover.errors import Exit, TakeoverError
from takeover.problems import describe_problems

COMMANDS = (
    "start",
    "ask",
    "answer",
    "sheet",
    "import",
    "register",
    "status",
    "assess",
    "why",
    "verdict",
    "requests",
    "plan",
    "advice",
    "report",
    "release",
    "seal",
    "sign",
    "deliver",
    "refuse",
    "receive",
    "lift",
    "verify",
    "identity",
    "checklist",
    "template",
    "doctor",
    "demo",
)
"""The commands in the order of the work; each lives in the module of its name (`import` in `import_answers`)."""
_MODULES = {"import": "import_answers"}


@click.group(
    cls=LazyGroup,
    prefix="cli",
    modules={name: _MODULES.get(name, name) for name in COMMANDS},
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, prog_name="takeover")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def program(*, debug: bool) -> None:
    """Take over a troubled project: ask, keep, judge, freeze, sign, verify."""
    del debug


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code (docs/exit-codes.md)."""
    given = sys.argv[1:] if arguments is None else arguments
    _speak(terminal_catalogue())
    try:
        code = program.main(args=given, prog_name="takeover", standalone_mode=False)
    except Exception as error:  # the one place where everything ends
        if given[:1] == ["--debug"]:
            raise
        sys.exit(_explain(error))
    except KeyboardInterrupt:
        click.echo(terminal_catalogue().text("cli.interrupted"), err=True)
        sys.exit(Exit.INTERRUPTED)
    sys.exit(code if isinstance(code, int) else Exit.DONE)  # click gives back the code of an `Exit` that it caught


def _speak(catalogue: Catalogue) -> None:
    """Let click and the options of the program itself speak the terminal's language."""
    teach_click(catalogue)
    for option in program.params:
        if isinstance(option, click.Option):
            option.help = catalogue.text(f"cli.option.{option.name}")


def _explain(error: Exception) -> int:
    """Print what stopped the program; return the exit code."""
    match error:
        case click.exceptions.Exit(exit_code=code):
            return code
        case click.Abort():
            click.echo(terminal_catalogue().text("cli.interrupted"), err=True)
            return Exit.INTERRUPTED
        case click.ClickException():
            error.show()
            return error.exit_code
        case TakeoverError():
            for line in describe_problems(error.problems, terminal_catalogue()):
                tell(line)
            tell(terminal_catalogue().text("cli.error", text=error.sentence(terminal_catalogue())))
            return error.exit
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Exit.DONE
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            text = terminal_catalogue().text("error.CM002", file=error.filename or "?", reason=error.strerror)
            tell(terminal_catalogue().text("cli.error", text=f"CM002: {text}"))
            return Exit.OUTSIDE
        case _:
            return _report_bug(error)


def _report_bug(error: Exception) -> int:
    """Write where it happened to a file, without values: answers and names stay out."""
    import tempfile
    import traceback
    from pathlib import Path

    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    text = "\n".join((f"takeover {__version__}", f"Python {sys.version.split()[0]}", type(error).__name__, *places))
    with tempfile.NamedTemporaryFile(
        "w", prefix="takeover-bug-", suffix=".txt", delete=False, encoding="utf-8"
    ) as file:
        file.write(text + "\n")
    click.echo(terminal_catalogue().text("error.CM001", kind=type(error).__name__, file=file.name), err=True)
    return Exit.BUG
