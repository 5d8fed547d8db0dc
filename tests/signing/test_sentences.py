import json
import re
from pathlib import Path

import pytest

import takeover
from takeover.catalogues import load_catalogue
from takeover.signing.sentences import role_name, sentence_for
from takeover.values import Role

FOLDER = Path(takeover.__file__).parent
TEXTS = {
    language: json.loads((FOLDER / f"locale/{language}/signing.json").read_text()) for language in ("en", "zh-Hans")
}
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)[^}]*\}")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_sentence_and_a_name(language: str, role: Role) -> None:
    catalogue = load_catalogue(language)
    assert sentence_for(role, catalogue, section="4").endswith((".", "。"))
    assert role_name(role, catalogue)


def test_each_signer_of_a_baseline_says_something_of_their_own() -> None:
    roles = (Role.INCOMING_PM, Role.OUTGOING_PM, Role.SPONSOR, Role.CLIENT, Role.WITNESS, Role.TEAM)
    for language in ("en", "zh-Hans"):
        assert len({sentence_for(role, load_catalogue(language)) for role in roles}) == len(roles)


def test_client_acknowledges_facts_of_a_section() -> None:
    assert "section 4" in sentence_for(Role.CLIENT, load_catalogue("en"), section="4")
    assert "第 4 节" in sentence_for(Role.CLIENT, load_catalogue("zh-Hans"), section="4")


def test_both_catalogues_say_the_same_things() -> None:
    english, chinese = TEXTS["en"], TEXTS["zh-Hans"]
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert sorted(set(PLACEHOLDER.findall(text))) == sorted(set(PLACEHOLDER.findall(chinese[key]))), key


def test_every_key_that_the_code_names_is_in_the_catalogue() -> None:
    code = "\n".join(file.read_text() for file in (FOLDER / "signing").glob("*.py"))
    errors = {f"error.{found}" for found in re.findall(r'"(SG[0-9]{3})"', code)}
    assert errors
    assert errors == {key for key in TEXTS["en"] if key.startswith("error.")}
