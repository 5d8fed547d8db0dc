"""The program: finds a command, runs it, and turns what stops it into a sentence and an exit code.

Commands are loaded when they are called, so that `--help` costs little more than click itself.
"""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module

import click

from takeover import __version__
from takeover.catalogues import Catalogue, choose_language, load_catalogue
from takeover.errors import Exit, TakeoverError

COMMANDS = (
    "start",
    "ask",
    "answer",
    "import",
    "status",
    "report",
    "seal",
    "sign",
    "verify",
    "identity",
    "checklist",
    "doctor",
    "demo",
)
"""The commands in the order of the work; each lives in the module of its name (`import` in `import_answers`)."""
_MODULES = {"import": "import_answers"}


class Program(click.Group):
    """A group that knows its commands by name and loads a command's module when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the commands in the order of the work."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"takeover.cli.{_MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their lines of the catalogue, without loading any."""
        catalogue = _catalogue()
        with formatter.section(catalogue.text("cli.commands")):
            formatter.write_dl([(name, catalogue.text(f"cli.{name}.short")) for name in self.list_commands(ctx)])


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="takeover")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def program(*, debug: bool) -> None:
    """Take over a troubled project: ask, keep, judge, freeze, sign, verify."""
    del debug


def main(arguments: list[str] | None = None) -> None:
    """Run the program and leave with its exit code (docs/exit-codes.md)."""
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = program.main(args=given, prog_name="takeover", standalone_mode=False)
    except Exception as error:  # the one place where everything ends
        if given[:1] == ["--debug"]:
            raise
        sys.exit(_explain(error))
    except KeyboardInterrupt:
        click.echo(_catalogue().text("cli.interrupted"), err=True)
        sys.exit(Exit.INTERRUPTED)
    sys.exit(code if isinstance(code, int) else Exit.DONE)  # click gives back the code of an `Exit` that it caught


def _explain(error: Exception) -> int:
    """Print what stopped the program; return the exit code."""
    match error:
        case click.exceptions.Exit(exit_code=code):
            return code
        case click.Abort():
            click.echo(_catalogue().text("cli.interrupted"), err=True)
            return Exit.INTERRUPTED
        case click.ClickException():
            error.show()
            return error.exit_code
        case TakeoverError():
            click.echo(_catalogue().text("cli.error", text=error.describe(_catalogue())), err=True)
            return error.exit
        case BrokenPipeError():
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return Exit.DONE
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM):
            text = _catalogue().text("error.CM002", file=error.filename or "?", reason=error.strerror)
            click.echo(_catalogue().text("cli.error", text=f"CM002: {text}"), err=True)
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
    click.echo(_catalogue().text("error.CM001", kind=type(error).__name__, file=file.name), err=True)
    return Exit.BUG


def _catalogue() -> Catalogue:
    wanted = next((sys.argv[n + 1] for n, a in enumerate(sys.argv[:-1]) if a == "--lang"), None)
    return load_catalogue(choose_language(wanted, os.environ))
