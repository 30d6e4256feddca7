"""The environment variables Zhiheng understands, each with its default and its meaning.

This table is what `environment.py` reads, what the reference page prints and what the tests
compare; a variable that is not here is not read anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One environment variable; `default` and `expected` are shown to people as they stand."""

    name: str
    default: str
    expected: str
    meaning: str
    secret: bool = False


VARIABLES: tuple[Variable, ...] = (
    Variable(
        "ZHIHENG_HOME",
        "`.zhiheng` in a source checkout, else `~/.local/share/zhiheng`",
        "a folder this account may write",
        "Where all data lives: database, lake, secret key, cache, logs.",
    ),
    Variable(
        "HOST",
        "127.0.0.1",
        "an address of this machine",
        "Address the server listens on; `0.0.0.0` for every interface.",
    ),
    Variable("PORT", "8000", "1-65535", "Port the server listens on."),
    Variable(
        "ZHIHENG_DATABASE_URL",
        "SQLite in WAL mode at `office.sqlite3` in the home folder",
        "`sqlite:///PATH` or `postgres://USER:PASSWORD@HOST:PORT/NAME` "
        "(`?host=/SOCKET/FOLDER` for a Unix socket)",
        "The relational database: people, roles, cases, act log.",
        secret=True,
    ),
    Variable(
        "ZHIHENG_SECRET_KEY",
        "none",
        "at least 50 characters",
        "Signs sessions and forms. Prefer the file below.",
        secret=True,
    ),
    Variable(
        "ZHIHENG_SECRET_KEY_FILE",
        "`secret.key` in the home folder, generated at first start, readable by its owner only",
        "a readable file",
        "File that holds the secret key.",
    ),
    Variable(
        "ZHIHENG_DEMO",
        "0",
        "0 or 1",
        "Demo mode: sample city, demo accounts with a published password, a banner on every page.",
    ),
    Variable(
        "ZHIHENG_DEBUG",
        "0",
        "0 or 1",
        "Developer's error pages. Never on a machine others can reach.",
    ),
    Variable(
        "ZHIHENG_ALLOWED_HOSTS",
        "localhost, 127.0.0.1, [::1] and HOST; with HOST=0.0.0.0 or :: this machine's name and "
        "the addresses it resolves to",
        "host names, separated by commas; `.city.gov.cn` stands for every name below it",
        "Names under which the platform answers.",
    ),
    Variable(
        "ZHIHENG_HTTPS",
        "0",
        "0 or 1",
        "The platform is reached by HTTPS: secure cookies, HSTS, redirect from HTTP. The proxy in "
        "front sets `X-Forwarded-Proto`.",
    ),
    Variable(
        "ZHIHENG_PUBLIC_ADDRESS",
        "empty: papers carry their code without an address",
        "an `http://` or `https://` address without a path, such as `https://ip.city.gov.cn`",
        "Where everybody reaches the platform: it is printed on papers and in their QR codes.",
    ),
    Variable(
        "ZHIHENG_PROXIES",
        "0",
        "0-9",
        "How many proxies in front add to `X-Forwarded-For`; sign-in throttling counts the address "
        "they report.",
    ),
    Variable(
        "ZHIHENG_LAKE",
        "`lake` in the home folder",
        "a folder, or `s3://BUCKET/PREFIX`",
        "Where the registers are kept.",
    ),
    Variable(
        "ZHIHENG_LAKE_OPTIONS_FILE",
        "none",
        "a JSON file with an object of texts",
        "Storage options of the lake, such as endpoint and keys of an S3-compatible store.",
    ),
    Variable(
        "ZHIHENG_SPARK",
        "empty: DuckDB in this process",
        "a Spark master such as `local[2]` or `spark://HOST:7077`",
        "Where analyses run.",
    ),
    Variable(
        "ZHIHENG_OPENSEARCH",
        "empty: an index of its own in the home folder",
        "`http://HOST:PORT` or `https://USER:PASSWORD@HOST:PORT`",
        "The OpenSearch server that holds the search index.",
        secret=True,
    ),
    Variable(
        "ZHIHENG_LEDGER_ORIGIN",
        "`zhiheng/` and eight digits of the log's key",
        "a name without blanks and plus signs, such as `ip.city.gov.cn/ledger/log`",
        "Name of the act log in its checkpoints: its public address without `https://`. Choose it "
        "before the first checkpoint and keep it.",
    ),
    Variable(
        "ZHIHENG_LEDGER_KEY_FILE",
        "`ledger.key` in the home folder, generated at first start, readable by its owner only",
        "a readable file",
        "File that holds the secret from which the keys that sign checkpoints are made.",
    ),
    Variable(
        "ZHIHENG_LEDGER_SM2",
        "0",
        "0 or 1",
        "Checkpoints are signed with SM2 too.",
    ),
    Variable(
        "ZHIHENG_LEDGER_MINUTES",
        "60",
        "1-1440",
        "How often the background worker makes a checkpoint of new acts.",
    ),
    Variable(
        "ZHIHENG_TIMESTAMP_AUTHORITIES",
        "empty: checkpoints are not time-stamped",
        "`http://` or `https://` addresses of RFC 3161, separated by commas",
        "Authorities that time-stamp each checkpoint.",
    ),
    Variable(
        "ZHIHENG_TIMESTAMP_ROOTS_FILE",
        "empty: whoever answers is believed, and the verification says so",
        "a readable file with certificates in PEM",
        "Roots under which the time-stamping authorities must be.",
    ),
    Variable(
        "ZHIHENG_LEDGER_WITNESSES",
        "empty: no witness is asked",
        "`http://` or `https://` addresses of C2SP witnesses, separated by commas",
        "Witnesses that are asked to co-sign each checkpoint.",
    ),
    Variable(
        "ZHIHENG_LEDGER_KEYS_FILE",
        "none",
        "a readable file with public keys `NAME+ID+KEY`, one a line",
        "Keys of the witnesses that are trusted, and earlier keys of the act log.",
    ),
    Variable(
        "ZHIHENG_OIDC_NAME",
        "统一身份认证",
        "a short text",
        "What the button of the OpenID Connect sign-in says.",
    ),
    Variable(
        "ZHIHENG_OIDC_ISSUER",
        "empty: no OpenID Connect",
        "an https:// address, or an http:// address of this machine itself",
        "Issuer of the identities. It must control user names: they are matched with the "
        "accounts here.",
    ),
    Variable("ZHIHENG_OIDC_CLIENT_ID", "none", "a text", "This platform's name at the issuer."),
    Variable(
        "ZHIHENG_OIDC_CLIENT_SECRET_FILE",
        "none",
        "a readable file",
        "File that holds this platform's secret at the issuer.",
    ),
    Variable(
        "ZHIHENG_MAIL_URL",
        "empty: no mail is sent",
        "`smtp://USER:PASSWORD@HOST:PORT` or `smtps://…`",
        "Server through which mail is sent.",
        secret=True,
    ),
    Variable(
        "ZHIHENG_CLAMD",
        "empty: files are not looked through for viruses",
        "`HOST:PORT` of a ClamAV daemon",
        "The daemon that looks through every file before it is kept; while it does not answer, "
        "no file is taken.",
    ),
    Variable(
        "ZHIHENG_SIGN_UP",
        "0; 1 in demo mode",
        "0 or 1",
        "Members of the public open accounts for the service hall themselves.",
    ),
)
