"""What the surroundings say, and what is said when they cannot be used."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tools.build_settings_reference import PAGE, reference
from zhiheng.core.errors import InputError
from zhiheng.office.config.environment import read_environment
from zhiheng.office.config.variables import VARIABLES

# The example in the documentation of Go's package golang.org/x/mod/sumdb/note.
WITNESS = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def environment_of(home: Path, **variables: str):
    return read_environment({"ZHIHENG_HOME": str(home), **variables}, checkout=home)


def problems_of(home: Path, **variables: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        environment_of(home, **variables)
    return {
        problem.values["name"]: problem.values.get("value", "") for problem in caught.value.problems
    }


def test_without_any_variable_a_checkout_keeps_its_data_beside_it(tmp_path: Path):
    (tmp_path / "pyproject.toml").touch()
    found = read_environment({}, checkout=tmp_path)
    assert found.home == tmp_path / ".zhiheng"
    assert (found.host, found.port) == ("127.0.0.1", 8000)
    assert found.database.settings["NAME"] == str(tmp_path / ".zhiheng/office.sqlite3")
    assert found.lake == str(tmp_path / ".zhiheng/lake")
    assert (found.demo, found.debug, found.https, found.oidc) == (False, False, False, None)
    assert "127.0.0.1" in found.allowed_hosts


def test_without_a_checkout_data_live_in_the_users_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert read_environment({}, checkout=tmp_path / "elsewhere").home == (
        tmp_path / ".local/share/zhiheng"
    )


def test_a_key_is_made_once_and_only_its_owner_may_read_it(tmp_path: Path):
    first = environment_of(tmp_path).secret_key
    again = environment_of(tmp_path).secret_key
    assert first == again
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "ledger.key").stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.key", "secret.key"]


def test_a_key_can_be_given_by_file(tmp_path: Path):
    named = tmp_path / "given"
    named.write_text("k" * 64 + "\n")
    assert environment_of(tmp_path, ZHIHENG_SECRET_KEY_FILE=str(named)).secret_key == "k" * 64
    assert not (tmp_path / "secret.key").exists()


def test_everything_wrong_is_reported_at_once(tmp_path: Path):
    found = problems_of(
        tmp_path,
        PORT="0",
        ZHIHENG_DEMO="yes",
        ZHIHENG_DATABASE_URL="mysql://x/y",
        ZHIHENG_LAKE="hdfs://x",
    )
    assert set(found) == {"PORT", "ZHIHENG_DEMO", "ZHIHENG_DATABASE_URL", "ZHIHENG_LAKE"}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "65536"),
        ("PORT", "８０００"),
        ("PORT", "eighty"),
        ("ZHIHENG_DEBUG", "true"),
        ("ZHIHENG_PROXIES", "-1"),
        ("ZHIHENG_LAKE", "http://bucket"),
        ("ZHIHENG_OIDC_ISSUER", "http://login.city.example"),
        ("ZHIHENG_DATABASE_URL", "postgres://host"),
        ("ZHIHENG_DATABASE_URL", "postgres://host:port/name"),
        ("ZHIHENG_MAIL_URL", "imap://host"),
        ("ZHIHENG_CLAMD", "scanner"),
        ("ZHIHENG_CLAMD", "scanner:0"),
        ("ZHIHENG_CLAMD", ":3310"),
        ("ZHIHENG_SIGN_UP", "yes"),
        ("ZHIHENG_SECRET_KEY", "short"),
    ],
)
def test_a_bad_value_is_named(tmp_path: Path, name: str, value: str):
    assert name in problems_of(tmp_path, **{name: value})


@pytest.mark.parametrize("name", ["ZHIHENG_SECRET_KEY", "ZHIHENG_DATABASE_URL", "ZHIHENG_MAIL_URL"])
def test_a_secret_is_not_shown_when_it_is_refused(tmp_path: Path, name: str):
    with pytest.raises(InputError) as caught:
        environment_of(tmp_path, **{name: "swordfish"})
    assert "swordfish" not in str(caught.value)


@pytest.mark.parametrize("name", ["ZHIHENG_SECRET_KEY_FILE", "ZHIHENG_LAKE_OPTIONS_FILE"])
def test_a_missing_file_is_named_with_its_path(tmp_path: Path, name: str):
    with pytest.raises(InputError) as caught:
        environment_of(tmp_path, **{name: "/nowhere/at/all"})
    (problem,) = caught.value.problems
    assert problem.code == "environment.file_unreadable"
    assert problem.values["path"] == "/nowhere/at/all"


def test_lake_options_are_texts_in_a_json_file(tmp_path: Path):
    options = tmp_path / "lake.json"
    options.write_text('{"endpoint": "http://127.0.0.1:9000"}')
    found = environment_of(
        tmp_path, ZHIHENG_LAKE="s3://city/lake/", ZHIHENG_LAKE_OPTIONS_FILE=str(options)
    )
    assert found.lake == "s3://city/lake"
    assert found.lake_options == {"endpoint": "http://127.0.0.1:9000"}
    options.write_text('{"retries": 3}')
    assert problems_of(tmp_path, ZHIHENG_LAKE_OPTIONS_FILE=str(options))


def test_postgresql_addresses(tmp_path: Path):
    found = environment_of(
        tmp_path,
        ZHIHENG_DATABASE_URL="postgres://zh:p%40ss@db.city.example:5433/office?sslmode=require",
    ).database
    assert found.vendor == "postgresql"
    wanted = {
        "NAME": "office",
        "USER": "zh",
        "PASSWORD": "p@ss",
        "HOST": "db.city.example",
        "PORT": "5433",
    }
    assert wanted.items() <= found.settings.items()
    assert found.settings["OPTIONS"] == {"sslmode": "require"}


def test_a_postgresql_socket_folder(tmp_path: Path):
    url = "postgres://zh@/office?host=%2Frun%2Fpostgresql"
    assert environment_of(tmp_path, ZHIHENG_DATABASE_URL=url).database.settings["HOST"] == (
        "/run/postgresql"
    )


def test_secrets_do_not_appear_in_what_is_printed(tmp_path: Path):
    secret = tmp_path / "client"
    secret.write_text("swordfish-oidc")
    found = environment_of(
        tmp_path,
        ZHIHENG_SECRET_KEY="swordfish" * 9,
        ZHIHENG_DATABASE_URL="postgres://u:swordfish@h/n",
        ZHIHENG_MAIL_URL="smtp://u:swordfish@h",
        ZHIHENG_OIDC_ISSUER="https://login.city.example",
        ZHIHENG_OIDC_CLIENT_ID="zhiheng",
        ZHIHENG_OIDC_CLIENT_SECRET_FILE=str(secret),
    )
    assert found.oidc is not None
    assert found.oidc.client_secret == "swordfish-oidc"
    assert "swordfish" not in repr(found)


class _Noting(Mapping[str, str]):
    """A source of variables that notes which were asked for."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values_given, self.asked = values, set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self.values_given[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_given)

    def __len__(self) -> int:
        return len(self.values_given)


