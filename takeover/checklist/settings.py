"""The setting of a takeover: the few facts about the project that decide which questions are asked.

A setting is data of the record (`setting_recorded`), not an answer: nobody disputes it, the newest stands. A setting
that nobody recorded is unknown, and a condition on it is undecided.
"""

from __future__ import annotations

YES_NO = ("yes", "no")

CODES: dict[str, tuple[str, ...]] = {
    "engagement": ("client", "internal"),
    "pm_role": ("sole", "paired", "administrator"),
    "pricing": ("fixed_price", "time_and_material", "cost_plus"),
    "subcontractor": YES_NO,
    "foothold": YES_NO,
    "live_system": YES_NO,
    "accepted": YES_NO,
    "team": YES_NO,
    "predecessor": YES_NO,
}
"""Settings with a closed list of codes; conditions may name these."""

TEXTS = ("project", "customer", "cut_off", "zone", "holidays")
"""Settings that are free text (project, customer) or a time (cut_off: local date or minute; zone: IANA name), or
a region whose public holidays are no working days (holidays: ISO 3166, AT or DE-BY)."""

PINNED = "checklist"
"""The setting that the program records itself: on which list the takeover stands, as ``ID@VERSION SHA256``."""
