"""The offline verifier as one file, made from the modules that it consists of.

So there is one implementation: what the office verifies with is what an auditor reads. Only
definitions that the verifier reaches are in the file, and it needs nothing but `cryptography`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib.resources import files

FILE_NAME = "zhiheng_verify.py"
# In the order in which they need one another.
_MODULES = (
    "canonical", "digests", "sealing", "merkle", "sm2", "notes", "checkpoints", "der", "stamps",
    "tiles", "entries", "verification", "bundles", "offline",
)  # fmt: skip
_NOT_IMPORTED = ("zhiheng.", "__future__.")
_HEAD = '''#!/usr/bin/env python3
"""{about}
Needs Python 3.11 or newer and the package `cryptography` 45 or newer, nothing of the office.
Licensed under the Apache License 2.0.
"""

from __future__ import annotations

'''
_TAIL = """

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""


def standalone_source() -> str:
    """Return the text of the one file."""
    modules = {name: _source(name) for name in _MODULES}
    trees = {name: ast.parse(source) for name, source in modules.items()}
    kept = _reached([node for tree in trees.values() for node in tree.body])
    used = {part.id for node in kept for part in ast.walk(node) if isinstance(part, ast.Name)}
    imports = _imports(list(trees.values()), used)
    parts = [
        _section(name, modules[name], [node for node in trees[name].body if node in kept])
        for name in _MODULES
    ]
    about = ast.get_docstring(trees["offline"])
    head = _HEAD.format(about=about) + "\n".join(imports) + "\n"
    return head + "".join(parts) + _TAIL


def _source(name: str) -> str:
    return (files("zhiheng.core.evidence") / f"{name}.py").read_text(encoding="utf-8")


def _reached(body: list[ast.stmt]) -> set[ast.stmt]:
    """Return the definitions that `main` needs, directly or through others."""
    defined: dict[str, ast.stmt] = {}
    for node in body:
        for name in _names(node):
            assert name not in defined, f"two definitions of {name} cannot be in one file"
            defined[name] = node
    reached: set[ast.stmt] = set()
    waiting = [defined["main"]]
    while waiting:
        node = waiting.pop()
        if node in reached:
            continue
        reached.add(node)
        used = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        waiting += [defined[name] for name in used if name in defined]
    return reached


def _names(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Assign):
        yield from (target.id for target in node.targets if isinstance(target, ast.Name))
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        yield node.target.id


def _imports(trees: list[ast.Module], used: set[str]) -> list[str]:
    """Return the imports from elsewhere of which a name is used, one line a module."""
    whole: set[str] = set()
    names: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in tree.body):
        if isinstance(node, ast.Import):
            whole |= {ast.unparse(alias) for alias in node.names if _local_name(alias) in used}
        elif isinstance(node, ast.ImportFrom) and not f"{node.module}.".startswith(_NOT_IMPORTED):
            found = {ast.unparse(alias) for alias in node.names if _local_name(alias) in used}
            names.setdefault(str(node.module), set()).update(found)
    return [
        *(f"import {name}" for name in sorted(whole)),
        *(
            f"from {module} import {', '.join(sorted(names[module]))}"
            for module in sorted(names)
            if names[module]
        ),
    ]


def _local_name(alias: ast.alias) -> str:
    return alias.asname or alias.name


def _section(name: str, source: str, nodes: list[ast.stmt]) -> str:
    lines = source.splitlines()
    parts = []
    for node in nodes:
        first = min([node.lineno, *(one.lineno for one in getattr(node, "decorator_list", ()))])
        while lines[first - 2].startswith("#"):
            first -= 1
        gap = "\n\n" if isinstance(node, ast.FunctionDef | ast.ClassDef) else ""
        parts.append(gap + "\n".join(lines[first - 1 : node.end_lineno]))
    return (
        f"\n\n# --- {name} "
        + "-" * (90 - len(name))
        + "\n\n"
        + "\n".join(parts).lstrip("\n")
        + "\n"
    )
