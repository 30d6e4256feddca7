"""Which inventions of the city were filed and granted abroad, and when?

Inputs: `families`, `foreign-patents`, `patents`. Output: `overseas-patents`, one row a foreign or
international application whose family holds a Chinese application of the register.

Method:
1. A family belongs where the first applicant of its earliest Chinese application has the address;
   of several filed on one day it is the one whose number sorts first.
2. An application is granted on the day its first granted document was published. What a kind of
   document means is declared by office and date (`document-kind.*`); of offices without a
   declaration the first letter tells (`high-value.foreign-grant-kinds`).
3. Utility models and designs are left out by their kinds, and territories that do not count as
   abroad (`high-value.family-territories-left-out`); international applications stay.

What it cannot say: what ended a right abroad, and grants whose document nobody imported.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.identifiers.document_kinds import DocumentKind, Stage, load_document_kinds
from zhiheng.core.identifiers.rights import Right
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("families", "foreign-patents", "patents")
OUTPUT = "overseas-patents"
GRANTS = (Stage.GRANT, Stage.AMENDED_GRANT)
INTERNATIONAL = "WO"
OTHER_LETTERS = ("S", "U", "Y")  # WIPO ST.16: designs and utility models


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `overseas-patents`; `on` is the day whose parameters are looked up."""
    families = tables["families"]
    home = {*_texts(catalogue, "high-value.family-territories-left-out", on)} - {INTERNATIONAL}
    members = families.filter(families.register == "foreign-patents")
    abroad = members.filter(members.office.notin(sorted(home)))
    letters = _texts(catalogue, "high-value.foreign-grant-kinds", on)
    documents = _documents(abroad, tables["foreign-patents"], letters)
    placed = abroad.inner_join(documents, "member")
    placed = placed.inner_join(_domestic(families, tables["patents"]), "family_id")
    route = ibis.ifelse(placed.office == INTERNATIONAL, "international", "office")
    names = [column.name for column in catalogue.register(OUTPUT).columns]
    finished = placed.mutate(route=route).select(*names, *LINEAGE.names)
    return finished.order_by([finished.filing_date.desc(), finished.member])


def _texts(catalogue: Catalogue, parameter: str, on: date) -> list[str]:
    value = catalogue.value(parameter, on=on).value
    assert isinstance(value, list)
    return value


def _domestic(families: ir.Table, patents: ir.Table) -> ir.Table:
    """Return each family's earliest Chinese application and where its first applicant is."""
    chinese = families.filter(families.register == "patents")
    where = patents.select("division", number="application_number", filed="filing_date")
    joined = chinese.select("family_id", "number").inner_join(where, "number")
    order = [joined.filed.asc(nulls_first=False), joined.number]
    ranked = joined.mutate(rank=ibis.row_number().over(group_by="family_id", order_by=order))
    first = ranked.filter(ranked["rank"] == 0)
    return first.select("family_id", "division", domestic="number")


def _documents(abroad: ir.Table, foreign: ir.Table, letters: list[str]) -> ir.Table:
    """Return for each application abroad what its documents of inventions tell."""
    each = abroad.select("member", document_number=abroad.documents).unnest("document_number")
    read = foreign.select("document_number", "office", "kind", "publication_date")
    joined = each.inner_join(read, "document_number")
    inventions = joined.filter(~_other_right(joined))
    told = inventions.mutate(granted=_is_grant(inventions, letters))
    grants = ibis.ifelse(told.granted, told.publication_date, ibis.null("date"))
    return told.group_by("member").aggregate(
        published_on=told.publication_date.min(),
        granted_on=grants.min(),
        grant_document=told.document_number.argmin(told.publication_date, where=told.granted),
    )


def _is_grant(table: ir.Table, letters: list[str]) -> ir.BooleanValue:
    declared = [kind for kind in load_document_kinds() if kind.country != "CN"]
    branches = [
        (_bears(table, kind), kind.stage in GRANTS and kind.right == Right.INVENTION)
        for kind in declared
    ]
    by_letter = table.kind.substr(0, 1).isin(letters) & (table.office != INTERNATIONAL)
    return ibis.cases(*branches, else_=by_letter.fill_null(False))


def _other_right(table: ir.Table) -> ir.BooleanValue:
    declared = [kind for kind in load_document_kinds() if kind.country != "CN"]
    branches = [(_bears(table, kind), kind.right != Right.INVENTION) for kind in declared]
    by_letter = table.kind.substr(0, 1).isin(OTHER_LETTERS)
    return ibis.cases(*branches, else_=by_letter.fill_null(False))


def _bears(table: ir.Table, kind: DocumentKind) -> ir.BooleanValue:
    same = (table.office == kind.country) & (table.kind == kind.kind)
    if kind.valid_from != date.min:
        same &= table.publication_date >= ibis.date(kind.valid_from)
    if kind.valid_to != date.max:
        same &= table.publication_date < ibis.date(kind.valid_to)
    return same