def test_exactly_the_declared_variables_are_read(tmp_path: Path):
    secret = tmp_path / "client"
    secret.write_text("s")
    source = _Noting(
        {
            "ZHIHENG_HOME": str(tmp_path),
            "ZHIHENG_OIDC_ISSUER": "https://login.city.example",
            "ZHIHENG_OIDC_CLIENT_ID": "zhiheng",
            "ZHIHENG_OIDC_CLIENT_SECRET_FILE": str(secret),
        }
    )
    read_environment(source, checkout=tmp_path)
    assert source.asked == {variable.name for variable in VARIABLES}


def test_the_settings_page_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_on_every_interface_the_platform_answers_under_the_machines_own_names(
    host: str, tmp_path: Path
):
    home = {"ZHIHENG_HOME": str(tmp_path)}
    own = read_environment({**home, "HOST": host}).allowed_hosts
    assert {"localhost", "127.0.0.1", socket.gethostname()} <= set(own)
    assert host not in own
    given = {**home, "HOST": host, "ZHIHENG_ALLOWED_HOSTS": "ip.city.example"}
    assert read_environment(given).allowed_hosts == ("ip.city.example",)


def test_the_log_is_sealed_every_hour_and_shown_to_nobody_unless_told(tmp_path: Path):
    ledger = environment_of(tmp_path).ledger
    assert (ledger.minutes, ledger.sm2, ledger.origin) == (60, False, "")
    assert (ledger.authorities, ledger.witnesses, ledger.keys, ledger.roots) == ((), (), "", "")
    assert len(ledger.secret) >= 50
    assert ledger.secret == environment_of(tmp_path).ledger.secret
    assert ledger.secret not in repr(ledger)


