"""A ceiling on memory while a stranger's file is read: what wants more is refused, and the machine stays usable."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MORE_BYTES = 400 * 1024 * 1024
"""What reading one file may take beyond what the program has already; a baseline of 100 pages takes 100 MB."""


@contextmanager
def limit_memory(more: int = MORE_BYTES) -> Iterator[None]:
    """Let this process take at most so many bytes more; a system without such limits goes on without one.

    Raises:
        MemoryError: inside, where the limit is reached.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (ImportError, OSError, ValueError):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = pages * resource.getpagesize() + more
    bounded = wanted if soft == resource.RLIM_INFINITY else min(soft, wanted)
    resource.setrlimit(resource.RLIMIT_AS, (bounded, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
