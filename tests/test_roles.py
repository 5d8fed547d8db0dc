"""Every role has a name in every language, and every signer a sentence of their own."""

from __future__ import annotations

import pytest

from takeover.baseline.model import SIGNERS
from takeover.catalogues import LANGUAGES, load_catalogue
from takeover.roles import name_role, sentence_for, title_role
from takeover.values import Role


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_role_has_one_name(language):
    names = [name_role(role, load_catalogue(language)) for role in Role]
    assert len(set(names)) == len(list(Role))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_signer_has_a_sentence_of_their_own(language):
    catalogue = load_catalogue(language)
    signers = {role for roles in SIGNERS.values() for role in roles}
    sentences = {sentence_for(role, catalogue) for role in signers}
    assert len(sentences) == len(signers)
    assert sentence_for(Role.AUDITOR, catalogue) not in sentences


def test_a_title_has_a_capital_in_english_only():
    assert title_role(Role.LINE_MANAGER, load_catalogue("en")) == "Line manager"
    assert title_role(Role.PMO, load_catalogue("en")) == "PMO"
    assert title_role(Role.SPONSOR, load_catalogue("zh-Hans")) == "发起人"
