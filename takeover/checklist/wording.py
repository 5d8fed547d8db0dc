"""Words that name guilt: a finding says what is missing, never who is to blame (the promise of DESIGN part 1).

Two lists, English and Chinese, each applied to every text, so that a house list in either language is served. They
hold what accuses a person and leave alone what names a thing: default, fault tolerance, 难怪, 有无能用的.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

JUDGING = ("text", "finding", "action")
"""The keys of a question whose texts everybody reads."""
_ENGLISH = {
    "blam": r"blam(?:e[ds]?|ing)|to be blamed",
    "fault": r"at fault|faults? (?:of|lies|lay)|(?:whose|his|her|their|your|\w+'s) fault",
    "guilt": r"guilt(?:y)?",
    "culprit": r"culprits?",
    "fail": r"fail(?:ed|s) to",
    "negligen": r"negligen(?:t|tly|ce)",
    "neglect": r"neglected (?:his|her|their|your|to)",
    "incompeten": r"incompeten(?:t|tly|ce)",
    "careless": r"careless(?:ly|ness)?",
    "reckless": r"reckless(?:ly|ness)?",
    "irresponsib": r"irresponsib(?:le|ly|ility)",
    "unprofessional": r"unprofessional(?:ly)?",
    "dishonest": r"dishonest(?:ly|y)?",
    "liar": r"liars?",
    "lied": r"lied",
    "deceiv": r"deceiv(?:ed|es|ing)",
    "cheat": r"cheat(?:ed|s|ing|er)?",
    "lazy": r"lazy",
    "stupid": r"stupid(?:ly|ity)?",
    "messed up": r"messed up",
    "screwed up": r"screwed up",
    "botched": r"botched",
    "to blame": r"to blame",
}
_CHINESE = {
    "失职": "失职",
    "渎职": "渎职",
    "玩忽职守": "玩忽职守",
    "过错": "过错",
    "无能": "(?<!有)无能(?![力为够])",
    "锅": "[背甩]锅",
    "推卸": "推卸",
    "推诿": "推诿",
    "怪": "责怪|怪罪|[都只全要别]怪|怪(?:他|她|你|谁|前任|客户|对方)",
    "归咎": "归咎",
    "罪": "罪魁|有罪|罪责",
    "始作俑者": "始作俑者",
    "骗": "欺骗|骗子|骗人",
    "谎": "撒谎|说谎|谎言",
    "不负责任": "不负责任",
    "愚蠢": "愚蠢",
}
_STEMS = (*_ENGLISH, *_CHINESE)
"""One of them is in every text that a pattern fits: looking for these first costs next to nothing."""
_GUILT = re.compile(rf"\b(?:{'|'.join(_ENGLISH.values())})\b|{'|'.join(_CHINESE.values())}", re.IGNORECASE)


def find_guilt(texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Find the texts with a word that names guilt: key and word, one a text."""
    everything = "\n".join(texts.values()).lower()
    if not any(stem in everything for stem in _STEMS):
        return
    for key, text in texts.items():
        if found := _GUILT.search(text):
            yield key, found[0]
