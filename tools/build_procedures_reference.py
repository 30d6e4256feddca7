"""Write docs/reference/procedures: one page a procedure, from its declaration.

    python tools/build_procedures_reference.py [--check]

With --check nothing is written; exit code 1 names the pages that are not current.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run from anywhere, installed or not

from tools.build_reference import _codes, _table  # noqa: E402 - needs the path
from zhiheng.core.declarations.catalogue import load_catalogue  # noqa: E402
from zhiheng.core.procedures.declared import Act, ProcedureDeclaration  # noqa: E402
from zhiheng.core.procedures.diagram import mermaid  # noqa: E402
from zhiheng.core.procedures.guide import Asked, Guide, Limit, guide_of  # noqa: E402
from zhiheng.core.procedures.loading import packaged_procedures  # noqa: E402
from zhiheng.core.procedures.running import ParameterOf  # noqa: E402

MANUAL = ROOT / "docs/reference/procedures"
_ABOUT = """\
Every procedure of `src/zhiheng/declarations/procedures/`, one page each: the same declarations run
the cases, so what stands here is what the office does. `zhiheng procedure check` proves that each
can be carried through. *Unverified* means that a rule has not yet been compared with the official
text of its instrument."""
_HEAD = (
    "<!-- Written by tools/build_procedures_reference.py; change the declaration instead. -->\n\n"
)


def pages() -> dict[str, str]:
    """Return the text of every page by file name."""
    parameter_of = newest_values()
    found = {}
    rows = []
    for procedure in packaged_procedures().every_version():
        declaration = procedure.declaration
        name = f"{declaration.procedure}.md"
        found[name] = _HEAD + _page(declaration, parameter_of).rstrip() + "\n"
        title = declaration.title
        rows.append(
            (f"[{title.zh}]({name})", title.en, declaration.part, declaration.version,
             len(declaration.stages), len(declaration.acts), len(declaration.terms))
        )  # fmt: skip
    headings = ("程序", "procedure", "part", "version", "stages", "acts", "terms")
    index = "\n\n".join(("# Procedures", _ABOUT, _table(headings, rows)))
    found["README.md"] = _HEAD + index + "\n"
    return found


def outdated_pages(manual: Path = MANUAL) -> dict[str, str]:
    """Return the pages that are missing, differ or are left over ("": remove), by file name."""
    wanted = pages()
    there = {path.name: path.read_text(encoding="utf-8") for path in manual.glob("*.md")}
    outdated = {name: text for name, text in wanted.items() if there.get(name) != text}
    return outdated | {name: "" for name in there if name not in wanted}


def newest_values() -> ParameterOf:
    """Return the newest value of each parameter: pages do not change with the day."""
    parameters = load_catalogue().parameters

    def newest(name: str) -> str:
        values = parameters[name].values
        return str(max(values, key=lambda each: each.valid_from or date.min).value)

    return newest


def _page(declaration: ProcedureDeclaration, parameter_of: ParameterOf) -> str:
    zh = guide_of(declaration, parameter_of=parameter_of, language="zh")
    en = guide_of(declaration, parameter_of=parameter_of, language="en")
    parts = [
        f"# {zh.title}",
        f"{en.title}. `{zh.procedure}`, version {zh.version}{_since(zh)}, part {zh.part}.",
        zh.summary,
        en.summary,
        *_facts(declaration, zh, en),
        "## Course",
        f"```mermaid\n{mermaid(zh).rstrip()}\n```",
        "## Stages",
        _stages(zh, en),
        "## Acts",
        _acts(declaration, zh, en),
        "## Terms",
        _terms(zh, en),
        *_grounds(declaration),
        *_sessions(declaration),
        "## Documents",
        _papers(declaration),
        "## What is asked for",
        _asked(zh.fields, en.fields),
    ]
    if zh.materials:
        parts += ["Files to hand in:", _asked(zh.materials, en.materials)]
    return "\n\n".join(parts)


def _since(guide: Guide) -> str:
    return f", since {guide.valid_from}" if guide.valid_from else ""


def _facts(declaration: ProcedureDeclaration, zh: Guide, en: Guide) -> list[str]:
    asked = _codes(zh.asked_by) if zh.asked_by else "nobody: the office begins it"
    handling = declaration.handling
    rows = [
        ("ground", "；".join(zh.basis), "; ".join(en.basis)),
        ("condition", _listed(zh.conditions, "；"), _listed(en.conditions, "; ")),
        ("fee", zh.fee, en.fee),
        ("result", zh.result, en.result),
        ("outcomes", "、".join(zh.outcomes), ", ".join(en.outcomes)),
    ]
    checked = "Every rule was compared with its official text."
    if zh.unverified:
        checked = f"{zh.unverified} of its rules are unverified; each is marked below."
    about = (
        f"Asked for by {asked}. Handled by {_codes(handling.bodies)}, there by "
        f"{_codes(handling.roles)}. Terms are counted by [`{declaration.regime}`](../terms.md)."
    )
    return [
        about,
        _table(("", "中文", "English"), [row for row in rows if row[1]]),
        checked,
    ]


def _listed(sentences: Iterable[str], mark: str) -> str:
    return mark.join(each.rstrip("。.") for each in sentences)


def _stages(zh: Guide, en: Guide) -> str:
    rows = (
        (f"`{one.stage}`", one.title, other.title, "closed" if one.closed else other.waits_for)
        for one, other in zip(zh.stages, en.stages, strict=True)
    )
    return _table(("stage", "中文", "English", "next step"), rows)


def _acts(declaration: ProcedureDeclaration, zh: Guide, en: Guide) -> str:
    chinese = {step.act: step for stage in zh.stages for step in stage.steps}
    english = {step.act: step for stage in en.stages for step in stage.steps}
    rows = []
    for act in declaration.acts:
        step = english[act.act]
        who = f"{step.by}; approved by the {step.approval}" if step.approval else step.by
        course = f"{', '.join(act.from_)}{f' → {act.to}' if act.to else ''}"
        needs = _needs(act, step.condition)
        rows.append(
            (f"`{act.act}`", chinese[act.act].title, step.title, who, course,
             "; ".join(filter(None, (needs, *step.vetoes))),
             "; ".join(step.limits), chinese[act.act].article + _mark(step.verified))
        )  # fmt: skip
    headings = ("act", "中文", "English", "who", "from → to", "needs", "starts", "ground")
    return _table(headings, rows)


def _needs(act: Act, condition: str) -> str:
    needs = act.needs
    said = [
        ("done", needs.done), ("not yet", needs.not_done), ("issued", needs.issued),
        ("served", needs.served), ("held", needs.held), ("run out", needs.expired),
        ("within", needs.within),
    ]  # fmt: skip
    parts = [condition, *(f"{word}: {', '.join(names)}" for word, names in said if names)]
    if needs.officers:
        parts.append(f"{needs.officers} officers")
    if needs.panel:
        parts.append(f"a panel of {needs.panel} or more")
    if needs.investigator:
        parts.append("a technical investigator")
    return "; ".join(filter(None, parts))


def _terms(zh: Guide, en: Guide) -> str:
    rows = (
        (f"`{one.term}`", one.title, other.title, one.length, other.binds, one.begins,
         one.ends, _changes(one), one.lapse, one.article + _mark(one.verified))
        for one, other in zip(zh.limits, en.limits, strict=True)
    )  # fmt: skip
    headings = (
        "term", "中文", "English", "length", "binds", "begins", "ends", "stops, extension", "lapse",
        "ground",
    )  # fmt: skip
    return _table(headings, rows)


def _changes(limit: Limit) -> str:
    stops = f"中止：{'、'.join(limit.stopped_by)}" if limit.stopped_by else ""
    return "；".join(filter(None, (limit.condition, *limit.variants, *limit.extensions, stops)))


def _grounds(declaration: ProcedureDeclaration) -> list[str]:
    rows = [
        (f"`{each.code}`", each.title.zh, each.title.en, "stands" if each.halts else "goes on",
         f"{each.ground.instrument.zh} {each.ground.article}{_mark(each.status == 'verified')}")
        for each in declaration.grounds
    ]  # fmt: skip
    if not rows:
        return []
    return [
        "## When time is not counted",
        _table(("ground", "中文", "English", "the case", "source"), rows),
    ]


def _sessions(declaration: ProcedureDeclaration) -> list[str]:
    rows = [
        (f"`{each.session}`", each.title.zh, each.title.en, ", ".join(each.stages), each.notice,
         f"{each.ground.instrument.zh} {each.ground.article}{_mark(each.status == 'verified')}")
        for each in declaration.sessions
    ]  # fmt: skip
    if not rows:
        return []
    headings = ("session", "中文", "English", "in", "notice", "source")
    return ["## Hearings and meetings", _table(headings, rows)]


def _papers(declaration: ProcedureDeclaration) -> str:
    rows = (
        (f"`{each.paper}`", each.title.zh, each.title.en, ", ".join(each.to), each.number,
         f"by the {each.approval}" if each.approval else "", "yes" if each.served else "",
         "confidential" if each.confidential else "")
        for each in declaration.papers
    )  # fmt: skip
    headings = ("paper", "中文", "English", "to", "number", "approved", "served", "")
    return _table(headings, rows)


def _asked(zh: Iterable[Asked], en: Iterable[Asked]) -> str:
    rows = (
        (
            f"`{one.name}`",
            one.title,
            other.title,
            one.kind,
            "yes" if one.required else "",
            one.condition,
        )
        for one, other in zip(zh, en, strict=True)
    )
    return _table(("name", "中文", "English", "what", "required", "when"), rows)


def _mark(verified: bool) -> str:
    return "" if verified else " *unverified*"


def _write() -> int:
    MANUAL.mkdir(exist_ok=True)
    for name, text in outdated_pages().items():
        path = MANUAL / name
        if text:
            path.write_text(text, encoding="utf-8")
        else:
            path.unlink()
        print(f"{'wrote' if text else 'removed'} docs/reference/procedures/{name}")
    return 0


def _check() -> int:
    outdated = outdated_pages()
    for name in outdated:
        print(f"docs/reference/procedures/{name} is not current; run tools/{Path(__file__).name}")
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(_check() if "--check" in sys.argv[1:] else _write())
