"""Ranges and shares: what they refuse and what they count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from takeover.assessment.model import OPEN, Light, Range, Share


def test_range_whose_worst_is_better_than_its_best_cannot_be_made():
    with pytest.raises(ValueError, match="better than best"):
        Range(lo=Fraction(1), hi=Fraction(0))


def test_range_knows_its_width():
    low, high = Range(lo=Fraction(0), hi=Fraction(1, 4)), Range(lo=Fraction(3, 4), hi=Fraction(3, 4))
    assert (low.width, high.width, OPEN.width) == (Fraction(1, 4), 0, 1)


def test_share_of_an_empty_whole_is_nothing():
    assert Share(part=0, whole=0).fraction == 0
    assert Share(part=1, whole=3).fraction == Fraction(1, 3)


def test_lights_are_ordered_from_red_to_green():
    assert sorted(Light, reverse=True) == [Light.GREEN, Light.AMBER_GREEN, Light.AMBER, Light.AMBER_RED, Light.RED]
