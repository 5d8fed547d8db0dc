"""Words that name guilt are found; those that only look like them are left alone."""

from __future__ import annotations

import pytest

from takeover.checklist.wording import find_guilt

ACCUSING = {
    "The outgoing PM is to blame.": "to blame",
    "The client blames the team.": "blames",
    "Whose fault is the delay?": "Whose fault",
    "It is the fault of the supplier.": "fault of",
    "The team was at fault.": "at fault",
    "The sponsor's fault.": "sponsor's fault",
    "Guilty of late payment.": "Guilty",
    "The supplier failed to deliver.": "failed to",
    "A negligent handover.": "negligent",
    "Gross negligence.": "negligence",
    "An incompetent PM.": "incompetent",
    "He is a liar.": "liar",
    "She lied about it.": "lied",
    "责任人失职。": "失职",
    "这是前任的过错。": "过错",
    "不能怪客户。": "怪客户",
    "让团队背锅。": "背锅",
    "前任无能。": "无能",
    "双方推卸责任。": "推卸",
    "都怪他。": "都怪",
    "前任撒谎。": "撒谎",
}
HARMLESS = [
    "By default the fault tolerance of the live system applies.",
    "Which faults and defects are open?",
    "A default judgement of the court.",
    "The test failed; the deployment failed.",
    "Is there a valid claim that was relied on?",
    "The steering committee applied; the supplier replied.",
    "Reliable familiar figures.",
    "难怪进度这样；奇怪的数字。",
    "有无能用的备份？",
    "无能力证明；无能为力。",
    "能否压力测试？锅炉已验收。",
    "责任与权限是否写明？",
    "可怪之处无。",
    "犯罪记录证明。",
]


@pytest.mark.parametrize("text", ACCUSING)
def test_word_that_names_guilt_is_found(text):
    assert list(find_guilt({"key": text})) == [("key", ACCUSING[text])]


@pytest.mark.parametrize("text", HARMLESS)
def test_word_that_only_looks_like_it_is_left_alone(text):
    accusing = "Somebody is guilty."
    assert list(find_guilt({"harmless": text, "other": accusing})) == [("other", "guilty")]


def test_texts_without_any_such_word_have_none():
    assert list(find_guilt({"a": "Is there a plan?", "b": "有计划吗？"})) == []
    assert list(find_guilt({})) == []
