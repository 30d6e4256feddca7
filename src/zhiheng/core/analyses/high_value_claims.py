"""By which criteria is a granted invention of high value, from when until when, and by what?

Output of `claims_of`: a table of claims `application_number, criterion, starts, ends, evidence`;
a claim without an end ends on `NO_END`. None starts before the grant, and none after the day asked.

* industry: a rule of the table of strategic industries fits; from the grant.
* family: an office abroad granted a patent on an invention of its family, as `overseas-patents`
  tells; from that grant.
* maintained: longer than ten years after the filing (or the grant), that is from the day after the
  tenth anniversary, if the right had not ended by then.
* pledge: a registered pledge of patents that secures the least amount or more, from the day of its
  registration; while it runs, or from then on.
* award: a state science and technology award or a China Patent Award that names the patent, from
  its announcement; without a day, from the last day of the year of the award.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.analyses.in_force import NO_END
from zhiheng.core.declarations.catalogue import Catalogue

CRITERIA = ("industry", "family", "maintained", "pledge", "award")
NUMBER = "application_number"
_CLAIM = (NUMBER, "criterion", "starts", "ends", "evidence")


def granted_inventions(patents: ir.Table) -> ir.Table:
    """Return the invention patents that were granted."""
    return patents.filter(patents.right == "invention", patents.grant_date.notnull())


def claims_of(tables: Mapping[str, ir.Table], catalogue: Catalogue, *, on: date) -> ir.Table:
    """Return every claim of every granted invention that has begun by the day `on`."""
    patents = granted_inventions(tables["patents"])
    claims = ibis.union(
        _industry(tables["strategic-industries"]),
        _family(tables),
        _maintained(patents, catalogue, on),
        _pledge(tables["pledges"], catalogue, on),
        _award(tables["awards"], catalogue, on),
    )
    joined = claims.inner_join(patents.select(NUMBER, "grant_date"), NUMBER)
    begun = joined.mutate(starts=ibis.greatest(joined.starts, joined.grant_date))
    return begun.filter(begun.starts <= ibis.date(on), begun.ends > begun.starts).select(*_CLAIM)


def _industry(industries: ir.Table) -> ir.Table:
    keyword = ibis.ifelse(industries.keyword.isnull(), "", " " + industries.keyword)
    return _claims(
        industries,
        criterion="industry",
        starts=industries.grant_date,
        evidence=industries.rule + " " + industries.symbol + keyword,
    )


def _family(tables: Mapping[str, ir.Table]) -> ir.Table:
    families, abroad = tables["families"], tables["overseas-patents"]
    ours = families.filter(families.register == "patents")
    ours = ours.select("family_id", application_number=ours.number)
    granted = abroad.filter(abroad.granted_on.notnull())
    joined = ours.inner_join(
        granted.select("family_id", "granted_on", "grant_document"), "family_id"
    )
    day = joined.granted_on
    return _claims(
        joined,
        criterion="family",
        starts=day,
        evidence=joined.grant_document + " " + day.cast("string"),
    )


def _maintained(patents: ir.Table, catalogue: Catalogue, on: date) -> ir.Table:
    years = int(str(catalogue.value("high-value.maintained-years", on=on).value))
    clock = catalogue.value("high-value.maintained-from", on=on).value
    begun = patents.grant_date if clock == "grant" else patents.filing_date
    # DuckDB makes a moment of a day and an interval, though Ibis calls it a day.
    anniversary = (begun + ibis.interval(years=years)).cast("timestamp").cast("date")
    exceeded = (anniversary + ibis.interval(days=1)).cast("timestamp").cast("date")
    ended = ibis.least(patents.ceased_on, patents.expires_on, ibis.date(NO_END))
    held = patents.mutate(exceeded=exceeded, ended=ended)
    held = held.filter(held.exceeded < held.ended)
    return _claims(held, criterion="maintained", starts=held.exceeded, evidence=ibis.null("string"))


def _pledge(pledges: ir.Table, catalogue: Catalogue, on: date) -> ir.Table:
    least = float(str(catalogue.value("high-value.pledge-amount", on=on).value))
    high = pledges.filter(
        pledges.right_kind.fill_null("patent") == "patent",
        pledges.amount >= least,
        pledges.pledged_from.notnull(),
    )
    ends = ibis.least(high.released_on, high.pledged_to, ibis.date(NO_END))
    if catalogue.value("high-value.pledge-while", on=on).value == "ever":
        ends = ibis.date(NO_END)
    amount = high.amount.round().cast("int64").cast("string")
    told = high.registration_number + " " + amount + " " + high.pledged_from.cast("string")
    each = high.select(
        "pledged_from", ends=ends, told=told, application_number=high.right_numbers
    ).unnest(NUMBER)
    return _claims(
        each, criterion="pledge", starts=each.pledged_from, evidence=each.told, ends=each.ends
    )


def _award(awards: ir.Table, catalogue: Catalogue, on: date) -> ir.Table:
    counting = awards.filter(
        awards.award.isin(catalogue.value("high-value.awards", on=on).value),
        awards.announced_on.notnull() | awards.year.notnull(),
    )
    last = (counting.year.cast("string") + "-12-31").cast("date")
    level = ibis.ifelse(counting.level.isnull(), "", " " + counting.level)
    told = counting.mutate(
        day=counting.announced_on.coalesce(last),
        told=counting.award + " " + counting.year.cast("string").fill_null("") + level,
    )
    own = told.select("day", "told", application_number=told.patent_number)
    named = told.select("day", "told", application_number=told.related_patents).unnest(NUMBER)
    each = ibis.union(own, named, distinct=True)
    each = each.filter(each[NUMBER].notnull())
    return _claims(each, criterion="award", starts=each.day, evidence=each.told)


def _claims(
    table: ir.Table,
    *,
    criterion: str,
    starts: ir.DateValue,
    evidence: ir.StringValue,
    ends: ir.DateValue | None = None,
) -> ir.Table:
    """Return a table's rows as claims of one criterion."""
    return table.select(
        application_number=table[NUMBER],
        criterion=ibis.literal(criterion),
        starts=starts,
        ends=ibis.date(NO_END) if ends is None else ends,
        evidence=evidence,
    )
