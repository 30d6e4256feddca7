"""Which document cites which, in which category, and what else does it cite?

Inputs: `patent-documents`, `foreign-patents`. Output: `citations`, one row a citation in the order
of the citing document.

Method: each text of the column `citations` is taken apart: "NPL:" in front marks other literature,
letters in brackets at the end are categories of the search report (X, Y, A …). What is left is a
document number if, without blanks and punctuation, it is two letters, digits and a kind code that
may be missing; a Chinese gazette writes "CN 102025678 A 2011.04.20", so what follows the kind is
left out. `cited` is that number, `cited_number` the same without kind code, by which a citation
finds all documents of one publication. Text that is no number is kept as it stands.

What it cannot say: who found a citation, applicant or examiner, where the category does not tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import ibis
import ibis.expr.types as ir

from zhiheng.core.declarations.catalogue import Catalogue
from zhiheng.core.lake.schema import LINEAGE

INPUTS = ("patent-documents", "foreign-patents")
OUTPUT = "citations"
KEY = "document_number"

# No backslashes: the two engines do not agree on how many of them make one.
NUMBER = "^([A-Z]{2})[ .,/-]*([A-Z]{0,2}[0-9][0-9 .,/-]*[0-9])[ .,/-]*([A-Z][0-9]?)?(?:[ ,;(].*)?$"
CATEGORY = "( *〔([A-Z](?:[ ,;]?[A-Z])*)〕 *)$"  # on a text whose brackets were exchanged
LITERATURE = "NPL:"


def run(tables: Mapping[str, ir.Table], *, catalogue: Catalogue, on: date) -> ir.Table:
    """Return the rows of `citations`; nothing in them depends on the day."""
    chinese, foreign = tables["patent-documents"], tables["foreign-patents"]
    cited = ibis.union(
        _texts(chinese, register="patent-documents", office=ibis.literal("CN")),
        _texts(foreign, register="foreign-patents", office=foreign.office),
    )
    literature = cited.text.startswith(LITERATURE)
    marked = cited.text.replace("[", "〔").replace("]", "〕")
    category = marked.re_extract(CATEGORY, 2).nullif("")
    tail = marked.re_extract(CATEGORY, 1).fill_null("")
    plain = cited.text.left(cited.text.length() - tail.length()).strip()
    read = cited.mutate(is_literature=literature, category=category, plain=plain)
    upper = read.plain.upper()
    office, number, kind = (upper.re_extract(NUMBER, group).nullif("") for group in (1, 2, 3))
    digits = number.re_replace("[^A-Z0-9]", "")
    known = ~read.is_literature & digits.notnull()
    null = ibis.null("string")
    whole = office + digits
    finished = read.mutate(
        cited_office=ibis.ifelse(known, office, null),
        cited_number=ibis.ifelse(known, whole, null),
        cited=ibis.ifelse(known, whole + kind.fill_null(""), null),
        other=ibis.ifelse(known, null, read.plain.re_replace(f"^{LITERATURE} *", "")),
    )
    names = [column.name for column in catalogue.register(OUTPUT).columns]
    return finished.select(*names, *LINEAGE.names)


def _texts(table: ir.Table, *, register: str, office: ir.StringValue) -> ir.Table:
    """Return one row a citation, with its place from 1."""
    own = table.filter(table.citations.notnull()).select(
        "document_number",
        "application_number",
        "publication_date",
        *LINEAGE.names,
        office=office,
        register=ibis.literal(register),
        text=table.citations,
    )
    each = own.unnest("text", offset="offset")
    each = each.filter(each.text.notnull(), each.text.strip() != "")
    return each.mutate(ordinal=(each.offset + 1).cast("int64")).drop("offset")
