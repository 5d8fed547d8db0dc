"""What click itself says, in the terminal's language: usage, headings, what is wrong with an option.

Click asks gettext, which goes by the language of the process and by files that click does not bring. So its modules get
another function in the place of gettext's; the sentences lie in the catalogue (``cli.click.*``), the English ones word
for word as click has them. A sentence that is not there stays English.
"""

from __future__ import annotations

import sys

from takeover.catalogues import Catalogue, load_catalogue

_PREFIX = "cli.click."
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def teach_click(catalogue: Catalogue) -> None:
    """Let click speak the catalogue's language from here on."""
    english = load_catalogue("en")
    words = {english.text(key): catalogue.text(key) for key in english.list_keys() if key.startswith(_PREFIX)}

    def say(text: str) -> str:
        return words.get(text, text)

    def say_number(one: str, many: str, number: int) -> str:
        return say(one if number == 1 else many)

    for name in _MODULES:
        module = sys.modules[f"click.{name}"]
        for replaced, by in (("_", say), ("ngettext", say_number)):
            if hasattr(module, replaced):
                setattr(module, replaced, by)
