"""Which filings are asked about, and which belong beside them: expressions over the registers.

Beside a filing belong the others of the circle it may be part of, filed within a window: of its
applicants, and of those who share an address, a legal representative or an inventor with them. The
bounds are those of `circles`, which decides afterwards who hangs together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from zhiheng.core.analyses.parties.registers import CURRENT, MENTIONS, PARTIES
from zhiheng.core.screening.circles import MOST_AT_ADDRESS, MOST_EMPLOYERS, MOST_OF_REPRESENTATIVE
from zhiheng.core.screening.scopes import Scope

NUMBER = "application_number"
PATENTS, DOCUMENTS, ENTERPRISES = "patents", "patent-documents", "enterprises"
APPLICANTS, INVENTORS = "applicants", "inventors"
Tables = Mapping[str, ir.Table]


def values_table(column: str, values: Iterable[str]) -> ir.Table:
    """Return values, each once, as a table: an expression that names thousands is slow."""
    return ibis.memtable(pa.table({column: pa.array(sorted(set(values)), pa.string())}))


def asked_numbers(tables: Tables, scope: Scope) -> ir.Table:
    """Return the numbers of the filings that a scope asks about."""
    patents = tables[PATENTS]
    if scope.first:
        patents = patents.filter(patents.filing_date >= ibis.date(scope.first))
    if scope.last:
        patents = patents.filter(patents.filing_date <= ibis.date(scope.last))
    if scope.kind == "agency":
        patents = patents.filter(patents.agency_code == scope.agency)
    elif scope.kind == "applicant":
        own = numbers_of(tables, [scope.party])
        patents = patents.semi_join(own, NUMBER)
    elif scope.kind == "batch":
        documents = tables[DOCUMENTS]
        brought = documents.filter(documents.import_id == scope.import_id).select(NUMBER)
        patents = patents.semi_join(brought, NUMBER)
    return patents.select(NUMBER).distinct()


def numbers_of(tables: Tables, parties: Sequence[str] | ir.Table) -> ir.Table:
    """Return the numbers of all filings of some parties as applicants."""
    applicants = _mentions(tables, APPLICANTS)
    if isinstance(parties, ir.Table):
        chosen = applicants.semi_join(parties, "party")
    else:
        chosen = applicants.filter(applicants.party.isin(list(parties)))
    return chosen.select(**{NUMBER: chosen.record}).distinct()


def circle_numbers(tables: Tables, asked: ir.Table, *, first: date | None) -> ir.Table:
    """Return the numbers of the filings that may be of one circle with those asked about.

    Only those filed from `first` on, where it is given.
    """
    own = _mentions(tables, APPLICANTS).semi_join(asked, [("record", NUMBER)])
    own = own.select("party").distinct()
    found = ibis.union(
        own,
        _by_address(tables, own),
        by_representative(tables, own),
        _by_inventor(tables, asked),
        distinct=True,
    )
    patents = tables[PATENTS].semi_join(numbers_of(tables, found), NUMBER)
    if first:
        patents = patents.filter(patents.filing_date >= ibis.date(first))
    return patents.select(NUMBER)


def _mentions(tables: Tables, column: str) -> ir.Table:
    mentions = tables[MENTIONS]
    return mentions.filter(mentions.register == PATENTS, mentions.column == column)


def _by_address(tables: Tables, own: ir.Table) -> ir.Table:
    """Return the parties that give an address of one of these, where few enough do."""
    documents = tables[DOCUMENTS].select(NUMBER, "addresses")
    written = documents.unnest("addresses", offset="place")
    written = written.filter(written.addresses.length() > 0)
    applicants = _mentions(tables, APPLICANTS).select("record", "position", "party")
    beside = (applicants.record == written[NUMBER]) & (applicants.position == written.place)
    housed = applicants.inner_join(written, beside)
    housed = housed.select("party", address="addresses").distinct()
    theirs = housed.semi_join(own, "party").select("address").distinct()
    return of_few(housed.semi_join(theirs, "address"), "address", MOST_AT_ADDRESS)


def by_representative(tables: Tables, own: ir.Table) -> ir.Table:
    """Return the parties led by whoever leads one of these, where few enough are."""
    enterprises, parties = tables[ENTERPRISES], tables[PARTIES]
    enterprises = enterprises.filter(enterprises.legal_representative.notnull())
    known = parties.filter(parties.state == CURRENT, parties.uscc.notnull())
    led = known.select("party", "uscc").inner_join(
        enterprises.select("uscc", "legal_representative"), "uscc"
    )
    led = led.select("party", "legal_representative")
    theirs = led.semi_join(own, "party").select("legal_representative").distinct()
    others = led.semi_join(theirs, "legal_representative").distinct()
    return of_few(others, "legal_representative", MOST_OF_REPRESENTATIVE)


def _by_inventor(tables: Tables, asked: ir.Table) -> ir.Table:
    inventors = _mentions(tables, INVENTORS)
    theirs = inventors.semi_join(asked, [("record", NUMBER)]).select("party").distinct()
    made = inventors.semi_join(theirs, "party").select(inventor="party", record="record")
    first = _mentions(tables, APPLICANTS)
    first = first.filter(first.position == 0).select("record", "party")
    employed = made.inner_join(first, "record").select("inventor", "party").distinct()
    return of_few(employed, "inventor", MOST_EMPLOYERS)


def of_few(shared: ir.Table, column: str, most: int) -> ir.Table:
    """Return the parties that share a value with no more than `most` others."""
    few = shared.group_by(column).aggregate(sharing=shared.party.nunique())
    few = few.filter(few.sharing <= most).select(column)
    return shared.semi_join(few, column).select("party").distinct()
