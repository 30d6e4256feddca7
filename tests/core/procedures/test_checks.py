"""The checker finds every defect that is planted, and nothing in a sound procedure."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.core.procedures.small import (
    LAW,
    act,
    declared,
    fills,
    part,
    problems,
    small,
    term,
    words,
)
from zhiheng.core.declarations.messages import problem_text
from zhiheng.core.declarations.models import Parameter
from zhiheng.core.errors import Problem
from zhiheng.core.procedures.checks import check
from zhiheng.core.terms.regimes import packaged_regimes

Content = dict[str, Any]
Plant = Callable[[Content], object]


def test_a_sound_procedure_has_no_problems():
    assert problems(small()) == []


# What is planted, the code that is expected, and where it is told.
NAMES: dict[str, tuple[Plant, str, str]] = {
    "regime": (lambda c: c.update(regime="nowhere"), "unknown_name", "regime"),
    "first act": (lambda c: c.update(begins="nothing"), "unknown_name", "begins"),
    "subject": (lambda c: c.update(subject="nothing"), "unknown_name", "subject"),
    "respondent": (lambda c: c.update(respondent="nothing"), "unknown_name", "respondent"),
    "division": (
        lambda c: c["handling"].update(division="nothing"), "unknown_name", "handling.division"),
    "stage an act begins in": (
        lambda c: part(c, "act", "accept").update({"from": ["limbo"]}),
        "unknown_name", "acts.accept.from"),
    "stage an act leads to": (
        lambda c: part(c, "act", "accept").update(to="limbo"), "unknown_name", "acts.accept.to"),
    "paper drafted": (
        lambda c: part(c, "act", "accept").update(drafts=["letter"]),
        "unknown_name", "acts.accept.drafts"),
    "outcome": (
        lambda c: part(c, "act", "refuse").update(outcome="lost"),
        "unknown_name", "acts.refuse.outcome"),
    "act needed": (
        lambda c: part(c, "act", "accept").update(needs={"done": ["pray"]}),
        "unknown_name", "acts.accept.needs"),
    "paper needed": (
        lambda c: part(c, "act", "accept").update(needs={"issued": ["letter"]}),
        "unknown_name", "acts.accept.needs"),
    "session needed": (
        lambda c: part(c, "act", "accept").update(needs={"held": ["ball"]}),
        "unknown_name", "acts.accept.needs"),
    "term needed": (
        lambda c: part(c, "act", "accept").update(needs={"expired": ["eternity"]}),
        "unknown_name", "acts.accept.needs"),
    "field a veto asks about": (
        lambda c: part(c, "act", "accept").update(
            veto=[{"veto": "abnormal-filings", "of": ["nobody"],
                   "ground": LAW, "status": "unverified"}]),
        "unknown_name", "acts.accept.veto"),
    "act that starts a term": (
        lambda c: part(c, "term", "accepting").update(starts=["pray"]),
        "unknown_name", "terms.accepting.starts"),
    "act that ends a term": (
        lambda c: part(c, "term", "accepting").update(ends=["pray"]),
        "unknown_name", "terms.accepting.ends"),
    "paper that starts a term": (
        lambda c: part(c, "term", "answer").update(
            starts_on_service=[{"paper": "letter", "to": "respondent"}]),
        "unknown_name", "terms.answer.starts_on_service"),
    "paper whose issue ends a term": (
        lambda c: part(c, "term", "answer").update(ends_on_issue=["letter"]),
        "unknown_name", "terms.answer.ends_on_issue"),
    "paper whose service ends a term": (
        lambda c: part(c, "term", "answer").update(ends_on_service=["letter"]),
        "unknown_name", "terms.answer.ends_on_service"),
    "session before which": (
        lambda c: part(c, "term", "hearing-notice").update(before="ball"),
        "unknown_name", "terms.hearing-notice.before"),
    "ground that stops": (
        lambda c: part(c, "term", "deciding").update(stopped_by=["boredom"]),
        "unknown_name", "terms.deciding.stopped_by"),
    "regime of a term": (
        lambda c: part(c, "term", "deciding").update(regime="nowhere"),
        "unknown_name", "terms.deciding.regime"),
    "parameter of a term": (
        lambda c: part(c, "term", "deciding").update(length="", parameter="no-such-limit"),
        "unknown_name", "terms.deciding.parameter"),
    "paper of a ground": (
        lambda c: part(c, "ground", "illness").update(drafts=["letter"]),
        "unknown_name", "grounds.illness.drafts"),
    "stage of a session": (
        lambda c: part(c, "session", "hearing").update(stages=["limbo"]),
        "unknown_name", "sessions.hearing.stages"),
    "notice of a session": (
        lambda c: part(c, "session", "hearing").update(notice="eternity"),
        "unknown_name", "sessions.hearing.notice"),
    "minutes of a session": (
        lambda c: part(c, "session", "hearing").update(minutes="letter"),
        "unknown_name", "sessions.hearing.minutes"),
    "stage of a paper": (
        lambda c: part(c, "paper", "decision").update(stages=["limbo"]),
        "unknown_name", "papers.decision.stages"),
    "field of a condition": (
        lambda c: c["form"][0]["fields"][2].update(when={"field": "mood", "is": ["good"]}),
        "unknown_name", "form.urgent.when"),
    "answer of a condition": (
        lambda c: part(c, "act", "refuse").update(when={"field": "urgent", "is": ["perhaps"]}),
        "unknown_name", "acts.refuse.when"),
    "answer of a variant": (
        lambda c: part(c, "term", "answer").update(
            variants=[{"when": {"field": "urgent", "is": ["perhaps"]}, "length": "3d"}]),
        "unknown_name", "terms.answer"),
    "stage twice": (lambda c: c["stages"].append(c["stages"][0]), "named_twice", "stages"),
    "act twice": (lambda c: c["acts"].append(c["acts"][1]), "named_twice", "acts"),
    "term twice": (lambda c: c["terms"].append(c["terms"][0]), "named_twice", "terms"),
    "field twice": (
        lambda c: c["form"][0]["fields"].append(c["form"][0]["fields"][0]),
        "named_twice", "fields"),
    "subject left out": (
        lambda c: c["form"][0]["fields"][0].update(required=False), "subject_left_out", "subject"),
    "division of another kind": (
        lambda c: c["handling"].update(division="title"), "no_division", "handling.division"),
    "no day to start from": (
        lambda c: part(c, "term", "accepting").update(starts_from="title"),
        "no_day_to_start", "terms.accepting.starts_from"),
}  # fmt: skip

PATHS: dict[str, tuple[Plant, str, str]] = {
    "stage without a way to it": (
        lambda c: c["stages"].insert(3, {"stage": "limbo", "title": words("悬空")}),
        "stage_unreachable", "stages.limbo"),
    "act in a stage without a way to it": (
        lambda c: (c["stages"].insert(3, {"stage": "limbo", "title": words("悬空")}),
                   c["acts"].append(act("wake", "limbo", "closed", outcome="decided"))),
        "act_never", "acts.wake"),
    "act whose need cannot come about": (
        lambda c: c["acts"].append(act("wake", "submitted", needs={"done": ["decide"]})),
        "act_never", "acts.wake"),
    "act after a paper that is drafted later": (
        lambda c: part(c, "act", "accept").update(needs={"issued": ["decision"]}),
        "act_never", "acts.accept"),
    "act after service of a paper that nobody serves": (
        lambda c: part(c, "act", "accept").update(needs={"served": ["request-for-supplement"]}),
        "act_never", "acts.accept"),
    "act after the end of a term that begins only later": (
        lambda c: part(c, "act", "accept").update(needs={"expired": ["suing"]}),
        "act_never", "acts.accept"),
    "leads on only after a term that one way does not start": (
        lambda c: c["acts"].append(act("skip", "submitted", "supplementing")),
        "waits_for_ever", "stages.supplementing"),
    "act that rules itself out": (
        lambda c: part(c, "act", "accept").update(
            needs={"done": ["submit"], "not_done": ["submit"]}),
        "needs_contradict", "acts.accept.needs"),
    "act both within a term and after it": (
        lambda c: part(c, "act", "answer").update(
            needs={"within": ["answer"], "expired": ["answer"]}),
        "needs_contradict", "acts.answer.needs"),
    "nothing leads on": (
        lambda c: c["acts"].remove(part(c, "act", "decide")), "stuck", "stages.deciding"),
    "leads on only after what cannot be done any more": (
        lambda c: part(c, "act", "decide").update(needs={"not_done": ["answer"]}),
        "stuck", "stages.deciding"),
    "leads on only once, and comes back": (
        lambda c: (c["acts"].remove(part(c, "act", "accept")),
                   c["acts"].remove(part(c, "act", "refuse")),
                   part(c, "term", "accepting").update(ends=["ask-supplement"]),
                   c["terms"].remove(part(c, "term", "deciding")),
                   part(c, "act", "ask-supplement").update(needs={"not_done": ["ask-supplement"]})),
        "stuck", "stages.submitted"),
    "leads on only within a term": (
        lambda c: part(c, "act", "decide").update(needs={"within": ["deciding"]}),
        "stuck_after_term", "stages.deciding"),
    "waits for the applicant for ever": (
        lambda c: c["acts"].remove(part(c, "act", "deem-withdrawn")),
        "waits_for_ever", "stages.supplementing"),
    "needs an act of the other side": (
        lambda c: part(c, "act", "decide").update(needs={"done": ["answer"]}),
        "stuck_after_term", "stages.deciding"),
    "stuck in one kind of case only": (
        lambda c: part(c, "act", "decide").update(when={"field": "urgent", "is": ["yes"]}),
        "stuck", "stages.deciding"),
    "begins where all is over": (
        lambda c: c["stages"][0].update(kind="closed"), "begins_closed", "stages"),
    "closes without an outcome": (
        lambda c: part(c, "act", "refuse").pop("outcome"), "no_outcome", "acts.refuse.outcome"),
    "outcome that nothing leads to": (
        lambda c: c["outcomes"].append({"outcome": "won", "title": words("胜诉")}),
        "outcome_never", "outcomes.won"),
    "paper that nothing drafts": (
        lambda c: c["papers"].append({"paper": "letter", "title": words("函")}),
        "paper_never", "papers.letter"),
    "number with another place": (
        lambda c: part(c, "paper", "decision").update(number="测{year}"),
        "number_pattern", "papers.decision.number"),
}  # fmt: skip

PEOPLE: dict[str, tuple[Plant, str, str]] = {
    "chair without a panel": (
        lambda c: part(c, "act", "decide").update(by=["panel-chair"]), "nobody", "acts.decide.by"),
    "applicant where nobody may ask": (
        lambda c: c.update(asked_by=[]), "nobody", "acts.supplement.by"),
    "respondent whom nothing names": (
        lambda c: c.update(respondent=None), "nobody", "acts.answer.by"),
    "superior without a body above": (
        lambda c: c["handling"].update(superior=[]), "nobody", "terms.deciding.extensions"),
    "approval of nobody": (
        lambda c: part(c, "act", "refuse").update(approval="panel-member"),
        "nobody", "acts.refuse.approval"),
    "owner who is barred": (
        lambda c: part(c, "act", "refuse").update(not_by=["handler"]),
        "barred_owner", "acts.refuse.not_by"),
    "stage that waits for nobody": (
        lambda c: (c.update(respondent=None), c["stages"][2].update(waits_for="respondent")),
        "nobody", "stages.deciding.waits_for"),
    "begun by one, first act by another": (
        lambda c: c.update(begun_by=["clerk"]), "begun_by_others", "begun_by"),
    "asked for, but not begun by the applicant": (
        lambda c: (c.update(begun_by=["clerk"]), part(c, "act", "submit").update(by=["clerk"])),
        "begun_by_others", "asked_by"),
    "served on nobody": (
        lambda c: part(c, "paper", "notice").update(to=[]), "not_served", "papers.notice.to"),
    "term from the service of what is not served": (
        lambda c: part(c, "paper", "notice").update(served=False),
        "not_served", "terms.answer.starts_on_service"),
    "term from the service on somebody else": (
        lambda c: part(c, "paper", "notice").update(to=["applicant"]),
        "not_served", "terms.answer.starts_on_service"),
    "term until the service of what is not served": (
        lambda c: part(c, "term", "accepting").update(ends_on_service=["request-for-supplement"]),
        "not_served", "terms.accepting.ends_on_service"),
    "confidential, yet sent to a party": (
        lambda c: part(c, "paper", "decision").update(confidential=True),
        "confidential_to_party", "papers.decision.confidential"),
}  # fmt: skip

TERMS: dict[str, tuple[Plant, str, str]] = {
    "starts never": (
        lambda c: part(c, "term", "accepting").pop("starts"),
        "term_never_starts", "terms.accepting"),
    "started by an act that is never done": (
        lambda c: (c["acts"].append(act("wake", "submitted", needs={"done": ["decide"]})),
                   part(c, "term", "accepting").update(starts=["wake"])),
        "term_never_starts", "terms.accepting"),
    "a party's, without end or consequence": (
        lambda c: part(c, "term", "suing").pop("lapse"), "term_never_ends", "terms.suing"),
    "ended only by what comes before its start": (
        lambda c: part(c, "term", "deciding").update(ends=["refuse"]),
        "term_never_ends", "terms.deciding.ends"),
    "the office's, running on after the closing": (
        lambda c: part(c, "term", "deciding").update(survives=True),
        "term_never_ends", "terms.deciding"),
    "before a session that has another notice": (
        lambda c: part(c, "session", "hearing").pop("notice"),
        "not_before_session", "terms.hearing-notice"),
    "notice of a session that is an ordinary term": (
        lambda c: part(c, "session", "hearing").update(notice="deciding"),
        "not_before_session", "sessions.hearing.notice"),
    "before a session, yet started by an act": (
        lambda c: part(c, "term", "hearing-notice").update(starts=["accept"]),
        "not_before_session", "terms.hearing-notice"),
    "ground that stops nothing": (
        lambda c: part(c, "term", "deciding").pop("stopped_by"),
        "stops_nothing", "grounds.illness"),
    "hours that can be stopped": (
        lambda c: part(c, "term", "deciding").update(length="24h"),
        "hours_not_counted", "terms.deciding"),
    "hours from a service": (
        lambda c: part(c, "term", "answer").update(length="24h"),
        "hours_not_counted", "terms.answer"),
    "service in a way that its regime does not know": (
        lambda c: part(c, "term", "answer").update(regime="civil-code"),
        "service_not_counted", "terms.answer"),
    "verified act without article": (
        lambda c: part(c, "act", "refuse").update(ground={**part(c, "act", "refuse")["ground"],
                                                          "article": ""}),
        "without_article", "acts.refuse"),
    "verified term without article": (
        lambda c: part(c, "term", "suing").update(ground={**part(c, "term", "suing")["ground"],
                                                          "article": ""}),
        "without_article", "terms.suing"),
}  # fmt: skip


@pytest.mark.parametrize("planted", [*NAMES, *PATHS, *PEOPLE, *TERMS])
def test_a_planted_defect_is_found(planted: str):
    plant, code, place = {**NAMES, **PATHS, **PEOPLE, **TERMS}[planted]
    content = small()
    plant(content)
    assert (f"procedure.{code}", place) in problems(content)


def test_a_parameter_that_is_no_length_is_found():
    value = {"value": 15, "source": {"instrument": "office setting"}, "status": "verified"}
    limit = Parameter.model_validate(
        {"parameter": "small.deciding", "title": words("期限"), "values": [value]}
    )
    content = small()
    part(content, "term", "deciding").update(length="", parameter="small.deciding")
    found = problems(content, parameters={"small.deciding": limit})
    assert found == [("procedure.no_length", "terms.deciding.parameter")]


def test_an_unverified_rule_needs_no_article():
    content = small()
    suing = part(content, "term", "suing")
    suing.update(status="unverified", ground={**suing["ground"], "article": ""})
    assert problems(content) == []


def test_a_template_that_does_not_fill_is_told_with_its_paper():
    def broken(declaration: object, paper: Any) -> list[Problem]:
        return [Problem("procedure.unknown", {"received": paper.paper})]

    found = problems(small(), templates=broken)
    assert [place for _, place in found] == [
        f"papers.{each['paper']}" for each in small()["papers"]
    ]


@pytest.mark.parametrize(
    ("kind", "plant", "place"),
    [
        (
            "procedure",
            lambda c: part(c, "act", "decide").update(opens="penalty"),
            "acts.decide.opens",
        ),
        ("role", lambda c: c.update(asked_by=["king"]), "asked_by"),
        (
            "answer",
            lambda c: c["finding"].update(answers={"who": ["king"]}),
            "finding.answers",
        ),
        ("body", lambda c: c["handling"].update(bodies=["court"]), "handling.bodies"),
    ],
)
def test_names_outside_the_procedure_are_checked_where_they_are_known(
    kind: str, plant: Plant, place: str
):
    names = {"procedure": {"small"}, "role": {"citizen", "officer"},
             "body": {"ip_office", "government"}, "answer": {"who=citizen"}}  # fmt: skip
    content = small()
    plant(content)
    assert problems(content, names=names) == [("procedure.unknown_name", place)]
    assert problems(content, names={key: names[key] for key in names if key != kind}) == []


def test_a_dead_end_is_told_with_the_shortest_way_into_it():
    content = small()
    content["acts"].remove(part(content, "act", "decide"))
    found = check(declared(content), regimes=packaged_regimes(), parameters={}, templates=fills)
    stuck = next(each for each in found if each.code == "procedure.stuck")
    assert stuck.values == {"stage": "审理中", "way": "submit → accept"}
    assert stuck.file == "procedures/small.yaml"


def test_a_dead_end_names_the_kind_of_case():
    content = small()
    part(content, "act", "decide")["when"] = {"field": "urgent", "is": ["yes"]}
    found = check(declared(content), regimes=packaged_regimes(), parameters={}, templates=fills)
    assert [each.values["way"] for each in found if each.code == "procedure.stuck"] == [
        "(urgent=no) → submit → accept"
    ]


def test_everything_is_told_at_once():
    content = small()
    content["outcomes"].append({"outcome": "won", "title": words("胜诉")})
    content["terms"].append(term("idle", "3d"))
    part(content, "paper", "notice").update(to=[])
    assert {code.partition(".")[2] for code, _ in problems(content)} == {
        "outcome_never", "term_never_starts", "not_served",
    }  # fmt: skip


def test_every_problem_has_words_that_can_be_filled():
    for plant, _, _ in [*NAMES.values(), *PATHS.values(), *PEOPLE.values(), *TERMS.values()]:
        content = small()
        plant(content)
        for each in check(
            declared(content), regimes=packaged_regimes(), parameters={}, templates=fills
        ):
            assert "{" not in problem_text(each).replace("{year}", "").replace("{sequence}", "")
            assert problem_text(each, "en")


def test_a_veto_that_nobody_answers_is_told_where_the_answers_are_known():
    content = small()
    part(content, "act", "accept")["veto"] = [
        {"veto": "bad-taste", "of": ["title"], "ground": LAW, "status": "verified"}
    ]
    assert problems(content) == []
    assert problems(content, names={"veto": ["abnormal-filings"]}) == [
        ("procedure.unknown_name", "acts.accept.veto")
    ]


def test_a_veto_compared_with_the_law_has_its_article():
    content = small()
    source = {"instrument": LAW["instrument"]}
    part(content, "act", "accept")["veto"] = [
        {"veto": "abnormal-filings", "of": ["title"], "ground": source, "status": "verified"}
    ]
    assert problems(content) == [("procedure.without_article", "acts.accept.veto")]
