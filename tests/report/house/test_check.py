from __future__ import annotations

from pathlib import Path

import pytest

from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.errors import BadInput
from takeover.problems import Severity
from takeover.report.document import render_page
from takeover.report.house.check import read_style
from takeover.report.house.folder import MOST_FILES, load_style, read_folder
from takeover.report.house.model import HouseStyle
from takeover.report.house.source import check_sheet
from takeover.report.layout import Layout
from takeover.resources import templates_folder
from tests.report.house.test_images import make_png
from tests.report.samples import draft_sample, sealed_sample

OURS = templates_folder()
HEAD = '{% extends "baseline.html.j2" %}\n'
PMO = Path(__file__).parents[3] / "examples" / "house-pmo" / "templates"


def list_problems(**files: str | bytes) -> list[str]:
    """Check a style; each problem as FILE:LINE CODE."""
    named = {name.replace("__", "."): data.encode() if isinstance(data, str) else data for name, data in files.items()}
    style, problems = read_style(named, OURS)
    assert (style is None) == any(problem.severity is Severity.ERROR for problem in problems)
    for problem in problems:
        for language in LANGUAGES:
            assert problem.sentence(load_catalogue(language))
    return [f"{problem.place.file}:{problem.place.line} {problem.code}" for problem in problems]


def make_style(report: str, **files: str) -> HouseStyle:
    named = {"report.html.j2": HEAD + report, **{name.replace("__", "."): text for name, text in files.items()}}
    style, problems = read_style({name: text.encode() for name, text in named.items()}, OURS)
    assert style is not None, problems
    return style


def block(name: str, text: str = "") -> str:
    return f"{{% block {name} %}}{text}{{% endblock %}}"


@pytest.mark.parametrize(
    ("report", "problem"),
    [
        (block("cover", "{{ view.projekt }}"), "2 RP055"),
        (block("cover", "\n{% for one in view.findings %}\n{{ one.titel }}{% endfor %}"), "4 RP055"),
        (block("cover", "{{ vieww }}"), "2 RP055"),
        (block("cover", "{{ view.project|safe }}"), "2 RP056"),
        (block("cover", "{{ 'x'|center(99999999) }}"), "2 RP056"),
        (block("cover", "{{ say('own.nothing') }}"), "2 RP057"),
        (block("cover", "{{ say('for_customer') }}"), "2 RP058"),
        (block("covers", "x"), "2 RP061"),
        (block("cover", "{% if %}"), "2 RP054"),
        (block("cover", "{% autoescape false %}x{% endautoescape %}"), "2 RP060"),
        (block("cover", "{% set a = 'x' ~ 'y' %}"), "2 RP060"),
        (block("cover", "{% set a %}x{% endset %}"), "2 RP060"),
        (block("cover", "{% set a = view.findings %}{% for x in a %}{% endfor %}"), "2 RP060"),
        (block("cover", "{% include 'nowhere.html.j2' %}"), "2 RP070"),
        (block("cover", "{% include '../pyproject.toml' %}"), "2 RP070"),
        (block("cover", "{% include view.project %}"), "2 RP070"),
        (block("cover", "<!-- x -->"), "2 RP084"),
        (block("cover", "<script>x</script>"), "2 RP085"),
        (block("cover", "<p onclick='x'>y</p>"), "2 RP085"),
        (block("cover", "<img src='data:x'>"), "2 RP085"),
        (block("cover", "<p hidden>x</p>"), "2 RP086"),
        (block("verify", "<div style='display: none'>{{ super() }}</div>"), "2 RP086"),
        (block("cover", "<img alt='x' src='http://localhost/x.png'>"), "2 RP087"),
        (block("cover", "<a href='sigfield:sign-sponsor'></a>"), "2 RP087"),
        (block("cover", "<a href='file:///etc/passwd'>x</a>"), "2 RP087"),
    ],
)
def test_a_mistake_in_a_template_is_said_with_its_line(report: str, problem: str) -> None:
    assert list_problems(report__html__j2=HEAD + report) == [f"report.html.j2:{problem}"]


def test_all_mistakes_are_said_at_once() -> None:
    files: dict[str, str | bytes] = {
        "report.html.j2": "<p>{{ nothing }}</p>",
        "baseline.html.j2": "x",
        "house.css": "p { background: url(x.png) }\n.stop-lines { display: none }",
        "texts.yaml": "en:\n  kickr: x\n  reader.1: y\n  for_customer: none\nfr: {}\n",
        "logo.svg": "no image",
        "logo.png": make_png(),
        "cover.html.j2": b"\xff",
        "notes.txt": "x",
    }
    found = list_problems(**files)
    assert found == [
        "baseline.html.j2:0 RP053",
        "cover.html.j2:1 RP051",
        "house.css:1 RP087",
        "house.css:2 RP086",
        "logo.png:0 RP053",
        "logo.svg:0 RP062",
        "notes.txt:0 RP052",
        "report.html.j2:1 RP055",
        "report.html.j2:1 RP059",
        "texts.yaml:2 RP057",
        "texts.yaml:3 RP067",
        "texts.yaml:4 RP058",
        "texts.yaml:5 RP066",
    ]


