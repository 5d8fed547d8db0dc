import json
import re
from pathlib import Path

import takeover

FOLDER = Path(takeover.__file__).parent
TEXTS = {
    language: {
        key: text
        for file in sorted((FOLDER / f"locale/{language}").glob("signing*.json"))
        for key, text in json.loads(file.read_text("utf-8")).items()
    }
    for language in ("en", "zh-Hans")
}
PLACEHOLDER = re.compile(r"\{([a-z0-9_]+)[^}]*\}")


def test_both_catalogues_say_the_same_things() -> None:
    english, chinese = TEXTS["en"], TEXTS["zh-Hans"]
    assert english.keys() == chinese.keys()
    for key, text in english.items():
        assert sorted(set(PLACEHOLDER.findall(text))) == sorted(set(PLACEHOLDER.findall(chinese[key]))), key


def test_every_code_of_the_room_has_a_sentence_and_every_sentence_a_use() -> None:
    code = "\n".join(file.read_text() for file in (FOLDER / "signing").glob("*.py"))
    codes = set(re.findall(r'"(SG[0-9]{3})"', code))
    assert codes
    assert codes == {key.split(".")[1] for key in TEXTS["en"] if key.startswith(("error.", "problem."))}
