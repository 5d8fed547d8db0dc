"""`python -m tests.validation` writes docs/validation.md: day one of twelve real cases against what came out later."""

from __future__ import annotations

from tests.validation.run import PAGE, list_cases, run_case, write_page

PAGE.write_text(write_page([run_case(folder) for folder in list_cases()]), "utf-8")
