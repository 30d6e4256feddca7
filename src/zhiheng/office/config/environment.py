"""What the surroundings say: the only module that reads environment variables.

`environment()` reads them once into one frozen value; everything else takes it from
`settings.ZHIHENG`. A value that cannot be used is an InputError naming the variable, the value
received, what was expected and the remedy; all of them are reported at once.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from zhiheng.core.errors import InputError, Problem
from zhiheng.core.evidence.notes import parse_keys
from zhiheng.core.evidence.stamps import roots_in_text
from zhiheng.office.attachments.scanning import Scanner
from zhiheng.office.config.addresses import (
    Database,
    MailServer,
    is_issuer,
    is_web_address,
    parse_database,
    parse_mail,
)
from zhiheng.office.config.secret_files import (
    account_name,
    belongs_to_another,
    read_options,
    read_secret,
    secret_key,
)
from zhiheng.office.config.variables import VARIABLES

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
_CHECKOUT = Path(__file__).resolve().parents[4]


@dataclass(frozen=True)
class OpenIDConnect:
    """The identity provider of the city, when there is one."""

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class LedgerOptions:
    """How the act log is sealed; empty values stand for what is not wanted."""

    secret: str = field(repr=False)
    origin: str
    sm2: bool
    minutes: int
    authorities: tuple[str, ...]
    roots: str
    witnesses: tuple[str, ...]
    keys: str


@dataclass(frozen=True)
class Environment:
    """Everything that differs from one installation to the next."""

    home: Path
    host: str
    port: int
    database: Database
    secret_key: str = field(repr=False)
    demo: bool
    debug: bool
    allowed_hosts: tuple[str, ...]
    https: bool
    proxies: int
    public_address: str
    lake: str
    lake_options: Mapping[str, str] = field(repr=False)
    spark: str
    opensearch: str = field(repr=False)
    oidc: OpenIDConnect | None
    mail: MailServer | None
    clamd: Scanner | None
    sign_up: bool
    ledger: LedgerOptions


class _Reader:
    """Reads variables one by one and keeps what is wrong with them for the end."""

    def __init__(self, source: Mapping[str, str]) -> None:
        self.source = source
        self.problems: list[Problem] = []
        self._declared = {variable.name: variable for variable in VARIABLES}

    def text(self, name: str, default: str = "") -> str:
        assert name in self._declared, f"{name} is not declared in variables.py"
        return self.source.get(name, "").strip() or default

    def flag(self, name: str) -> bool:
        text = self.text(name, "0")
        if text not in {"0", "1"}:
            self.refuse(name)
        return text == "1"

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
            self.refuse(name)
            return default
        return int(text)

    def refuse(self, name: str) -> None:
        variable = self._declared[name]
        # A refused secret must not reach a log or a screen.
        shown = "***" if variable.secret else self.text(name)
        values = {"name": name, "value": shown, "expected": variable.expected}
        self.problems.append(Problem("environment.unfit", values))

    def collect(self, problem: Problem | None) -> None:
        if problem is not None:
            self.problems.append(problem)


def read_environment(source: Mapping[str, str], *, checkout: Path = _CHECKOUT) -> Environment:
    """Read the variables of `source`; creates the home folder and, if needed, the secret key."""
    reader = _Reader(source)
    home = _home(reader, checkout)
    host = reader.text("HOST", "127.0.0.1")
    result = Environment(
        home=home,
        host=host,
        port=reader.number("PORT", 8000, least=1, most=65535),
        database=_database(reader, home),
        secret_key=_secret_key(reader, home),
        demo=reader.flag("ZHIHENG_DEMO"),
        debug=reader.flag("ZHIHENG_DEBUG"),
        allowed_hosts=_allowed_hosts(reader, host),
        https=reader.flag("ZHIHENG_HTTPS"),
        proxies=reader.number("ZHIHENG_PROXIES", 0, least=0, most=9),
        public_address=_public_address(reader),
        lake=_lake(reader, home),
        lake_options=_lake_options(reader),
        spark=reader.text("ZHIHENG_SPARK"),
        opensearch=_opensearch(reader),
        oidc=_oidc(reader),
        mail=_mail(reader),
        clamd=_clamd(reader),
        sign_up=_sign_up(reader),
        ledger=_ledger(reader, home),
    )
    if reader.problems:
        raise InputError(*reader.problems)
    return result


@cache
def environment() -> Environment:
    """Return the environment of this process, read once."""
    return read_environment(os.environ)


def _home(reader: _Reader, checkout: Path) -> Path:
    in_checkout = (checkout / "pyproject.toml").is_file()
    default = checkout / ".zhiheng" if in_checkout else Path("~/.local/share/zhiheng")
    home = Path(reader.text("ZHIHENG_HOME", str(default))).expanduser().absolute()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        reader.refuse("ZHIHENG_HOME")
        raise InputError(*reader.problems) from None
    owner = home.stat().st_uid
    if belongs_to_another(owner, os.geteuid()):
        values = {"path": str(home), "owner": account_name(owner)}
        raise InputError(Problem("environment.home_of_another", values))
    return home


def _database(reader: _Reader, home: Path) -> Database:
    url = reader.text("ZHIHENG_DATABASE_URL")
    database = parse_database(url) if url else Database.sqlite(home / "office.sqlite3")
    if database is None:
        reader.refuse("ZHIHENG_DATABASE_URL")
        return Database.sqlite(home / "office.sqlite3")
    return database


def _opensearch(reader: _Reader) -> str:
    address = reader.text("ZHIHENG_OPENSEARCH")
    if address and not is_web_address(address):
        reader.refuse("ZHIHENG_OPENSEARCH")
        return ""
    return address


def _secret_key(reader: _Reader, home: Path) -> str:
    given = reader.text("ZHIHENG_SECRET_KEY")
    if given:
        if len(given) < 50:
            reader.refuse("ZHIHENG_SECRET_KEY")
        return given
    named = reader.text("ZHIHENG_SECRET_KEY_FILE")
    key, problem = secret_key(Path(named)) if named else secret_key(home / "secret.key", make=True)
    reader.collect(problem)
    return key


def _allowed_hosts(reader: _Reader, host: str) -> tuple[str, ...]:
    given = [name.strip() for name in reader.text("ZHIHENG_ALLOWED_HOSTS").split(",")]
    if any(given):
        return tuple(name for name in given if name)
    if host in {"0.0.0.0", "::", "[::]"}:  # noqa: S104 - compared, not bound
        return (*_LOCAL_HOSTS, *own_names())
    return _LOCAL_HOSTS if host in _LOCAL_HOSTS else (*_LOCAL_HOSTS, host)


def own_names() -> tuple[str, ...]:
    """Return this machine's name and the addresses that it resolves to."""
    name = socket.gethostname()
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(name, None)}
    except OSError:
        return (name,)
    plain = sorted(address.partition("%")[0] for address in found)
    return (name, *(f"[{address}]" if ":" in address else address for address in plain))


