"""How long a judgement takes: 2,000 questions and 10,000 statements, and whether it grows in a straight line."""

from __future__ import annotations

import time

from takeover.assessment.method_1 import assess
from takeover.checklist.model import Checklist
from takeover.record.chain import read_chain
from takeover.record.kinds import Grade
from takeover.record.situation import Situation, fold_entries
from tests.bench import measure, show
from tests.builders import AS_OF, RecordBuilder, make_checklist, make_question

QUESTIONS = 2000
STATEMENTS = 10_000
LIMIT = 0.2
"""Seconds for the whole, on the machine that says it."""
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
    """The whole against half of it (linear = 2.0), and the seconds of the whole."""
    half, whole = make_case(QUESTIONS // 2, STATEMENTS // 2), make_case(QUESTIONS, STATEMENTS)
    medians = measure(
        {
            "1,000 questions, 5,000 said": lambda: assess(half[0], half[1], as_of=AS_OF, days_off=()) and None,
            "2,000 questions, 10,000 said": lambda: assess(whole[0], whole[1], as_of=AS_OF, days_off=()) and None,
        },
        rounds=5,
    )
    linear = show("Judgement", medians, {"2,000 questions, 10,000 said": 2.2})
    seconds = medians["2,000 questions, 10,000 said"]
    print(f"  limit {LIMIT * 1000:.0f} ms" + ("" if seconds <= LIMIT * 1.25 else "   TOO SLOW"))
    return linear and seconds <= LIMIT * 1.25


if __name__ == "__main__":
    start = time.perf_counter()
    bench_assess()
    print(f"{time.perf_counter() - start:.1f} s")
