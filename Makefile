.PHONY: fmt check test exhaustive golden bench docs recording

fmt:
	ruff format .
	ruff check --fix .

check:
	ruff format --check .
	ruff check .
	mypy
	lint-imports --no-cache
	deptry .
	vulture
	yamllint -s checklists examples
	djlint --lint templates

test:
	./run test

exhaustive:
	python -m pytest -n auto --dist loadfile -m exhaustive

golden:
	python -m tests.record.write_golden

bench:
	python -m tests.bench

docs:
	python -m tests.test_docs
	python -m pytest tests/test_docs.py

recording:
	python -m tests.interview.recording