def test_a_text_takes_a_value_fifty_times_at_most() -> None:
    texts = "en: {{own.x: '{}'}}\nzh-Hans: {{own.x: x}}\n"
    assert list_problems(texts__yaml=texts.format("{a}" * 50)) == []
    assert list_problems(texts__yaml=texts.format("{a}" * 51)) == ["texts.yaml:1 RP064", "texts.yaml:1 RP071"]


@pytest.mark.parametrize(
    "hiding",
    [
        "p { display:none }", "p { visibility: hidden }", "p { opacity: 0 }", "p { opacity: .1 }", "p { font-size: 0 }",
        "p { font: 0/0 a }", "p { color: transparent }", "p { position: absolute }", "p { text-indent: -999em }",
        "p { clip-path: inset(50%) }", "p { height: 0 }", "@page { @bottom-left { content: none } }",
        "@page { @bottom-right-corner { content: none } }", "main { string-set: baseline 'x' }",
        "@page { size: A4 landscape }", "@import 'x.css';", "p { background: u\\72l(x) }", "p { transform: scale(0) }",
    ],
)  # fmt: skip
def test_a_style_sheet_hides_nothing_and_fetches_nothing(hiding: str) -> None:
    assert [*check_sheet("house.css", hiding)]


def test_a_style_sheet_may_do_what_style_sheets_do() -> None:
    fine = "@page { @bottom-center { content: 'x' } } .a { opacity: 1; font-size: 10pt; height: 0.5mm; color: #000 }"
    assert [*check_sheet("house.css", fine)] == []


@pytest.mark.parametrize(
    ("report", "codes"),
    [
        (block("page_one"), {"RP090", "RP096"} - {"RP096"}),
        (block("sign_off", "<h2 id='sign-off'>Sign here</h2>"), {"RP093"}),
        (block("verify"), {"RP094"}),
        (block("sign_off", "{% if target == 'x' %}{{ super() }}{% endif %}"), {"RP093"}),
    ],
)
def test_a_house_may_not_drop_what_protects_the_reader(report: str, codes: set[str]) -> None:
    with pytest.raises(BadInput) as refused:
        render_page(sealed_sample("en").baseline, layout=Layout(style=make_style(report)))
    assert refused.value.code == "RP082"
    assert {problem.code for problem in refused.value.problems} == codes
    place = refused.value.problems[0].place
    assert (place.file, place.line) == ("report.html.j2", 0 if "super" in report else 2)


def test_a_draft_stays_a_draft() -> None:
    with pytest.raises(BadInput) as refused:
        render_page(draft_sample("en"), layout=Layout(style=make_style(block("page_one"))))
    assert "RP092" in {problem.code for problem in refused.value.problems}


@pytest.mark.parametrize(
    "report",
    [
        "{% for a in range(1000) %}{% for b in range(1000) %}{% for c in range(1000) %}x{% endfor %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ range(100000) }}",
        "{{ 'x' * 1000000000 }}",
        "{{ 9 ** 99999999 }}",
    ],
)
def test_a_template_comes_to_an_end(report: str) -> None:
    with pytest.raises(BadInput, match="RP083"):
        render_page(sealed_sample("en").baseline, layout=Layout(style=make_style(block("cover", report))))


@pytest.mark.parametrize(
    "report",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ view.project.center(99999999) }}",
        "{{ view.project.format(x=1) }}",
        "{{ say.__globals__ }}",
        "{{ view.__init__.__globals__ }}",
        "{{ view.findings[0].nothing }}",
        "{{ 1 / 0 }}",
    ],
)
def test_a_template_sees_the_view_and_nothing_else(report: str) -> None:
    style, problems = read_style({"report.html.j2": (HEAD + block("cover", report)).encode()}, OURS)
    if style is None:
        assert {problem.code for problem in problems} == {"RP055"}
        return
    with pytest.raises(BadInput) as refused:
        render_page(sealed_sample("en").baseline, layout=Layout(style=style))
    assert [(one.code, one.place.line) for one in refused.value.problems] == [("RP069", 2)]


def test_what_people_typed_is_escaped_in_a_house_style() -> None:
    style = make_style(block("cover", "<p>{{ view.customer }}</p>"))
    page = render_page(sealed_sample("en").baseline, layout=Layout(style=style))
    assert "<p>Municipal Transport Board</p>" in page


@pytest.mark.parametrize("language", ["en", "zh-Hans", "en+zh-Hans"])
def test_the_example_of_a_house_is_a_sound_style(language: str) -> None:
    style = load_style(PMO)
    page = render_page(sealed_sample(language).baseline, layout=Layout(style=style))
    assert page.index('class="house-cover"') < page.index('class="page-one"')
    assert "img-src data:" in page
    assert "data:image/svg+xml;base64," in page
    assert page.index('id="house-rules"') < page.index('id="sign-off"')
    assert set(style.hashes) == {f"house/{name}" for name in read_folder(PMO)}


def test_a_folder_that_is_no_style_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(BadInput, match="RP080"):
            read_folder(folder)
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.html.j2").write_text("x", "utf-8")
    with pytest.raises(BadInput, match="RP080"):
        read_folder(tmp_path)
