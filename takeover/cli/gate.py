"""`--fail-on` of `assess` and `status`: one rule for scripts, that of `assessment.published.passes`."""

from __future__ import annotations

from typing import Any

import click

from takeover.assessment.model import Confidence, Light
from takeover.assessment.published import passes
from takeover.cli.desk import Desk
from takeover.errors import Exit

_FAILING = tuple(light.name.lower() for light in Light if light is not Light.GREEN)

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(_FAILING),
    help="Exit with 1 if the worst world is this or worse, or no judgement is possible yet.",
)


def gate_to_plain(confidence: Confidence | None, fail_on: str | None) -> dict[str, Any]:
    """Write what the gate says as a part of the JSON object; without a gate there is none."""
    if not fail_on:
        return {}
    passed = passes(confidence, Light[fail_on.upper()])
    return {"fail_on": {"light": fail_on, "world": "worst", "passed": passed}}


def leave_if_failed(desk: Desk, confidence: Confidence | None, fail_on: str | None) -> None:
    """Say that the gate was not passed, and end with exit code 1."""
    if fail_on and not passes(confidence, Light[fail_on.upper()]):
        desk.say("cli.assess.failed", light=desk.text(f"report.light.{fail_on}"))
        raise click.exceptions.Exit(Exit.NO)
