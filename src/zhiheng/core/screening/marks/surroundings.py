"""Which marks are asked about, and which belong beside them: expressions over the registers.

Only marks of China are looked at. Who filed a mark is who owned it first: a mark that was handed on
is its first owner's filing, as transfers or the list's former owners tell.
"""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.parties.mentions import KEY_SEPARATOR
from zhiheng.core.analyses.parties.registers import CURRENT, MENTIONS, PARTIES
from zhiheng.core.screening.circles import MOST_AT_ADDRESS
from zhiheng.core.screening.knowing import TRANSFERS
from zhiheng.core.screening.marks.filings import CLASS, KEY, NUMBER
from zhiheng.core.screening.scopes import Scope
from zhiheng.core.screening.surroundings import Tables, by_representative, of_few

MARKS, OWNERS = "trademarks", "owners"
CHINA = "CN"


def chinese(tables: Tables) -> ir.Table:
    """Return the marks of China, each row with its key."""
    marks = tables[MARKS]
    own = marks.filter(marks.office == CHINA)
    return own.mutate(**{KEY: own[NUMBER] + ibis.literal(KEY_SEPARATOR) + own[CLASS]})


def asked_keys(tables: Tables, scope: Scope) -> ir.Table:
    """Return the keys of the marks that a scope asks about; an agency is named as lists name it."""
    marks = chinese(tables)
    if scope.first:
        marks = marks.filter(marks.filing_date >= ibis.date(scope.first))
    if scope.last:
        marks = marks.filter(marks.filing_date <= ibis.date(scope.last))
    if scope.kind == "agency":
        marks = marks.filter(marks.agency == scope.agency)
    elif scope.kind == "applicant":
        party = ibis.memtable({"party": [scope.party]}, schema={"party": "string"})
        marks = marks.semi_join(filed_by(tables, party), KEY)
    elif scope.kind == "batch":
        marks = marks.filter(marks.import_id == scope.import_id)
    return marks.select(KEY).distinct()


def filed_by(tables: Tables, parties: ir.Table) -> ir.Table:
    """Return the keys of all marks that parties own or once owned; `parties` has column `party`."""
    owned = _owners(tables).semi_join(parties, "party").select(**{KEY: "record"})
    keys = chinese(tables).select(KEY, NUMBER, "former_owners")
    sold = _sellers(tables).semi_join(parties, "party").select(NUMBER).distinct()
    known = tables[PARTIES]
    called = known.filter(known.state == CURRENT).semi_join(parties, "party")
    called = called.select("names").unnest("names").select(name="names").distinct()
    former = keys.select(KEY, "former_owners").unnest("former_owners")
    former = former.semi_join(called, [("former_owners", "name")]).select(KEY)
    return ibis.union(owned, keys.semi_join(sold, NUMBER).select(KEY), former, distinct=True)


def family_keys(tables: Tables, asked: ir.Table, *, first: date | None) -> ir.Table:
    """Return the keys of the marks that may be of one applicant family with those asked about.

    Only those filed from `first` on, where it is given.
    """
    numbers = chinese(tables).semi_join(asked, KEY).select(NUMBER).distinct()
    own = ibis.union(
        _owners(tables).semi_join(asked, [("record", KEY)]).select("party"),
        _sellers(tables).semi_join(numbers, NUMBER).select("party"),
        distinct=True,
    )
    found = ibis.union(own, _by_address(tables, own), by_representative(tables, own), distinct=True)
    marks = chinese(tables).semi_join(filed_by(tables, found), KEY)
    if first:
        marks = marks.filter(marks.filing_date >= ibis.date(first))
    return marks.select(KEY)


def marks_filed(tables: Tables) -> ir.Table:
    """Return who owns which mark filed when: `party`, `filing_date`, one row an application."""
    own = _owners(tables).select("party", "record").distinct()
    marks = chinese(tables).select(KEY, NUMBER, "filing_date")
    beside = own.inner_join(marks, own.record == marks[KEY])
    return beside.select("party", NUMBER, "filing_date").distinct().drop(NUMBER)


def _owners(tables: Tables) -> ir.Table:
    mentions = tables[MENTIONS]
    return mentions.filter(mentions.register == MARKS, mentions.column == OWNERS)


def _sellers(tables: Tables) -> ir.Table:
    """Return who handed on which mark: number and party."""
    mentions = tables[MENTIONS]
    own = mentions.filter(mentions.register == TRANSFERS, mentions.column == "transferors")
    table = tables[TRANSFERS]
    marks = table.filter(table.right_kind == "trade_mark", table.effective_on.notnull())
    day = marks.effective_on.cast("string")
    keys = marks.select(
        record=marks.right_number + ibis.literal(KEY_SEPARATOR) + day, **{NUMBER: "right_number"}
    )
    return own.inner_join(keys, "record").select(NUMBER, "party").distinct()


def _by_address(tables: Tables, own: ir.Table) -> ir.Table:
    """Return the parties that give an address of one of these, where few enough do."""
    written = chinese(tables).select(KEY, "addresses").unnest("addresses", offset="place")
    written = written.filter(written.addresses.length() > 0)
    owners = _owners(tables).select("record", "position", "party")
    beside = (owners.record == written[KEY]) & (owners.position == written.place)
    housed = owners.inner_join(written, beside)
    housed = housed.select("party", address="addresses").distinct()
    theirs = housed.semi_join(own, "party").select("address").distinct()
    return of_few(housed.semi_join(theirs, "address"), "address", MOST_AT_ADDRESS)
