"""Commands as processes of their own, with the time of the processor and the memory that they took at most."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass

RUNNER = """
import json, resource, subprocess, sys, time
start = time.perf_counter()
done = subprocess.run([sys.executable, *sys.argv[1:]], capture_output=True, text=True)
wall = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds = used.ru_utime + used.ru_stime
print(json.dumps([done.returncode, done.stdout, done.stderr, wall, seconds, used.ru_maxrss / 1024]))
"""
"""A process between the caller and the command: a child's peak of memory begins with that of its parent."""
PROGRAM = "from takeover.cli.main import main; main()"


@dataclass(frozen=True)
class Ran:
    """What a process gave: `wall` by the clock, `seconds` of the processor, `megabytes` at most."""

    code: int
    out: str
    err: str
    wall: float
    seconds: float
    megabytes: float


def run_python(*arguments: object) -> Ran:
    done = subprocess.run(
        [sys.executable, "-c", RUNNER, *map(str, arguments)], capture_output=True, text=True, check=True
    )
    return Ran(*json.loads(done.stdout))


def run_takeover(*arguments: object) -> Ran:
    return run_python("-c", PROGRAM, *arguments)


def run_verify(*arguments: object) -> Ran:
    return run_takeover("verify", *arguments)
