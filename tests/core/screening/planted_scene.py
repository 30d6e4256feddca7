"""Planted rings and look-alikes as a screening sees them, without files, registers or the city."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache

import numpy as np

from sample.days import day_date
from sample.filings import Filing, World
from sample.inhabitants import Enterprise
from sample.lives import TRANSFERRED, WITHDRAWN_BY_FILER
from sample.order import Order
from sample.planted_truth import Truth
from sample.planting import Planted
from sample.plots import Plant
from zhiheng.core.screening.facts import (
    Cohort,
    Facts,
    InventorChange,
    KnownAbnormal,
    PartyFacts,
    Transfer,
)
from zhiheng.core.screening.features import first_claim, size_of
from zhiheng.core.screening.filings import Filings
from zhiheng.core.screening.gathering import Gathered

UNTIL = date(2026, 6, 30)
RIGHTS = {"invention": "invention", "utility-model": "utility_model"}


def number_of(filing: Filing) -> str:
    """Return the number as the registers have it."""
    return filing.dotted


@cache
def planted_scene(*, rings: int, seed: int) -> tuple[Gathered, Mapping[str, Truth]]:
    """Return what was planted in a city of one application, and the truth by number."""
    planted = Planted(World(Order(patents=1, seed=seed, until=UNTIL, rings=rings)))
    codes = {firm.applicant.name: firm.code for firm in planted.firms}
    filings = [plant.filing for plant in planted.plants]
    rows = Filings.of(_row(filing, codes) for filing in filings)
    facts = Facts(
        on=UNTIL,
        parties={firm.code: _party(firm, filings) for firm in planted.firms},
        transfers={number_of(f): told for f in filings if (told := _transfers(f, codes))},
        inventor_changes={number_of(f): (_change(f),) for f in filings if f.granted_inventors},
        abnormal={number_of(p.filing): _notice(p) for p in planted.plants if p.notice},
        withdrawn={
            number_of(filing): day_date(event.day)
            for filing in filings
            for event in filing.life.events
            if event.status == WITHDRAWN_BY_FILER
        },
        cohorts=_cohorts(planted.plants),
    )
    return Gathered(rows, facts, {}), {number_of(p.filing): p.truth for p in planted.plants}


def _row(filing: Filing, codes: Mapping[str, str]) -> dict[str, object]:
    life, wording = filing.life, filing.wording
    assert wording is not None
    first = life.published if life.published is not None else life.granted
    return {
        "application_number": number_of(filing),
        "right": RIGHTS[filing.right],
        "title": wording.title,
        "filing_date": day_date(life.filed),
        "publication_date": day_date(first or 0),
        "grant_date": day_date(life.granted) if life.granted else None,
        "applicants": [each.name for each in filing.applicants],
        "applicant_parties": [codes.get(each.name, each.name) for each in filing.applicants],
        "addresses": [each.text for each in filing.applicants],
        "inventors": filing.granted_inventors or filing.inventors,
        "inventor_parties": [f"p-{each}" for each in filing.granted_inventors or filing.inventors],
        "agency": filing.agency.name if filing.agency else "",
        "agency_code": filing.agency.code if filing.agency else "",
        "ipc_main": filing.ipc[0].symbol,
        "ipc": [each.symbol for each in filing.ipc],
        "priorities": [f"CN {number} {day}" for number, day in filing.priorities],
        "related": [f"CN {filing.parent[0]} {filing.parent[1]}"] if filing.parent else [],
        "abstract": wording.abstract,
        "claims": list(wording.claims),
        "description": "\n".join((wording.background, *wording.disclosure, *wording.modes)),
    }


def _party(firm: Enterprise, filings: list[Filing]) -> PartyFacts:
    own = sorted(
        day_date(f.life.filed) for f in filings if f.applicants[0].name == firm.applicant.name
    )
    years = [day.year for day in own]
    return PartyFacts(
        party=firm.code,
        name=firm.applicant.name,
        kind="enterprise",
        uscc=firm.code,
        legal_representative=firm.representative,
        established_on=firm.founded_on,
        insured_staff=firm.insured,
        rd_expense=Decimal(firm.research * 10_000),
        filings_by_year={year: years.count(year) for year in years},
        first_filed=own[0] if own else None,
    )


def _cohorts(plants: list[Plant]) -> dict[tuple[str, int], Cohort]:
    """Return one cohort, of all innocent first claims, for every group and year."""
    honest = [p.filing.wording for p in plants if not p.truth.behaviour and p.filing.wording]
    sizes = [size_of(claim) for each in honest if (claim := first_claim(each.claims))]
    measures = (
        np.quantile([getattr(size, name) for size in sizes], np.linspace(0, 1, 101))
        for name in ("length", "features", "numbers")
    )
    cohort = Cohort(len(sizes), *(tuple(map(float, each)) for each in measures))
    groups = {f"{p.filing.ipc[0].subclass}{p.filing.ipc[0].group}" for p in plants}
    return {(group, year): cohort for group in groups for year in range(2008, UNTIL.year + 1)}


def _transfers(filing: Filing, codes: Mapping[str, str]) -> tuple[Transfer, ...]:
    found = []
    for event in filing.life.events:
        if event.status == TRANSFERRED:
            said = dict(part.split("：", 1) for part in event.info.split("；"))
            giver, receiver = said["变更前"], said["变更后"]
            found.append(
                Transfer(
                    number_of(filing),
                    date.fromisoformat(said["登记生效日"]),
                    (giver,),
                    (receiver,),
                    (codes[giver],),
                    (codes[receiver],),
                )
            )
    return tuple(found)


def _change(filing: Filing) -> InventorChange:
    granted = filing.life.granted
    assert granted is not None
    before, after = tuple(filing.inventors), tuple(filing.granted_inventors)
    return InventorChange(number_of(filing), day_date(granted), before, after)


def _notice(plant: Plant) -> KnownAbnormal:
    assert plant.notice is not None
    _, told, _, _, decided, _ = plant.notice
    return KnownAbnormal(
        number_of(plant.filing),
        "1",
        "withdrawn",
        date.fromisoformat(str(told)),
        date.fromisoformat(str(decided)),
    )
