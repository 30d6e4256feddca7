"""Write the generated pages of docs/reference from the declarations and the command line.

    python tools/build_reference.py [--check]

With --check nothing is written; exit code 1 names the pages that are not current.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # run from anywhere, installed or not

from zhiheng.core.declarations.catalogue import load_catalogue  # noqa: E402 - needs the path
from zhiheng.core.declarations.messages import problem_wordings  # noqa: E402
from zhiheng.core.declarations.models import (  # noqa: E402
    Column,
    ColumnMap,
    Counted,
    DatedValue,
    Indicator,
    Parameter,
    Register,
)

MANUAL = ROOT / "docs/reference"
# As `zhiheng.office.cli` documents them; the test of the manual compares both.
EXIT_CODES = (
    (0, "Done", "nothing to do"),
    (1, "A bug", "report it with what was printed"),
    (2, "Wrong usage", "read `--help` of the command"),
    (3, "Unusable input (`InputError`)", "each problem says what was expected"),
    (4, "Not found (`NotFoundError`)", "check the number or name; what exists is listed"),
    (5, "Forbidden (`ForbiddenError`)", "ask for the role"),
    (6, "Conflict (`ConflictError`)", "somebody got there first: look again, then repeat"),
    (7, "Storage refused (`StorageError`)", "free space or permissions; nothing stored was lost"),
    (130, "Interrupted", "run it again: what was taken is found unchanged"),
)
_ABOUT_REGISTERS = """\
One section a register, from `src/zhiheng/declarations/registers/`. Lists, filters, exports, API and
checks on import follow from the same declaration. Every row also carries where it came from:
`source_file`, `source_position`, `source_digest` (SHA-256 of the record's bytes), `import_id`,
`imported_at` and `content_digest`."""
_ABOUT_PARAMETERS = """\
Values set by law or by the office, looked up by date, from `src/zhiheng/declarations/parameters/`.
*Unverified* means that the value has not yet been compared with the instrument's official text."""
_ABOUT_PROBLEMS = """\
Everything that is said to people when something is wrong, the same on pages, in the API and on the
command line, from `src/zhiheng/declarations/problems.yaml`."""


def pages() -> dict[str, str]:
    """Return the text of every generated page by file name."""
    catalogue = load_catalogue()
    bodies = {
        "registers.md": _registers(catalogue.registers.values()),
        "indicators.md": _indicators(catalogue.indicators.values()),
        "parameters.md": _parameters(catalogue.parameters.values()),
        "problems.md": _problems(problem_wordings()),
        "cli.md": _command_line(),
        "exit-codes.md": _exit_codes(),
    }
    script = Path(__file__).resolve().relative_to(ROOT).as_posix()
    head = f"<!-- Written by {script}; change what it reads instead. -->\n\n"
    return {name: head + body.rstrip() + "\n" for name, body in bodies.items()}


def outdated_pages(manual: Path = MANUAL) -> dict[str, str]:
    """Return the pages whose file is missing or differs, with the text they should have."""
    return {
        name: text
        for name, text in pages().items()
        if not (manual / name).is_file() or (manual / name).read_text(encoding="utf-8") != text
    }


def _registers(registers: Iterable[Register]) -> str:
    parts = [
        "# Registers",
        _ABOUT_REGISTERS,
    ]
    for register in sorted(registers, key=lambda each: each.name):
        parts += _register(register)
    return "\n\n".join(parts)


def _register(register: Register) -> list[str]:
    source = f"{register.source.zh.strip()} ({register.source.en.strip()})"
    facts = [f"Key: {_codes(register.key)}. Sorted by `{register.sort}`. Source: {source}."]
    if register.validity:
        ends = _codes(register.validity.ends)
        facts.append(f"In force from `{register.validity.starts}` until the first of {ends}.")
    if register.fold:
        facts.append(f"Folded from `{register.fold.register_}`, one row a key.")
    if register.defects:
        facts.append(f"已知缺陷：{register.defects.zh.strip()}")
        facts.append(f"Known defects: {register.defects.en.strip()}")
    columns = _table(
        ("column", "type", "INID", "中文", "English", "filter", "notes"),
        (_column_cells(column) for column in register.columns),
    )
    parts = [
        f"## `{register.name}` {register.title.zh}",
        f"{register.description.zh.strip()} {register.description.en.strip()}",
        *facts,
        columns,
    ]
    for column_map in register.column_maps:
        parts += _column_map(column_map)
    return parts


def _column_cells(column: Column) -> tuple[str, ...]:
    notes = [
        f"unit: {column.unit}" if column.unit else "",
        "personal: masked by role" if column.personal else "",
        f"checked as {column.identifier}" if column.identifier else "",
        column.defects,
    ]
    if column.choices:
        notes.append(
            "one of " + ", ".join(f"`{key}` {word.zh}" for key, word in column.choices.items())
        )
    return (
        f"`{column.name}`",
        column.type,
        column.inid,
        f"**{column.title.zh}** {column.description.zh}",
        f"**{column.title.en}**: {column.description.en}",
        column.filter or "",
        "; ".join(filter(None, notes)),
    )


def _column_map(column_map: ColumnMap) -> list[str]:
    rows = (
        (
            f"`{name}`",
            "、".join(mapped.headings),
            "yes" if mapped.required else "",
            f"× {mapped.multiply}" if mapped.multiply != 1 else "",
        )
        for name, mapped in column_map.columns.items()
    )
    return [
        f"### Table `{column_map.name}` {column_map.title.zh}",
        "Headings accepted in a CSV, XLSX or JSON Lines file, in any order.",
        _table(("column", "headings", "required", "stored"), rows),
    ]


def _indicators(indicators: Iterable[Indicator]) -> str:
    parts = ["# Indicators", "From `src/zhiheng/declarations/indicators/`."]
    for each in sorted(indicators, key=lambda indicator: (indicator.order, indicator.name)):
        sources = "; ".join(
            f"{source.instrument} {source.article}".strip() for source in each.sources
        )
        parts += [
            f"## `{each.name}` {each.title.zh}",
            f"{each.title.en}. Unit: {each.unit.zh} ({each.unit.en}), {each.decimals} decimals.",
            each.definition.zh.strip(),
            each.definition.en.strip(),
            f"Counted: {_counted(each.numerator)}.",
        ]
        if each.denominator:
            parts.append(f"Divided by: {_counted(each.denominator)}; times {each.scale:,}.")
        parts += _told_beside(each)
        parts.append(f"Shown by `{each.by}` and over {each.years} years. Source: {sources}.")
    return "\n\n".join(parts)


def _told_beside(indicator: Indicator) -> list[str]:
    told = []
    if indicator.unit_size > 1:
        told.append(f"Told in units of {indicator.unit_size:,}.")
    if indicator.growth:
        years = indicator.growth.years
        told.append(f"Growth in percent against {years} year(s) before, as the yearly average.")
    if indicator.breakdown:
        told.append(f"Told also for each choice of `{indicator.breakdown}`.")
    if indicator.parts:
        names = "; ".join(f"{part.title.zh} ({part.title.en})" for part in indicator.parts)
        told.append(f"Told also in parts, which may overlap: {names}.")
    if indicator.aliases:
        told.append(f"Also called {', '.join(indicator.aliases)}.")
    if indicator.status == "unverified":
        told.append("Not every point of the definition could be checked.")
    return told


def _counted(counted: Counted) -> str:
    what = f"sum of `{counted.sum}` over" if counted.sum else "rows of"
    if counted.distinct:
        what = f"different values of `{counted.distinct}` in"
    if counted.age:
        what = f"years from `{counted.age}` to the day over"
    tests = [
        f"`{test.column}` is {test.equals or ' or '.join(test.one_of or ())}"
        for test in counted.where
    ]
    if counted.in_force:
        tests.append("the row is in force on the day")
    if counted.starts:
        tests.append(f"`{counted.starts}` is not after the day")
    if counted.up_to:
        tests.append(f"`{counted.up_to}` is not after the day")
    tests += [f"no exclusion `{name}` had taken it out" for name in counted.without]
    if counted.during:
        tests.append(f"`{counted.during}` lies between 1 January and the day")
    if counted.latest:
        tests.append(f"`{counted.latest}` is the newest not after the day")
    return f"{what} `{counted.register_}` where {' and '.join(tests)}"


def _parameters(parameters: Iterable[Parameter]) -> str:
    rows = [
        (f"`{parameter.name}`", f"{parameter.title.zh} {parameter.title.en}", *_value_cells(dated))
        for parameter in sorted(parameters, key=lambda each: each.name)
        for dated in parameter.values
    ]
    units = {each.name: each.unit for each in parameters}
    cells = [(*row[:2], f"{row[2]} {units[row[0].strip('`')]}".strip(), *row[3:]) for row in rows]
    return "\n\n".join(
        (
            "# Parameters",
            _ABOUT_PARAMETERS,
            _table(("parameter", "meaning", "value", "from", "until", "source", "status"), cells),
        )
    )


def _value_cells(dated: DatedValue) -> tuple[str, ...]:
    value = "、".join(dated.value) if isinstance(dated.value, list) else str(dated.value)
    article = f" 第{dated.source.article}条" if dated.source.article[:1].isdigit() else ""
    return (
        value,
        str(dated.valid_from or ""),
        str(dated.valid_to or ""),
        dated.source.instrument + (article or f" {dated.source.article}".rstrip()),
        dated.status,
    )


def _problems(wordings: Mapping[str, Mapping[str, str]]) -> str:
    rows = ((f"`{code}`", text["zh"], text["en"]) for code, text in sorted(wordings.items()))
    return "\n\n".join(
        (
            "# Problems",
            _ABOUT_PROBLEMS,
            _table(("code", "中文", "English"), rows),
        )
    )


def _exit_codes() -> str:
    rows = ((str(code), meaning, remedy) for code, meaning, remedy in EXIT_CODES)
    intro = "The same in every command of `zhiheng`."
    return "\n\n".join(("# Exit codes", intro, _table(("code", "meaning", "what to do"), rows)))


def _command_line() -> str:
    from zhiheng.office.cli.root import root

    parts = ["# Command line", _help(root, "zhiheng")]
    for name, command in _subcommands(root):
        parts += _below(command, f"zhiheng {name}")
    return "\n\n".join(parts)


def _below(command: click.Command, path: str) -> Iterator[str]:
    """Yield the part of a group and of all that can be typed below it, groups in groups as well."""
    subcommands = _subcommands(command)
    is_verb = " " in path.removeprefix("zhiheng ") and not subcommands
    yield f"{'###' if is_verb else '##'} `{path}`"
    yield _help(command, path)
    for name, each in sorted(subcommands, key=lambda found: isinstance(found[1], click.Group)):
        yield from _below(each, f"{path} {name}")


def _subcommands(command: click.Command) -> list[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        return []
    context = click.Context(command)
    found = ((name, command.get_command(context, name)) for name in command.list_commands(context))
    return [(name, each) for name, each in found if each is not None]


def _help(command: click.Command, path: str) -> str:
    context = click.Context(command, info_name=path, max_content_width=100, terminal_width=100)
    return f"```text\n{command.get_help(context).rstrip()}\n```"


def _table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    first = list(headings)
    lines = [first, ["---"] * len(first), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def _cell(value: Any) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _in_empty_home(action: Callable[[], int]) -> int:
    """Run with a home of its own: settings make a secret key where they find none."""
    with tempfile.TemporaryDirectory(prefix="zhiheng-manual-") as home:
        for name in [name for name in os.environ if name.startswith("ZHIHENG_")]:
            del os.environ[name]
        os.environ["ZHIHENG_HOME"] = home
        os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.office.config.settings"
        import django

        django.setup()
        return action()


def _write() -> int:
    for name, text in outdated_pages().items():
        (MANUAL / name).write_text(text, encoding="utf-8")
        print(f"wrote docs/reference/{name}")
    return 0


def _check() -> int:
    outdated = outdated_pages()
    for name in outdated:
        print(f"docs/reference/{name} is not current; run tools/{Path(__file__).name}")
    return 1 if outdated else 0


if __name__ == "__main__":
    sys.exit(_in_empty_home(_check if "--check" in sys.argv[1:] else _write))
