"""Figures as ratios in one run (`make bench`): the first row of each table is its floor.

Times on a shared machine drift by a factor of two; ratios of rows taken in turn do not. Fails at 1.25 times a limit.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from takeover.record.chain import make_line, read_chain
from takeover.record.situation import fold_entries
from takeover.record.store import create_record
from tests.builders import RecordBuilder

ROUNDS = 15
ENTRIES = 2000
SLACK = 1.25


def measure(
    tasks: Mapping[str, Callable[[], None]],
    rounds: int = ROUNDS,
    clock: Callable[[], float] = time.perf_counter,
    before: Callable[[], object] = lambda: None,
) -> dict[str, float]:
    """Run the tasks in turn, each after a call of `before`; return the median seconds of each by a clock."""
    times: dict[str, list[float]] = {name: [] for name in tasks}
    for _ in range(rounds):
        for name, task in tasks.items():
            before()
            start = clock()
            task()
            times[name].append(clock() - start)
    return {name: statistics.median(found) for name, found in times.items()}


def show(title: str, medians: dict[str, float], limits: Mapping[str, float]) -> bool:
    """Print a table; tell whether every limit holds."""
    floor = next(iter(medians.values()))
    print(f"\n{title}")
    good = True
    for name, median in medians.items():
        ratio, limit = median / floor, limits.get(name)
        verdict = "" if limit is None else f"   limit {limit}" + ("" if ratio <= limit * SLACK else "   TOO SLOW")
        good &= limit is None or ratio <= limit * SLACK
        print(f"  {name:34} {median * 1000:9.3f} ms  x{ratio:5.2f}{verdict}")
    return good


def run(*arguments: str) -> Callable[[], None]:
    """A whole process, as a user starts it."""
    return lambda: subprocess.run([sys.executable, *arguments], check=True, capture_output=True) and None  # type: ignore[func-returns-value]


def bench_start() -> bool:
    """The program's help against an empty Python."""
    code = "from takeover.cli.main import main; main()"
    medians = measure({"python -c pass": run("-c", "pass"), "takeover --help": run("-c", code, "--help")})
    return show("Start", medians, {"takeover --help": 5.5})


def bench_append() -> bool:
    """One answer, durable, against a bare append with fsync of the same bytes."""
    record = RecordBuilder()
    record.say("goals.signed-statement", "partly", words="Minutes of 3 March say so.")
    body = record.chain().entries[-1].body
    assert body is not None
    _, line, _ = make_line([body], [bytes(32)], bytes(32))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        first = RecordBuilder().chain().entries[0].body
        assert first is not None
        store = create_record(folder, [first], machine="bench", salt=lambda: bytes(32))
        bare = os.open(folder / "bare", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def append_bare() -> None:
            os.write(bare, line)
            os.fsync(bare)

        tasks = {"bare append + fsync": append_bare, "record append": lambda: store.append([body]) and None}
        medians = measure(tasks, rounds=400)  # type: ignore[arg-type]
        os.close(bare)
    return show("Append", medians, {"record append": 1.3})


def bench_open() -> bool:
    """Open, prove and fold a record against json.loads of every line."""
    record = RecordBuilder()
    for number in range(ENTRIES):
        record.say(f"goals.question-{number % 60}", "partly", words="会议纪要 of 3 March say so, page 4.")
    data = record.bytes()

    kept: list[object] = []  # both rows keep what they read, as any reader must

    def parse() -> None:
        kept[:] = [json.loads(line) for line in data.split(b"\n")[:-1]]

    def open_and_fold() -> None:
        kept[:] = [fold_entries(read_chain(data).entries)]

    medians = measure({"json.loads of every line": parse, "open, verify, fold": open_and_fold})
    return show(f"Open ({ENTRIES} entries)", medians, {"open, verify, fold": 1.6})


def main() -> int:
    """Run this room's figures and those of the others, each beside its tests."""
    from tests.assessment.bench import bench_assess
    from tests.checklist.bench import bench_lint
    from tests.checklist.bench_compiled import bench_compiled
    from tests.interview.bench import bench_enter, bench_first_question
    from tests.report.bench import bench_memory, bench_report, bench_rows
    from tests.signing.bench import bench_sign, bench_verify

    with tempfile.TemporaryDirectory() as own:  # nobody's own settings, last values and lists are read or written
        os.environ |= {"TAKEOVER_SETTINGS": f"{own}/settings.yaml", "TAKEOVER_CACHE": f"{own}/cache"}
        results = [bench_start(), bench_append(), bench_open(), bench_lint(), bench_compiled(), bench_assess()]
        results += [bench_enter(), bench_first_question()]
        results += [bench_report(12), bench_report(100), bench_rows(), bench_memory()]
        results += [bench_verify(12), bench_verify(100), bench_sign()]
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
