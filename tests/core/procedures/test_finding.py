"""People find the service they need by everyday words, by sound, and by answering questions."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.procedures.service_queries import QUERIES
from tests.core.procedures.small import declared, small, words
from zhiheng.core.errors import DeclarationError
from zhiheng.core.procedures.declared import ProcedureDeclaration
from zhiheng.core.procedures.finding import Question, Services, load_questions, narrow
from zhiheng.core.procedures.loading import packaged_procedures

PACKAGED = [each.declaration for each in packaged_procedures().every_version()]
SERVICES = Services(PACKAGED)
QUESTIONS = load_questions()


def names(query: str) -> list[str]:
    return [each.declaration.procedure for each in SERVICES.find(query)]


def service(name: str, title: str, *found_by: str, **answers: list[str]) -> ProcedureDeclaration:
    content = small()
    content.update(procedure=name, title=words(title))
    content["finding"] = {"words": list(found_by) or [title], "answers": answers}
    return declared(content)


def test_most_queries_find_their_service_first_and_nearly_all_among_three():
    first = [query for query, right in QUERIES.items() if names(query)[:1] and
             names(query)[0] in right]  # fmt: skip
    three = [query for query, right in QUERIES.items() if {*names(query)[:3]} & {*right}]
    assert len(QUERIES) >= 60
    # Measured 0.94 and 0.99 over 85 queries.
    assert len(first) / len(QUERIES) >= 0.92, sorted(set(QUERIES) - set(first))
    assert len(three) / len(QUERIES) >= 0.97, sorted(set(QUERIES) - set(three))


def test_every_service_is_found_by_each_of_its_own_words():
    for each in SERVICES.declarations:
        for word in each.finding.words:
            assert each.procedure in names(word), (each.procedure, word)


def test_a_result_says_by_which_words_it_was_found():
    services = Services([service("aid", "维权援助", "被抄袭", "被侵权"), service("pledge", "质押")])
    (found,) = services.find("我的产品被抄袭了怎么办")
    assert (found.declaration.procedure, found.words, found.score) == ("aid", ("被抄袭",), 1.0)


def test_pinyin_and_characters_of_the_same_sound_are_heard():
    services = Services([service("aid", "维权援助"), service("pledge", "质押登记")])
    for query in ("weiquan yuanzhu", "WEIQUAN", "维权元助", "為權援助", "维权"):
        assert [each.declaration.procedure for each in services.find(query)] == ["aid"], query


def test_what_says_nothing_finds_nothing():
    for query in ("", "   ", "？！", "我想办理", "怎么办", "qqqqqqq", "𝌆"):
        assert SERVICES.find(query) == [], query


@pytest.mark.parametrize("query", ["'; drop table--", "(" * 500, "专" * 5_000, "[a-z]+\\", "\x00"])
def test_strange_input_is_survived(query: str):
    assert len(SERVICES.find(query)) <= 5


def test_only_what_people_may_ask_for_is_found():
    hidden = small()
    hidden.update(procedure="inner", asked_by=[], begun_by=["clerk"])
    assert Services([declared(hidden)]).declarations == []
    assert narrow([declared(hidden)], QUESTIONS, {}).services == ()


def test_a_rare_word_tells_more_than_one_that_all_services_share():
    services = Services([service("one", "专利裁决", "专利"), service("two", "专利质押", "专利")])
    found = [each.declaration.procedure for each in services.find("专利质押")]
    assert found[0] == "two"


def test_answers_narrow_down_and_useless_questions_are_not_asked():
    services = [
        service("decision", "裁决", trouble=["infringed"], right=["patent"], goal=["decision"]),
        service("mediation", "调解", trouble=["infringed", "dispute"], goal=["agreement"]),
        service("pledge", "质押", trouble=["finance"], goal=["loan"]),
    ]
    begun = narrow(services, QUESTIONS, {})
    assert len(begun.services) == 3
    assert begun.next is not None
    later = narrow(services, QUESTIONS, {"trouble": "infringed"})
    assert [each.procedure for each in later.services] == ["decision", "mediation"]
    assert later.next is not None
    assert later.next.question.question == "goal"
    assert {answer.answer: count for answer, count in later.next.answers} == {
        "decision": 1, "agreement": 1,
    }  # fmt: skip
    last = narrow(services, QUESTIONS, {"trouble": "infringed", "goal": "agreement"})
    assert [each.procedure for each in last.services] == ["mediation"]
    assert last.next is None


def test_a_service_that_leaves_a_question_open_fits_any_answer_but_comes_last():
    services = [service("any", "咨询"), service("patent", "专利", right=["patent"])]
    found = narrow(services, QUESTIONS, {"right": "patent"}).services
    assert [each.procedure for each in found] == ["patent", "any"]
    assert [
        each.procedure for each in narrow(services, QUESTIONS, {"right": "trademark"}).services
    ] == ["any"]


def test_a_wrong_answer_leaves_nothing_and_asks_nothing():
    found = narrow(PACKAGED, QUESTIONS, {"goal": "the moon"})
    assert all("goal" not in each.finding.answers for each in found.services)


def test_every_service_can_be_reached_by_answering():
    reached: set[str] = set()

    def follow(given: dict[str, str]) -> None:
        found = narrow(PACKAGED, QUESTIONS, given)
        assert found.services, given
        if found.next is None:
            reached.update(each.procedure for each in found.services)
            return
        for answer, count in found.next.answers:
            assert count > 0
            follow({**given, found.next.question.question: answer.answer})

    follow({})
    assert reached == {each.procedure for each in SERVICES.declarations}


def test_an_office_may_ask_questions_of_its_own(tmp_path: Path):
    (tmp_path / "services").mkdir()
    file = tmp_path / "services" / "questions.yaml"
    file.write_text(
        "questions:\n  - question: who\n    title: {zh: 您是谁, en: Who}\n    answers:\n"
        "      - {answer: firm, title: {zh: 企业, en: Firm}}\n"
        "      - {answer: person, title: {zh: 个人, en: Person}}\n",
        encoding="utf-8",
    )
    (question,) = load_questions(tmp_path)
    assert isinstance(question, Question)
    assert [each.answer for each in question.answers] == ["firm", "person"]
    file.write_text("questions: []\n", encoding="utf-8")
    with pytest.raises(DeclarationError):
        load_questions(tmp_path)
