"""A small lake of marks and patents, an owner with an organisation, and who keeps the list."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.core.lake.stored import packaged, put
from tests.office.conftest import MakePerson
from tests.office.registers.cities import empty_home
from zhiheng.core.lake.tables import Lake
from zhiheng.office.accounts.commands import create_organisation, create_user, grant_role
from zhiheng.office.accounts.enums import OrganisationKind, Role
from zhiheng.office.accounts.models import Organisation, User
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.protection.commands import list_entry
from zhiheng.office.protection.describing import Described
from zhiheng.office.protection.models import Alert, Comparison, Entry
from zhiheng.office.protection.watching import hold_list
from zhiheng.office.registers import lake

__all__ = ["empty_home", "protected"]

Row = dict[str, Any]
LISTED_AT = dt.datetime(2026, 7, 1, 1, 0, tzinfo=dt.UTC)
ON = dt.datetime(2026, 7, 20, 2, 0, tzinfo=dt.UTC)
BEFORE, AFTER = "20260601T080000.000000", "20260710T080000.000000"
IMPORTED = {
    BEFORE: dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC),
    AFTER: dt.datetime(2026, 7, 10, 8, tzinfo=dt.UTC),
}
FIRM, SQUATTER = "P222222222A", "P222222222B"
NAMES = {FIRM: "深圳市星耀电子有限公司", SQUATTER: "深圳市影子贸易有限公司"}
OWN, NEAR, FAR, PATENT = "10000001", "70000001", "70000002", "201910302430.1"
WHY = Described(
    kind="mark", reason="本市知名品牌", source="商标法第十三条", valid_from=dt.date(2026, 7, 1)
)


def mark(number: str, text: str, nice_class: str = "09", **given: Any) -> Row:
    """A Chinese mark that an import after the listing brought, unless told otherwise."""
    import_id = given.pop("import_id", AFTER)
    return {
        "number": number, "nice_class": nice_class, "mark_text": text, "office": "CN",
        "status": "pending", "filing_date": dt.date(2026, 6, 15), "goods": "手机",
        "owners": [NAMES[SQUATTER]], "import_id": import_id, "imported_at": IMPORTED[import_id],
        **given,
    }  # fmt: skip


def own_mark(**given: Any) -> Row:
    """The registered mark of the firm."""
    days = {
        "filing_date": dt.date(2015, 3, 2), "begins_on": dt.date(2016, 11, 21),
        "term_to": dt.date(2036, 11, 20),
    }  # fmt: skip
    known = {"status": "registered", "owners": [NAMES[FIRM]], "import_id": BEFORE, **days}
    return mark(OWN, "星耀", **{**known, **given})


def patent(**given: Any) -> Row:
    """The granted patent of the firm."""
    return {
        "application_number": PATENT, "title": "一种散热风扇", "right": "invention",
        "status": "granted", "filing_date": dt.date(2019, 4, 16), "applicants": [NAMES[FIRM]],
        "grant_date": dt.date(2021, 5, 4), "expires_on": dt.date(2039, 4, 16),
        "import_id": BEFORE, "imported_at": IMPORTED[BEFORE], **given,
    }  # fmt: skip


def mention(register: str, column: str, record: str, party: str = FIRM) -> Row:
    """A party named in a record."""
    return {
        "mention": f"{register}/{record}/{column}", "party": party, "name": NAMES[party],
        "register": register, "column": column, "role": "owner", "position": 1, "record": record,
        "kind": "body", "name_key": NAMES[party],
    }  # fmt: skip


@dataclass
class ProtectedCity:
    """The lake's folder and the people around the list."""

    home: Path
    officer: User
    auditor: User
    owner: User
    firm: Organisation
    rows: dict[str, list[Row]] = field(default_factory=dict)

    def write(self, register: str, rows: Sequence[Row]) -> None:
        """Make these rows the whole register, as an import would leave it."""
        self.rows[register] = list(rows)
        put(Lake(str(self.home / "lake")), packaged().register(register), rows)
        lake.forget()

    def listed(self, on: dt.datetime = LISTED_AT, **given: Any) -> Entry:
        """Put something on the list."""
        described = Described(**{**WHY.__dict__, **given})
        return list_entry(described=described, by=self.officer, on=on)

    def hold(self, on: dt.datetime = ON) -> list[Alert]:
        """Hold the list against the registers; return the alerts made."""
        _looked, made = hold_list(by=system_operator(), on=on)
        return made


def last_look() -> Comparison:
    """Return the look that was noted last."""
    found = Comparison.objects.first()
    assert found is not None
    return found


@pytest.fixture
def protected(make_person: MakePerson, empty_home: Path) -> ProtectedCity:
    """The lake with the firm's own mark and patent, nothing on the list yet."""
    shutil.copytree(_stored(), empty_home / "lake", dirs_exist_ok=True)
    lake.forget()
    by, on = system_operator(), LISTED_AT
    firm = create_organisation(name=NAMES[FIRM], kind=OrganisationKind.ENTERPRISE, by=by, on=on)
    owner = create_user(
        username="olga", display_name="Olga", password="clear-water-42", by=by, on=on
    )
    grant_role(
        user=owner, organisation=firm, role=Role.ENTERPRISE_USER,
        valid_from=dt.date(2020, 1, 1), by=by, on=on,
    )  # fmt: skip
    return ProtectedCity(
        empty_home,
        make_person("carla", Role.OFFICER),
        make_person("otto", Role.AUDITOR),
        owner,
        firm,
    )


@cache
def _stored() -> Path:
    from tests.conftest import HOME

    folder = Path(tempfile.mkdtemp(prefix="protected-", dir=HOME)) / "lake"
    store = Lake(str(folder))
    tables: dict[str, list[Row]] = {
        "trademarks": [own_mark()],
        "patents": [patent()],
        "parties": [
            {"party": party, "name": name, "names": [name], "kind": "enterprise",
             "state": "current", "mentions": 2}
            for party, name in NAMES.items()
        ],
        "party-mentions": [
            mention("trademarks", "owners", f"{OWN}~09"),
            mention("patents", "applicants", PATENT),
        ],
    }  # fmt: skip
    for register, rows in tables.items():
        put(store, packaged().register(register), rows)
    return folder
