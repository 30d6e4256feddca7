"""The public guide of a procedure: who may ask, with what, what happens then, until when, by law.

Everything is said in one language and ready to be shown; nothing in it is confidential to the
office. What was not compared with the official text is marked.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from zhiheng.core.declarations.models import Wording
from zhiheng.core.procedures.declared import (
    Act,
    FormField,
    Grounded,
    Material,
    ProcedureDeclaration,
    ProcedureTerm,
    When,
)
from zhiheng.core.procedures.forms import fields_of
from zhiheng.core.procedures.running import ParameterOf
from zhiheng.core.procedures.wording import (
    BOUND,
    KINDS,
    WAITING,
    cited,
    condition_in_words,
    joined,
    length_in_words,
    limit_in_words,
    people,
    quoted,
    veto_in_words,
)


@dataclass(frozen=True)
class Asked:
    """Something to fill in or to hand in; `condition` says when, "" always."""

    name: str
    title: str
    note: str
    kind: str
    required: bool
    condition: str


@dataclass(frozen=True)
class Step:
    """Something that may be done in a stage; `limits` are the terms that it starts,
    `vetoes` the questions put before it.

    `to` is the stage it leads to, "" where the case stays; `leads_to` that stage's title.
    """

    act: str
    title: str
    description: str
    by: str
    approval: str
    to: str
    leads_to: str
    condition: str
    limits: tuple[str, ...]
    vetoes: tuple[str, ...]
    papers: tuple[str, ...]
    article: str
    verified: bool


@dataclass(frozen=True)
class StageGuide:
    """One stage with what may be done in it."""

    stage: str
    title: str
    waits_for: str
    closed: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Limit:
    """One term in words: how long, from when, until what, what stops and what lengthens it."""

    term: str
    title: str
    length: str
    binds: str
    begins: str
    ends: str
    stopped_by: tuple[str, ...]
    extensions: tuple[str, ...]
    variants: tuple[str, ...]
    lapse: str
    condition: str
    article: str
    verified: bool


@dataclass(frozen=True)
class Guide:
    """The public guide of one version of a procedure in one language."""

    procedure: str
    version: int
    valid_from: date | None
    part: str
    language: str
    begins: str  # the act by which a case is begun
    title: str
    summary: str
    asked_by: tuple[str, ...]  # roles
    conditions: tuple[str, ...]
    fields: tuple[Asked, ...]
    materials: tuple[Asked, ...]
    stages: tuple[StageGuide, ...]
    limits: tuple[Limit, ...]
    papers: tuple[str, ...]
    outcomes: tuple[str, ...]
    fee: str
    result: str
    basis: tuple[str, ...]
    unverified: int

    @property
    def all_verified(self) -> bool:
        """Tell whether everything was compared with the official text."""
        return not self.unverified


def guide_of(
    declaration: ProcedureDeclaration, *, parameter_of: ParameterOf, language: str = "zh"
) -> Guide:
    """Return the guide of a procedure; `parameter_of` gives the lengths that a body has set."""
    say = _Saying(declaration, parameter_of, language)
    stages = tuple(say.stage(each.stage) for each in declaration.stages)
    limits = tuple(say.limit(each) for each in declaration.terms)
    grounded: list[Grounded] = [*declaration.acts, *declaration.terms, *declaration.grounds]
    grounded += [*declaration.sessions, *(e for t in declaration.terms for e in t.extensions)]
    grounded += [each for act in declaration.acts for each in act.veto]
    return Guide(
        procedure=declaration.procedure,
        version=declaration.version,
        valid_from=declaration.valid_from,
        part=declaration.part,
        language="en" if language.startswith("en") else "zh",
        begins=declaration.begins,
        title=say.words(declaration.title),
        summary=say.words(declaration.summary),
        asked_by=tuple(declaration.asked_by),
        conditions=tuple(say.words(each) for each in declaration.conditions),
        fields=tuple(say.field(each) for each in fields_of(declaration)),
        materials=tuple(say.material(each) for each in declaration.materials),
        stages=stages,
        limits=limits,
        papers=tuple(say.words(each.title) for each in declaration.papers if not each.confidential),
        outcomes=tuple(say.words(each.title) for each in declaration.outcomes),
        fee=say.words(declaration.fee),
        result=say.words(declaration.result),
        basis=tuple(cited(each, language) for each in declaration.basis),
        unverified=sum(each.status != "verified" for each in grounded),
    )


class _Saying:
    """Says the parts of one declaration in one language."""

    def __init__(
        self, declaration: ProcedureDeclaration, parameter_of: ParameterOf, language: str
    ) -> None:
        self.language = language
        self._declaration = declaration
        self._parameter_of = parameter_of
        self._english = language.startswith("en")
        self._stages = {each.stage: each for each in declaration.stages}
        self._papers = {each.paper: each for each in declaration.papers}
        self._acts = {each.act: each.title for each in declaration.acts}
        self._labels = _labels(fields_of(declaration))

    def words(self, wording: Wording | None) -> str:
        return "" if wording is None else wording.in_language(self.language).strip()

    def field(self, field: FormField) -> Asked:
        kind = self.words(KINDS[field.kind])
        if field.choices:
            offered = joined((self.words(each) for each in field.choices.values()), self.language)
            kind = f"{kind}: {offered}" if self._english else f"{kind}：{offered}"
        condition = self.condition(field.when, self._labels)
        return Asked(
            field.field, self.words(field.label), self.words(field.help), kind, field.required,
            condition,
        )  # fmt: skip

    def material(self, each: Material) -> Asked:
        kinds = joined((kind.upper() for kind in each.kinds), self.language)
        return Asked(
            each.material, self.words(each.title), self.words(each.note), kinds, each.required,
            self.condition(each.when, self._labels),
        )  # fmt: skip

    def condition(
        self, when: When | None, labels: Mapping[str, tuple[Wording, Mapping[str, Wording]]]
    ) -> str:
        return condition_in_words(when, labels, self.language)

    def stage(self, name: str) -> StageGuide:
        declared = self._stages[name]
        closed = declared.kind == "closed"
        return StageGuide(
            stage=name,
            title=self.words(declared.title),
            waits_for="" if closed else self.words(WAITING[declared.waits_for]),
            closed=closed,
            steps=tuple(
                self.step(act, name) for act in self._declaration.acts if name in act.from_
            ),
        )

    def step(self, act: Act, stage: str) -> Step:
        moves = act.to and act.to != stage
        papers = [self._papers[name] for name in act.drafts if name in self._papers]
        return Step(
            act=act.act,
            title=self.words(act.title),
            description=self.words(act.description),
            by=people(act.by, self.language),
            approval=people([act.approval], self.language) if act.approval else "",
            to=act.to if moves else "",
            leads_to=self.words(self._stages[act.to].title) if moves else "",
            condition=self.condition(act.when, self._labels),
            limits=tuple(self._started_by(act)),
            vetoes=tuple(veto_in_words(each, self._labels, self.language) for each in act.veto),
            papers=tuple(self.words(each.title) for each in papers if not each.confidential),
            article=cited(act.ground, self.language),
            verified=act.status == "verified",
        )

    def _started_by(self, act: Act) -> Iterator[str]:
        """Yield the terms that begin with an act or with the service of what it drafts."""
        for term in self._declaration.terms:
            served = {start.paper for start in term.starts_on_service}
            if act.act in term.starts or served & set(act.drafts):
                yield f"{self.words(term.title)} {self._length(term)}"

    def limit(self, term: ProcedureTerm) -> Limit:
        grounds = {each.code: each for each in self._declaration.grounds}
        return Limit(
            term=term.term,
            title=self.words(term.title),
            length=self._length(term),
            binds=self.words(BOUND[term.binds]),
            begins=joined(self._begins(term), self.language),
            ends=joined(self._ends(term), self.language),
            stopped_by=tuple(self.words(grounds[each].title) for each in term.stopped_by),
            extensions=tuple(self._extensions(term)),
            variants=tuple(self._variants(term)),
            lapse=self.words(term.lapse),
            condition=self.condition(term.when, self._labels),
            article=cited(term.ground, self.language),
            verified=term.status == "verified",
        )

    def _length(self, term: ProcedureTerm) -> str:
        words = limit_in_words(term.length, term.parameter, self._parameter_of, self.language)
        if term.before or term.minimum:
            return f"at least {words}" if self._english else f"不少于{words}"
        return words

    def _begins(self, term: ProcedureTerm) -> Iterator[str]:
        for name in term.starts:
            yield quoted(self.words(self._acts[name]), self.language)
        for start in term.starts_on_service:
            paper = self.words(self._papers[start.paper].title)
            who = people([start.to], self.language)
            yield (
                f"receipt of the {paper} by the {who}" if self._english else f"{who}收到《{paper}》"
            )
        for session in self._declaration.sessions:
            if session.session == term.before:
                title = self.words(session.title)
                yield f"counted back from {title}" if self._english else f"{title}之前"

    def _ends(self, term: ProcedureTerm) -> Iterator[str]:
        for name in term.ends:
            yield quoted(self.words(self._acts[name]), self.language)
        for names, zh, en in (
            (term.ends_on_issue, "签发", "issue of the"),
            (term.ends_on_service, "送达", "service of the"),
        ):
            for name in names:
                paper = self.words(self._papers[name].title)
                yield f"{en} {paper}" if self._english else f"{zh}《{paper}》"
        if not term.survives and not term.before:
            yield "closing of the case" if self._english else "结案"

    def _extensions(self, term: ProcedureTerm) -> Iterator[str]:
        for rule in term.extensions:
            who = people([rule.approval], self.language)
            most = length_in_words(rule.length, self.language) if rule.length else ""
            article = cited(rule.ground, self.language)
            times = "" if rule.most == 1 else (f" × {rule.most}")
            if self._english:
                by = f"by {most}{times}" if most else f"as fixed by the {who}{times}"
                yield f"{by}, approved by the {who} ({article})"
            else:
                by = f"延长{most}" if most else "延长（时间由批准人确定）"
                yield f"{by}{times}，{who}批准（{article}）"

    def _variants(self, term: ProcedureTerm) -> Iterator[str]:
        for each in term.variants:
            when = self.condition(each.when, self._labels)
            length = limit_in_words(each.length, each.parameter, self._parameter_of, self.language)
            article = f" ({cited(each.ground, self.language)})" if each.ground else ""
            yield f"{length} {when}{article}" if self._english else f"{when}{length}{article}"


def _labels(fields: Iterable[FormField]) -> dict[str, tuple[Wording, Mapping[str, Wording]]]:
    return {each.field: (each.label, each.choices) for each in fields}
