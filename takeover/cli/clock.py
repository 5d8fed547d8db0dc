"""The only place that reads the clock, draws random bytes, or knows this machine."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
import uuid
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import click


def now() -> dt.datetime:
    """Return the time, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def write_timestamp(time: dt.datetime) -> str:
    """Write a time as the record keeps it: UTC to the millisecond with a Z."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"


def today(zone: str) -> dt.date:
    """Return the local date in a time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def new_salt() -> bytes:
    """Draw 32 random bytes."""
    return secrets.token_bytes(32)


def new_ids() -> Iterator[str]:
    """Draw ids of 8 random base32 characters, for parties and rows."""
    while True:
        yield base64.b32encode(secrets.token_bytes(5)).decode().lower()


def machine_id() -> str:
    """Return this machine's id: random, made once a user; on a machine that keeps nothing, its network address."""
    file = Path(click.get_app_dir("takeover")) / "machine"
    try:
        return file.read_text("utf-8").strip()
    except OSError:
        pass
    made = secrets.token_hex(8)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made + "\n", "utf-8")
    except OSError:
        return f"{uuid.getnode():016x}"
    return made


def local_zone() -> str:
    """Return the IANA name of this machine's time zone, UTC where it cannot be told."""
    link = Path("/etc/localtime")
    try:
        target = str(link.readlink())
    except OSError:
        return "UTC"
    name = target.partition("zoneinfo/")[2]
    return name or "UTC"