def test_authorities_witnesses_and_keys_are_read(tmp_path: Path):
    keys = tmp_path / "keys"
    keys.write_text("# a witness\n" + WITNESS + "\n")
    ledger = environment_of(
        tmp_path,
        ZHIHENG_LEDGER_ORIGIN="ip.city.example/log",
        ZHIHENG_LEDGER_SM2="1",
        ZHIHENG_LEDGER_MINUTES="5",
        ZHIHENG_LEDGER_KEYS_FILE=str(keys),
        ZHIHENG_TIMESTAMP_AUTHORITIES="https://tsa.example/a, http://tsa.example/b/",
        ZHIHENG_LEDGER_WITNESSES="https://witness.example",
    ).ledger
    assert ledger.authorities == ("https://tsa.example/a", "http://tsa.example/b")
    assert ledger.witnesses == ("https://witness.example",)
    assert (ledger.origin, ledger.sm2, ledger.minutes) == ("ip.city.example/log", True, 5)
    assert WITNESS in ledger.keys


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ZHIHENG_LEDGER_ORIGIN", "two words"),
        ("ZHIHENG_LEDGER_ORIGIN", "a+b"),
        ("ZHIHENG_LEDGER_MINUTES", "0"),
        ("ZHIHENG_LEDGER_KEY_FILE", "absent"),
        ("ZHIHENG_LEDGER_KEYS_FILE", "absent"),
        ("ZHIHENG_LEDGER_KEYS_FILE", "unfit"),
        ("ZHIHENG_TIMESTAMP_ROOTS_FILE", "unfit"),
        ("ZHIHENG_TIMESTAMP_AUTHORITIES", "tsa.example"),
        ("ZHIHENG_LEDGER_WITNESSES", "https://witness.example,ftp://witness.example"),
    ],
)
def test_what_cannot_be_used_for_the_log_stops_the_start(tmp_path: Path, name: str, value: str):
    (tmp_path / "unfit").write_text("neither keys nor certificates")
    given = str(tmp_path / value) if name.endswith("_FILE") else value
    assert list(problems_of(tmp_path, **{name: given})) == [name]


def test_a_scanner_is_named_by_host_and_port_and_people_sign_up_only_in_a_demo(tmp_path: Path):
    plain = environment_of(tmp_path)
    assert (plain.clamd, plain.sign_up) == (None, False)
    found = environment_of(tmp_path, ZHIHENG_CLAMD="[::1]:3310", ZHIHENG_DEMO="1")
    assert found.clamd is not None
    assert (found.clamd.host, found.clamd.port, found.sign_up) == ("::1", 3310, True)
    assert not environment_of(tmp_path, ZHIHENG_DEMO="1", ZHIHENG_SIGN_UP="0").sign_up
    assert environment_of(tmp_path, ZHIHENG_SIGN_UP="1").sign_up
