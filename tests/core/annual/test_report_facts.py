from __future__ import annotations

from decimal import Decimal

import pytest

from tests.core.annual.plan_facts import facts, indicator
from zhiheng.core.annual.facts import canonical, digest_of, facts_of, plain
from zhiheng.core.errors import StorageError


def test_facts_come_back_as_they_were_frozen():
    content = canonical(facts())
    assert facts_of(content, digest=digest_of(content)) == facts()
    assert canonical(facts_of(content, digest=digest_of(content))) == content


def test_the_same_facts_have_the_same_digest_and_others_another():
    same = digest_of(canonical(facts()))
    assert digest_of(canonical(facts())) == same
    other = facts(indicators=(indicator(latest=Decimal("16.5")),))
    assert digest_of(canonical(other)) != same


def test_altered_facts_are_refused():
    content = canonical(facts())
    with pytest.raises(StorageError) as caught:
        facts_of(content.replace(b"16.4", b"19.4"), digest=digest_of(content))
    assert caught.value.problems[0].code == "annual.snapshot_changed"


def test_facts_of_another_form_are_refused():
    content = b'{"format":1}'
    with pytest.raises(StorageError) as caught:
        facts_of(content, digest=digest_of(content))
    assert caught.value.problems[0].code == "annual.snapshot_unread"


@pytest.mark.parametrize(
    ("written", "stored"),
    [("12.3400", "12.34"), ("12.0000", "12"), ("1E+3", "1000"), ("0.0000", "0"), ("-3.50", "-3.5")],
)
def test_equal_numbers_are_written_alike(written: str, stored: str):
    assert str(plain(Decimal(written))) == stored
