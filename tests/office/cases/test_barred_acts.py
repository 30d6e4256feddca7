"""Before an act somebody is asked whether whom the case concerns is barred on that day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence

import pytest
import yaml
from django.conf import settings
from django.test import Client

from tests.core.procedures.small import act, part, small
from tests.office.cases.conftest import FILED, Cast, after, did
from zhiheng.core.declarations.models import Wording
from zhiheng.core.errors import InputError, NotFoundError
from zhiheng.office.accounts.models import User
from zhiheng.office.cases import law, vetoes
from zhiheng.office.cases.assigning import take_case
from zhiheng.office.cases.beginning import Request, begin_case
from zhiheng.office.cases.deciding import decide_proposal
from zhiheng.office.cases.enums import EntryKind
from zhiheng.office.cases.models import Case, Entry
from zhiheng.office.ledger.queries import event_of

BARRED, NAMESAKE, FOREVER = "乙方科技有限公司", "同名有限公司", "长期受限有限公司"
CODE = "91440300MA5EXAMP0X"
UNTIL = dt.date(2026, 12, 1)
LAW = {"ground": {"instrument": {"zh": "测试办法", "en": "Test Measures"}}, "status": "unverified"}


def _answers(names: Sequence[str], on: dt.date) -> vetoes.Answer:
    """A register of bars of the simplest kind: two names, one of them borne by several."""
    barred = {BARRED, NAMESAKE} if on < UNTIL else set()
    if not {*barred, FOREVER}.intersection(names):
        return vetoes.Answer(barred=False, facts={"on": on.isoformat()})
    return vetoes.Answer(
        barred=True, certain=NAMESAKE not in names, filings=("2025100000017",), until=UNTIL,
        reasons=(Wording(zh="认定一件", en="One is confirmed"),), facts={"on": on.isoformat()},
    )  # fmt: skip


def _declaration() -> dict[str, object]:
    content = small()
    content |= {"procedure": "barred", "prefix": "BZ"}
    asks = {"veto": "test-bar", "of": ["code", "respondent_name"], **LAW}
    fields = content["form"][0]["fields"]
    fields.append({"field": "code", "kind": "line", "label": {"zh": "代码", "en": "Code"},
                   "required": False})  # fmt: skip
    fields.append({"field": "others", "kind": "line", "label": {"zh": "其他", "en": "Others"},
                   "required": False})  # fmt: skip
    several = {"veto": "test-bar", "of": ["others"], "effect": "advises", **LAW}
    part(content, "act", "accept")["veto"] = [asks, several]
    part(content, "act", "refuse")["approval"] = "head"
    content["acts"].append(act("support", "submitted", veto=[asks], approval="head"))
    nobody = {"veto": "never-offered", "of": ["title"], **LAW}
    content["acts"].append(act("wonder", "submitted", veto=[nobody]))
    return content


@pytest.fixture(scope="module", autouse=True)
def _offered(_procedure: None) -> Iterator[None]:
    """The procedure beside the small one, and who answers its question."""
    file = settings.ZHIHENG.home / "declarations/procedures/barred.yaml"
    text = yaml.safe_dump(_declaration(), allow_unicode=True, sort_keys=False)
    file.write_text(text, encoding="utf-8")
    law.forget()
    vetoes.offer("test-bar", _answers)
    yield
    file.unlink()
    law.forget()


def begun(cast: Cast, respondent: str, **more: str) -> Case:
    """Hand in the form about somebody, and give it to the officer."""
    given = {"title": "支持", "respondent_name": respondent, "urgent": "no", **more}
    case = begin_case(procedure="barred", request=Request(given=given), by=cast.citizen, on=FILED)
    take_case(case=case, revision=None, by=cast.officer, on=FILED)
    return case


def test_an_act_about_somebody_barred_is_refused_with_the_filings(cast: Cast):
    case = begun(cast, BARRED)
    with pytest.raises(InputError) as refused:
        did(case, "accept", cast.officer)
    (problem,) = refused.value.problems
    assert problem.code == "case.vetoed"
    assert problem.values["filings"] == "2025100000017"
    assert problem.values["until"] == "2026-12-01"
    case.refresh_from_db()
    assert case.stage == "submitted"
    assert not Entry.objects.filter(case=case, name="accept").exists()


def test_nobody_barred_goes_on_and_the_answer_is_kept(cast: Cast):
    entry = did(begun(cast, "甲方有限公司"), "accept", cast.officer)
    (line,) = (entry.content or {})["veto"]
    assert (line["whom"], line["barred"], line["effect"]) == ("甲方有限公司", False, "blocks")
    event = event_of(entry.event)
    (told,) = json.loads(event.details)["veto"]
    assert told["asked"] == "test-bar"
    assert told["on"] == "2026-03-02"
    assert "甲方" not in str(event.details), "the ledger keeps no names"


def test_the_day_of_the_act_counts(cast: Cast):
    case = begun(cast, BARRED)
    entry = did(case, "accept", cast.officer, on=after(274))
    assert entry.kind == EntryKind.ACT


def test_several_of_a_name_bar_nobody_and_are_told(cast: Cast):
    entry = did(begun(cast, NAMESAKE), "accept", cast.officer)
    (line,) = (entry.content or {})["veto"]
    assert (line["barred"], line["certain"]) == (True, False)


def test_of_a_line_that_names_several_each_is_asked_and_only_advised(cast: Cast):
    case = begun(cast, "甲方有限公司", others=f"丙方有限公司、{BARRED}；丙方有限公司")
    entry = did(case, "accept", cast.officer)
    lines = (entry.content or {})["veto"]
    assert [(each["whom"], each["barred"], each["effect"]) for each in lines] == [
        ("甲方有限公司", False, "blocks"),
        ("丙方有限公司", False, "advises"),
        (BARRED, True, "advises"),
    ]


def test_what_is_proposed_is_asked_then_and_once_more_when_approved(cast: Cast):
    case = begun(cast, "甲方有限公司")
    proposed = did(case, "support", cast.officer)
    assert proposed.kind == EntryKind.PROPOSED
    assert [each["barred"] for each in (proposed.content or {})["veto"]] == [False]
    proposal = case.proposals.get()
    assert "veto" not in proposal.content
    Case.objects.filter(pk=case.pk).update(form={**case.form, "respondent_name": BARRED})
    with pytest.raises(InputError, match=r"case\.vetoed"):
        decide_proposal(proposal=proposal, approve=True, reason="", by=cast.head, on=after(1))
    proposal.refresh_from_db()
    assert proposal.decided_at is None, "what is barred stays to be decided"
    decide_proposal(proposal=proposal, approve=False, reason="有限制", by=cast.head, on=after(1))


def test_a_barred_act_is_not_even_proposed(cast: Cast):
    case = begun(cast, BARRED)
    with pytest.raises(InputError, match=r"case\.vetoed"):
        did(case, "support", cast.officer)
    assert not case.proposals.exists()


def test_a_question_nobody_answers_is_told_and_does_not_pass(cast: Cast):
    with pytest.raises(NotFoundError, match=r"case\.veto_unknown"):
        did(begun(cast, "甲方有限公司"), "wonder", cast.officer)


def test_a_code_comes_before_the_name(cast: Cast):
    asked: list[Sequence[str]] = []

    def listen(names: Sequence[str], on: dt.date) -> vetoes.Answer:
        asked.append(names)
        return vetoes.Answer(barred=False)

    vetoes.offer("test-bar", listen)
    try:
        did(begun(cast, "甲方有限公司", code=CODE), "accept", cast.officer)
    finally:
        vetoes.offer("test-bar", _answers)
    assert asked == [[CODE, "甲方有限公司"]]


def test_the_page_of_the_act_shows_the_answer_before_it_is_done(
    cast: Cast, client_of: Callable[[User], Client]
):
    client = client_of(cast.officer)
    case = begun(cast, FOREVER)
    page = client.get(f"/cases/{case.number}/do/accept/").content.decode()
    for told in ("不予支持", FOREVER, "认定一件", "2026-12-01", "disabled"):
        assert told in page
    free = begun(cast, "甲方有限公司", others=FOREVER)
    page = client.get(f"/cases/{free.number}/do/accept/").content.decode()
    assert "未受限制" in page
    assert "请注意" in page
    assert "disabled" not in page.split("<form")[-1]
    did(free, "accept", cast.officer)
    shown = client.get(f"/cases/{free.number}/").content.decode()
    assert "一票否决核查" in shown
    assert "认定一件" in shown
    asker = client_of(cast.citizen).get(f"/hall/matters/{free.number}/").content.decode()
    assert "一票否决核查" not in asker


def test_the_page_of_a_proposal_asks_once_more(cast: Cast, client_of: Callable[[User], Client]):
    case = begun(cast, "甲方有限公司")
    did(case, "support", cast.officer)
    way = f"/cases/proposals/{case.proposals.get().pk}/"
    head = client_of(cast.head)
    assert "未受限制" in head.get(way).content.decode()
    Case.objects.filter(pk=case.pk).update(form={**case.form, "respondent_name": FOREVER})
    page = head.get(way).content.decode()
    assert "不予支持" in page
    assert 'value="approve" disabled' in page
