"""Secrets kept in files: the key that signs sessions, passwords of other systems."""

from __future__ import annotations

import json
import os
import pwd
import secrets
from collections.abc import Mapping
from pathlib import Path

from zhiheng.core.errors import Problem

_KEY_BYTES = 64
_SUPERUSER = 0


def secret_key(
    path: Path, *, make: bool = False, variable: str = "ZHIHENG_SECRET_KEY_FILE"
) -> tuple[str, Problem | None]:
    """Return the key in `path`; with `make`, a missing file is created with a new key first."""
    if make and not path.exists():
        _create(path, secrets.token_urlsafe(_KEY_BYTES))
    key, problem = read_secret(path, variable=variable)
    if problem is None and len(key) < 50:
        values = {
            "name": variable,
            "value": str(path),
            "expected": "a file with at least 50 characters",
        }
        return "", Problem("environment.unfit", values)
    return key, problem


def read_secret(path: Path, *, variable: str) -> tuple[str, Problem | None]:
    """Return the text in `path` without surrounding blanks, or what is wrong with the file."""
    try:
        return path.read_text(encoding="utf-8").strip(), None
    except (OSError, UnicodeDecodeError) as error:
        values = {"name": variable, "path": str(path), "reason": _reason(error)}
        return "", Problem("environment.file_unreadable", values)


def read_options(path: Path, *, variable: str) -> tuple[Mapping[str, str], Problem | None]:
    """Return the JSON object in `path`, whose values are texts, or what is wrong with it."""
    text, problem = read_secret(path, variable=variable)
    if problem is not None:
        return {}, problem
    try:
        options = json.loads(text)
    except ValueError:
        options = None
    if not isinstance(options, dict) or not all(isinstance(v, str) for v in options.values()):
        values = {"name": variable, "value": str(path), "expected": 'JSON such as {"key": "value"}'}
        return {}, Problem("environment.unfit", values)
    return options, None


def belongs_to_another(owner: int, account: int) -> bool:
    """Say whether a folder's owner could change its files behind the back of `account`.

    The superuser can anyhow, and may look after anybody's folder; both are numbers of accounts.
    """
    return account != _SUPERUSER and owner not in {account, _SUPERUSER}


def account_name(number: int) -> str:
    """Return the name of an account of this machine, its number where it has none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _create(path: Path, text: str) -> None:
    # Two processes may start at once: both write aside, and the first to link the name wins, so
    # that no process ever sees an empty or a second key.
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    finally:
        aside.unlink()


def _reason(error: OSError | UnicodeDecodeError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else "not UTF-8 text"
