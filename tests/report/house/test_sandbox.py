"""Templates that would fill memory or never end stop at the limits, and an honest one says what it says with Jinja."""

from __future__ import annotations

import resource
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from takeover.errors import BadInput
from takeover.report.house import sandbox, weighing
from takeover.report.house.sandbox import FILTERS, make_environment, render_bounded

NOWHERE = Path(__file__).parent / "nowhere"
SEED = '{% set a = "xxxxxxxx" %}'
LISTS = "{% set a = [1] %}"
DOUBLED = {
    "concat": SEED + "{% set a = a ~ a %}" * 40,
    "plus": SEED + "{% set a = a + a %}" * 40,
    "block": SEED + "{% set a %}{{ a }}{{ a }}{% endset %}" * 40,
    "filtered block": SEED + "{% set a | upper %}{{ a }}{{ a }}{% endset %}" * 40,
    "join": SEED + "{% set a = [a, a, a, a] | join %}" * 40,
    "join between": SEED + "{% set a = [1, 1, 1, 1] | join(a) %}" * 40,
    "join of a map": SEED + "{% set a = [a, a, a, a] | map('upper') | join %}" * 40,
    "join by an attribute": SEED + "{% set a = [{'b': a}, {'b': a}, {'b': a}] | join(attribute='b') %}" * 40,
    "with": SEED + "{% with a = a ~ a %}" * 28 + "{{ a | length }}" + "{% endwith %}" * 28,
    "macro": "".join(f"{{% macro m{n}(a) %}}{{{{ m{n - 1}(a ~ a) }}}}{{% endmacro %}}" for n in range(1, 40))
    + "{% macro m0(a) %}{{ a | length }}{% endmacro %}{{ m39('xxxxxxxx') }}",
    "macro that writes": "{% macro m() %}" + "{% for i in range(900) %}" * 3 + "y" * 999 + "{% endfor %}" * 3
    + "{% endmacro %}{{ m() | length }}",
    "include": '{% include "long" %}{% for i in range(999) %}{% for j in range(999) %}{% include "long" %}{% endfor %}{% endfor %}',
    "filter block": "{% filter upper %}" + "{% for i in range(900) %}" * 2 + "y" * 99 + "{% endfor %}" * 2 + "{% endfilter %}",
    "escaped": '{% set a = "&&&&&&&&" %}' + "{% set a = a | e | string %}{% set a = a ~ a ~ a %}" * 40,
    "encoded": '{% set a = "汉汉汉汉" %}' + "{% set a = a | urlencode %}{% set a = a ~ a %}" * 40,
    "slices": SEED + "{% set a = a ~ a %}" * 20 + "{% set b = [a[1:], a[2:], a[3:], a[4:], a[5:], a[6:]] %}" * 9,
    "say": SEED + "{% set a = a ~ a %}" * 18 + "{{ say('twice', a=a) | length }}" * 3,
    "list": LISTS + "{% set a = a + a %}" * 40,
    "nested list": LISTS + "{% set a = [a, a] %}" * 40,
    "nested tuple": LISTS + "{% set a = (a, a) %}" * 40 + "{{ a is eq 1 }}",
    "nested map": LISTS + "{% set a = {'b': a, 'c': a} %}" * 40,
    "nested through a macro": "{% macro m(a, n) %}{% if n %}{{ m([a, a], n - 1) }}{% endif %}{% endmacro %}{{ m(1, 40) }}",
    "nested through a filter": LISTS + "{% set a = [a, a] | sort | list %}" * 40,
    "batch": "{{ [1] | batch(999999999, 'x') | list | length }}",
    "batch of batches": "{% set a = range(999) %}" + "{% set a = a | batch(2) | list %}{% set a = [a, a, a, a] %}" * 30,
    "sum of lists": "{{ [[1], [2]] | sum(start=[]) | length }}",
    "round": "{{ 1 | round(99999999, 'ceil') }}",
    "power": "{% set a = 999 ** 999 %}{% set a = a ** 999 %}{{ a ** 999 }}",
    "times": "{{ 'x' * 1000000000 }}",
    "times a list": "{{ [1] * 999 }}",
    "percent": "{{ '%999999999s' % 1 }}",
    "characters": SEED + "{% set a = a ~ a %}" * 17 + "{% for c in a %}{% for d in a %}{% endfor %}{% endfor %}",
    "characters as a list": SEED + "{% set a = a ~ a %}" * 17 + "{% for i in range(99) %}{% set b = a | list %}{% endfor %}",
    "a list by its name": "{% set a = range(999) | list %}"
    + "{% for i in a %}" * 4 + "{% endfor %}" * 4,
    "a list by or": "{% set a = range(999) %}" + "{% for i in (a or a) %}" * 4 + "{% endfor %}" * 4,
    "a list by a slice": "{% set a = range(999) | list %}" + "{% for i in a[:] %}" * 4 + "{% endfor %}" * 4,
    "comparisons": "{% set a = range(999) | list %}{% set b = a + [] %}" + "{% for i in range(999) %}" * 2
    + "{% if a == b %}{% endif %}" + "{% endfor %}" * 2,
    "tests": "{% set a = range(999) | list %}" + "{% for i in range(999) %}" * 2
    + "{% if 'x' is in a %}{% endif %}" + "{% endfor %}" * 2,
    "long comparisons": SEED + "{% set a = a ~ a %}" * 17 + "{% set b = a ~ '' %}" + "{% for i in range(999) %}" * 2
    + "{% if a == b %}{% endif %}" + "{% endfor %}" * 2,
    "recursion": "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
    "cycles": "{% for i in range(999) %}" * 3 + "{{ loop.cycle(1, 2) }}" + "{% endfor %}" * 3,
}  # fmt: skip
PARTS = {"long": "z" * 10_000}