def _lake(reader: _Reader, home: Path) -> str:
    text = reader.text("ZHIHENG_LAKE", str(home / "lake"))
    if "://" in text:
        if not text.startswith("s3://"):
            reader.refuse("ZHIHENG_LAKE")
        return text.rstrip("/")
    return str(Path(text).expanduser().absolute())


def _lake_options(reader: _Reader) -> Mapping[str, str]:
    named = reader.text("ZHIHENG_LAKE_OPTIONS_FILE")
    if not named:
        return {}
    options, problem = read_options(Path(named), variable="ZHIHENG_LAKE_OPTIONS_FILE")
    reader.collect(problem)
    return options


def _public_address(reader: _Reader) -> str:
    """Return the address without a slash at its end; empty where none is set."""
    address = reader.text("ZHIHENG_PUBLIC_ADDRESS").rstrip("/")
    parts = urlsplit(address)
    if address and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query
    ):
        reader.refuse("ZHIHENG_PUBLIC_ADDRESS")
    return address


def _oidc(reader: _Reader) -> OpenIDConnect | None:
    issuer = reader.text("ZHIHENG_OIDC_ISSUER")
    if not issuer:
        return None
    if not is_issuer(issuer):
        reader.refuse("ZHIHENG_OIDC_ISSUER")
    client_id = reader.text("ZHIHENG_OIDC_CLIENT_ID")
    if not client_id:
        reader.refuse("ZHIHENG_OIDC_CLIENT_ID")
    secret, problem = read_secret(
        Path(reader.text("ZHIHENG_OIDC_CLIENT_SECRET_FILE")),
        variable="ZHIHENG_OIDC_CLIENT_SECRET_FILE",
    )
    reader.collect(problem)
    name = reader.text("ZHIHENG_OIDC_NAME", "统一身份认证")
    return OpenIDConnect(name, issuer, client_id, secret)


