"""Signals while something is asked: hang-up and termination end a prompt as a key does."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prompt_toolkit.application import Application


@contextlib.contextmanager
def caught_signals(app: Application[Any], leave: Callable[[], None]) -> Iterator[None]:
    """Let hang-up and termination end the prompt like a key, so that nothing is lost."""

    def heard(_number: int, _frame: object) -> None:
        if app.loop is None or not app.is_running:
            raise KeyboardInterrupt  # before the prompt runs, or behind its end: the caller takes it for the same
        app.loop.call_soon_threadsafe(leave)

    names = [name for name in ("SIGHUP", "SIGTERM", "SIGBREAK") if hasattr(signal, name)]
    if threading.current_thread() is not threading.main_thread():
        names = []
    before = {name: signal.signal(getattr(signal, name), heard) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