def render(text: str, **values: Any) -> str:
    environment = make_environment({"house": text, **PARTS}, NOWHERE)

    def say(key: str, **given: str) -> str:
        return (key + "{a}{a}{a}{a}{a}{a}{a}{a}{a}{a}").format(**given)

    return render_bounded(environment, environment.get_template("house"), say, **values)


@pytest.fixture
def bounded() -> Iterator[None]:
    """Whatever slips through ends here instead of taking the machine with it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + (1 << 30), hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def assert_stopped(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        render(text)
    assert refused.value.code == "RP083"
    assert isinstance(refused.value.__cause__, (weighing.HouseLimit, RecursionError))


@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("name", DOUBLED)
def test_what_grows_without_end_is_stopped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hundredth of the limits, so that the memory of what slips through shows."""
    for limit in ("MOST_STEPS", "MOST_CHARACTERS", "MOST_TEXT"):
        monkeypatch.setattr(weighing, limit, getattr(weighing, limit) // 100)
    monkeypatch.setattr(sandbox, "MOST_TEXT", weighing.MOST_TEXT)
    tracemalloc.start()
    try:
        assert_stopped(DOUBLED[name])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 12 * weighing.MOST_CHARACTERS


@pytest.mark.exhaustive
@pytest.mark.usefixtures("bounded")
@pytest.mark.parametrize("name", DOUBLED)
def test_what_grows_without_end_is_stopped_at_the_limits_of_a_report(name: str) -> None:
    started = time.process_time()
    assert_stopped(DOUBLED[name])
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    "text",
    ["{{ [1, 2] }}", "{{ [1] ~ 'x' }}", "{{ [[1]] | join }}", "{{ [1] | string }}", "{{ {} }}", "{{ say('x', a=[1]) }}",
     "{{ [1] | upper }}", "{{ range }}", "{{ [{'a': 1}] | urlencode }}"],
)  # fmt: skip
def test_what_is_no_text_is_not_written(text: str) -> None:
    with pytest.raises(TypeError, match="is no text"):
        render(text)


HONEST = """{% macro box(text) %}<b>{{ text }}{{ caller() if caller is defined }}</b>{% endmacro %}
{% set rows = [("a", 1), ("b & c", 2)] %}{% for name, number in rows if number > 0 %}{{ loop.index }}/{{ loop.length }}
{{ box(name ~ ": " ~ number) }}{{ loop.cycle("odd", "even") }}{% else %}none{% endfor %}
{% call box("x") %}<i>{{ "<" }}</i>{% endcall %}{% set block %}<u>{{ "&" }}</u>{% endset %}{{ block ~ "<" }}{{ block }}
{{ names | join(", ") }} {{ names | map("upper") | sort | join("; ") }} {{ rows | map(attribute=0) | join }}
{{ names | length }} {{ names[0][1:] }} {{ names | first }} {{ names is defined }} {{ missing is defined }}
{{ missing | default("–") }} {{ 7 // 2 }} {{ 2 ** 9 }} {{ 3 * 4 }} {{ 7 % 3 }} {{ 1.5 | round(1) }} {{ "ß" | upper }}
{{ names | batch(2) | map("join", "+") | join("|") }} {{ "a b" | urlencode }} {{ none }} {{ true }} {{ "x" in names }}
{% filter upper %}{{ names | last }}{% endfilter %}{% include "long" %}{{ [3, 1, 2] | sort | join }} {{ "n" + "m" }}
{{ names | select("equalto", "p") | list | length }} {{ [1, 2] | sum }} {{ {"k": "v"}.k }} {{ names | unique | join }}"""


def test_an_honest_template_says_what_it_says_with_jinja() -> None:
    from jinja2 import DictLoader, Environment, StrictUndefined

    values = {"names": ("p", "q<", "p")}
    plain = Environment(
        loader=DictLoader({"house": HONEST, **PARTS}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    assert render(HONEST, **values) == plain.get_template("house").render(**values)


def test_a_line_of_a_mistake_is_that_of_the_template() -> None:
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError) as wrong:
        render("x\n{{ 'a' ~ nothing }}")
    lines = [at.lineno for at in wrong.traceback if Path(str(at.path)).name == "house"]
    assert [line + 1 for line in lines] == [2]


@pytest.mark.parametrize("name", FILTERS)
def test_no_filter_makes_more_of_a_text_than_it_counts(name: str) -> None:
    from jinja2 import TemplateError

    environment = make_environment(
        {"house": f"{{% set b = a | {name} %}}{{% if b is string %}}{{{{ b }}}}{{% endif %}}"}, NOWHERE
    )
    for value in ('&"汉ß' * 1000, ["&ß", "汉"] * 500, 3.7, {"a": 1}):
        try:
            text = render_bounded(environment, environment.get_template("house"), lambda: "", a=value)
        except (TemplateError, AttributeError, TypeError, ValueError, BadInput):
            continue
        assert len(text) <= environment.meter.characters
        assert 0 < environment.meter.steps < weighing.MOST_STEPS