def _ledger(reader: _Reader, home: Path) -> LedgerOptions:
    name = "ZHIHENG_LEDGER_KEY_FILE"
    named = Path(reader.text(name, str(home / "ledger.key")))
    secret, problem = secret_key(named, make=not reader.text(name), variable=name)
    reader.collect(problem)
    origin = reader.text("ZHIHENG_LEDGER_ORIGIN")
    if len(origin.split()) > 1 or "+" in origin:
        reader.refuse("ZHIHENG_LEDGER_ORIGIN")
    return LedgerOptions(
        secret=secret,
        origin=origin,
        sm2=reader.flag("ZHIHENG_LEDGER_SM2"),
        minutes=reader.number("ZHIHENG_LEDGER_MINUTES", 60, least=1, most=1440),
        authorities=_addresses(reader, "ZHIHENG_TIMESTAMP_AUTHORITIES"),
        roots=_content(reader, "ZHIHENG_TIMESTAMP_ROOTS_FILE", parse=roots_in_text),
        witnesses=_addresses(reader, "ZHIHENG_LEDGER_WITNESSES"),
        keys=_content(reader, "ZHIHENG_LEDGER_KEYS_FILE", parse=parse_keys),
    )


def _addresses(reader: _Reader, name: str) -> tuple[str, ...]:
    given = tuple(part.strip() for part in reader.text(name).split(",") if part.strip())
    if not all(is_web_address(address) for address in given):
        reader.refuse(name)
        return ()
    return tuple(address.rstrip("/") for address in given)


def _content(reader: _Reader, name: str, *, parse: Callable[[str], object]) -> str:
    """Return what a named file holds, once it could be parsed; empty where none is named."""
    named = reader.text(name)
    if not named:
        return ""
    text, problem = read_secret(Path(named), variable=name)
    reader.collect(problem)
    try:
        parse(text)
    except ValueError:
        reader.refuse(name)
    return text


def _mail(reader: _Reader) -> MailServer | None:
    url = reader.text("ZHIHENG_MAIL_URL")
    server = parse_mail(url) if url else None
    if url and server is None:
        reader.refuse("ZHIHENG_MAIL_URL")
    return server


def _clamd(reader: _Reader) -> Scanner | None:
    text = reader.text("ZHIHENG_CLAMD")
    host, colon, port = text.rpartition(":")
    if not text:
        return None
    fits = host.strip("[]") and port.isascii() and port.isdigit() and 1 <= int(port) <= 65535
    if not colon or not fits:
        reader.refuse("ZHIHENG_CLAMD")
        return None
    return Scanner(host.strip("[]"), int(port))


def _sign_up(reader: _Reader) -> bool:
    """Whether citizens open accounts themselves; in a demo they do unless told otherwise."""
    if not reader.text("ZHIHENG_SIGN_UP"):
        return reader.flag("ZHIHENG_DEMO")
    return reader.flag("ZHIHENG_SIGN_UP")
