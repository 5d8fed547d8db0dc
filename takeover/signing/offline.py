"""pyHanko without its network clients, which nothing here uses: they take a third of a second to load.

pyHanko and its certificate validator import aiohttp wherever they sign or validate. In the place of these two modules
stand empty ones, so what `timestamps` says holds by construction: it is the only file that uses a network.
"""

from __future__ import annotations

import sys
from types import ModuleType

CLIENTS = ("pyhanko.sign.timestamps.aiohttp_client", "pyhanko_certvalidator.fetchers.aiohttp_fetchers")


class _Absent(ModuleType):
    """A module whose classes exist by name and can do nothing."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        return type(name, (), {})


def leave_out_clients() -> None:
    """Put an empty module in the place of each network client that is not loaded yet."""
    for name in CLIENTS:
        sys.modules.setdefault(name, _Absent(name))
