"""Which values a template asks for, and what happens where one is missing.

A value has a dotted name: `case.number`, `acts.answer.on`. Printing a missing one is an error that
names it; asking whether there is one (`{% if acts.answer.on %}`) is not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

# Values by name; a mapping holds the values whose names begin with its own.
Given = Mapping[str, "str | Given"]


@cache
def environment() -> Environment:
    """Return the Jinja environment in which templates are read: nothing of Python is in reach."""
    return ImmutableSandboxedEnvironment()


def recording(missing: list[str]) -> Environment:
    """Return an environment that prints nothing for a missing value and notes its dotted name."""

    class Missing(Undefined):
        """A value that is not there."""

        __slots__ = ()

        def __init__(
            self,
            hint: str | None = None,
            obj: Any = None,
            name: str | None = None,
            exc: type[Exception] | None = None,
        ) -> None:
            known = obj._name if isinstance(obj, Values) else ""
            super().__init__(None, None, f"{known}.{name}" if known else str(name))

        def __getattr__(self, name: str) -> Missing:
            if name.startswith("__"):
                raise AttributeError(name)
            return Missing(None, None, f"{self._undefined_name}.{name}")

        def __getitem__(self, name: object) -> Missing:  # type: ignore[override]  # never fails
            return Missing(None, None, f"{self._undefined_name}.{name}")

        def __str__(self) -> str:
            missing.append(str(self._undefined_name))
            return ""

        def __html__(self) -> str:
            return str(self)

    return ImmutableSandboxedEnvironment(undefined=Missing, autoescape=True)


class Values:
    """Values as a template reaches them: by name only, so that no method hides one."""

    __slots__ = ("_given", "_missing", "_name")

    def __init__(self, given: Given, missing: list[str], name: str = "") -> None:
        self._given, self._missing, self._name = given, missing, name

    def __getitem__(self, name: str) -> str | Values:
        value = self._given[name]
        if isinstance(value, str):
            return value
        return Values(value, self._missing, f"{self._name}.{name}" if self._name else name)

    def __str__(self) -> str:
        self._missing.append(self._name)
        return ""

    def __html__(self) -> str:
        return str(self)


def names_in(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the dotted names that a text asks for, and whether it only asks if there is one."""
    tree = environment().parse(text)
    own = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    for name, asked in _names(tree, asked=False):
        if name.partition(".")[0] not in own | {"loop"}:
            yield name, asked


def _names(node: nodes.Node, *, asked: bool) -> Iterator[tuple[str, bool]]:
    name = _dotted(node)
    if name:
        yield name, asked
        return
    tested = getattr(node, "test", None)
    for child in node.iter_child_nodes():
        yield from _names(child, asked=asked or child is tested or isinstance(node, nodes.Test))


def _dotted(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name if node.ctx == "load" else ""
    if isinstance(node, nodes.Getattr) and (before := _dotted(node.node)):
        return f"{before}.{node.attr}"
    return ""


def is_offered(name: str, offered: Collection[str], *, asked: bool) -> bool:
    """Tell whether a name is among those offered, or, where it is only asked for, begins one."""
    return name in offered or (asked and any(each.startswith(f"{name}.") for each in offered))
