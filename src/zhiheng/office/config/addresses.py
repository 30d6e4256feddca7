"""Addresses of the database, the mail server and the identity provider, read and checked."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

# WAL lets people read while somebody writes. FULL makes every commit reach the disk before it is
# acknowledged: with NORMAL a power cut could take back the last acts. IMMEDIATE takes the write
# lock at the start of a transaction, so two acts queue instead of failing half-way.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-16000;",
}


@dataclass(frozen=True)
class Database:
    """Where the relational database is; `settings` is its entry in Django's DATABASES."""

    vendor: str
    settings: dict[str, Any] = field(repr=False)

    @classmethod
    def sqlite(cls, path: Path) -> Database:
        """Return the embedded database kept in the file `path`."""
        settings = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
            "OPTIONS": dict(_SQLITE_OPTIONS),
        }
        return cls("sqlite", settings)


@dataclass(frozen=True)
class MailServer:
    """An SMTP server; `implicit_tls` for smtps://."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    implicit_tls: bool


def parse_database(url: str) -> Database | None:
    """Read `sqlite:///PATH` or `postgres://…`; None when it is neither."""
    parts = _split(url)
    if parts is None:
        return None
    if parts.scheme == "sqlite":
        path = unquote(parts.path).removeprefix("/")
        return Database.sqlite(Path(path).expanduser().absolute()) if path else None
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgresql(parts)
    return None


def parse_mail(url: str) -> MailServer | None:
    """Read `smtp://…` or `smtps://…`; None when it is neither."""
    parts = _split(url)
    if parts is None or parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        return None
    implicit = parts.scheme == "smtps"
    return MailServer(
        host=parts.hostname,
        port=parts.port or (465 if implicit else 587),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        implicit_tls=implicit,
    )


def is_web_address(url: str) -> bool:
    """Say whether `url` may name a server spoken to by HTTP, with or without user and password."""
    parts = _split(url)
    return parts is not None and parts.scheme in ("http", "https") and bool(parts.hostname)


def is_issuer(url: str) -> bool:
    """Say whether `url` may name an identity provider: https, or http on this very machine.

    Without TLS whoever sits in between could sign in as anybody; on the loopback interface nobody
    sits in between, and a provider that is being tried out has no certificate.
    """
    parts = _split(url)
    if parts is None or not parts.hostname or parts.query or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(parts.hostname))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises where the port is no number
    except ValueError:
        return None
    return parts


def _postgresql(parts: SplitResult) -> Database | None:
    name = unquote(parts.path).removeprefix("/")
    if not name:
        return None
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    settings = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }
    return Database("postgresql", settings)
