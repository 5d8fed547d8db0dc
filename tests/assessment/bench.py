"""How long a judgement takes: 2,000 questions and 10,000 statements, and whether it grows in a straight line.

Measured is `assess` on a situation that was folded already: reading the statements, judging every question (each one
disputed, the dearest case), dimensions, findings and requests. Reading and folding the file is the bench of the record.
"""

from __future__ import annotations

import gc
import sys
import time

from takeover.assessment.method_1 import assess
from takeover.checklist.model import Checklist
from takeover.record.chain import read_chain
from takeover.record.kinds import Grade
from takeover.record.situation import Situation, fold_entries
from tests.bench import show
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question

QUESTIONS = 2000
ROUNDS = 15
LIMIT = 0.2
"""Seconds for the whole, on the machine that says it."""
LINEAR = 2.2
PARTIES = ("sponsor1", "client01", "outgoin1", "incomin1", "supplie1")


def make_case(questions: int, statements: int) -> tuple[Checklist, Situation]:
    """A list and a record of this size: every question answered by several parties, some of them apart."""
    checklist = make_checklist(*(make_question(f"d{number % 12}.q{number}") for number in range(questions)))
    record = RecordBuilder()
    ids = [question.id for question in checklist.questions]
    for number in range(statements):
        answer = ("yes", "no", "partly")[number % 7 % 3]
        grade = tuple(Grade)[number % 4]
        record.say(ids[number % questions], answer, by=PARTIES[number // questions % len(PARTIES)], grade=grade)
    return checklist, fold_entries(read_chain(record.bytes()).entries)


def bench_assess() -> bool:
    """The whole against half of it (linear = 2.0), and the milliseconds of the whole."""
    cases = {
        f"{count:,} questions, {5 * count:,} said": make_case(count, 5 * count) for count in (QUESTIONS // 2, QUESTIONS)
    }
    best = {name: find_best(*case) for name, case in cases.items()}
    _, whole = best
    linear = show("Judgement", best, {whole: LINEAR})
    fast = best[whole] <= LIMIT
    print(f"  {best[whole] * 1000:.0f} of {LIMIT * 1000:.0f} ms   {'PASSED' if linear and fast else 'FAILED'}")
    return linear and fast


def find_best(checklist: Checklist, situation: Situation) -> float:
    """Processor seconds of the fastest round: it waits for nothing, and what else runs on the machine can only add."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()  # the rubbish of the round before is not ours
        start = time.process_time()
        assess(checklist, situation, as_of=AS_OF, days_off=())
        times.append(time.process_time() - start)
    return min(times)


if __name__ == "__main__":
    sys.exit(not bench_assess())
