import json
import re
from pathlib import Path

import takeover

FOLDER = Path(takeover.__file__).parent
TEXTS = {
    language: json.loads((FOLDER / f"locale/{language}/signing.json").read_text()) for language in ("en", "zh-Hans")
}
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)[^}]*\}")


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
