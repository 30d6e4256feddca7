"""Evidence without the names of private persons, in whatever shape a signal tells names."""

from __future__ import annotations

import json

from zhiheng.office.screening.masking import masked_evidence

FIRM, PERSON = "深圳市甲示例科技有限公司", "张晓明"


def test_persons_beside_a_firm_in_one_line_are_masked():
    days = [{"day": "2026-01-01", "what": "filed", "number": "1", "of": f"{PERSON}、{FIRM}"}]
    told = masked_evidence({"kind": "timeline", "filings": [], "facts": {"days": days}})
    assert told["facts"]["days"][0]["of"] == f"张**、{FIRM}"
    assert days[0]["of"] == f"{PERSON}、{FIRM}"  # what is kept is not changed


def test_names_in_spreads_changes_and_bonds_are_masked_and_bodies_are_not():
    facts = {
        "by": "transferee",
        "counts": {PERSON: 2, "张晓华": 3, FIRM: 1},
        "changes": [{"number": "1", "before": [PERSON], "after": ["李静", PERSON]}],
        "bonds": [
            {"kind": "representative", "value": PERSON, "of": [FIRM]},
            {"kind": "address", "value": "广东省深圳市南山区科技园一路1号", "of": [PERSON]},
        ],
    }
    told = masked_evidence({"kind": "spread", "filings": [], "facts": facts})
    assert told["facts"]["counts"] == {"张**": 5, FIRM: 1}
    written = json.dumps(told, ensure_ascii=False)
    for hidden in (PERSON, "李静", "科技园"):
        assert hidden not in written
