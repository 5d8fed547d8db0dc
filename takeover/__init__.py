"""Take over a troubled project: ask, keep, judge, freeze, sign, verify (docs/architecture.md)."""

__version__ = "0.1.0"
