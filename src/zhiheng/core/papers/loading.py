"""The declared templates: those that come with the platform, and an office's own.

A file NAME.yaml of an office's folder replaces the packaged one as a whole. A file NAME.docx beside
it, or alone, replaces only the Word file that would be made of the declaration.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from zhiheng.core.errors import DeclarationError, NotFoundError, PersonError, Problem
from zhiheng.core.papers.declared import PaperTemplate
from zhiheng.core.papers.layout import ENDS
from zhiheng.core.papers.names import is_offered, names_in
from zhiheng.core.papers.word import texts_of_word, word_template
from zhiheng.core.terms.declared import read_declared


class Templates:
    """All templates by name, each with the Word file that is filled."""

    def __init__(self, declared: Sequence[PaperTemplate], own_word: Mapping[str, bytes]) -> None:
        self._declared = {each.paper: each for each in declared}
        self._own_word = dict(own_word)
        self._house_word: dict[str, bytes] = {}  # made once: it is the same for every case

    @property
    def names(self) -> list[str]:
        """Return the names of all templates, sorted."""
        return sorted(self._declared)

    def template(self, name: str) -> PaperTemplate:
        """Return the declaration of a template."""
        if name not in self._declared:
            raise NotFoundError.of("paper.no_template", received=name)
        return self._declared[name]

    def is_own(self, name: str) -> bool:
        """Tell whether the office filled in a Word file of its own."""
        return name in self._own_word

    def word(self, name: str) -> bytes:
        """Return the Word file to be filled: the office's own, or the one of the house."""
        template = self.template(name)
        if name not in self._house_word:
            self._house_word[name] = self._own_word.get(name) or word_template(template)
        return self._house_word[name]

    def texts(self, name: str) -> list[tuple[str, str]]:
        """Return the texts to be filled with the place of each."""
        if self.is_own(name):
            return [(f"{name}.docx", text) for text in texts_of_word(self._own_word[name], name)]
        declared = self.template(name)
        return [*declared.texts(), *(("signature", each) for each in ENDS[declared.signature])]


def load_templates(*folders: Path) -> Templates:
    """Read the packaged templates and those in `folders`; report every problem at once."""
    problems: list[Problem] = []
    declared = read_declared("papers/*.yaml", PaperTemplate, folders, problems)
    known = {each.paper for each in declared}
    own = {}
    for path in sorted(path for root in folders for path in root.glob("papers/*.docx")):
        try:
            own[path.stem] = _own_word(path, known)
        except PersonError as error:
            problems += [each.at(str(path), each.position) for each in error.problems]
    if problems:
        raise DeclarationError(*problems)
    return Templates(declared, own)


def _own_word(path: Path, known: Collection[str]) -> bytes:
    """Return an office's own Word file; raise where it cannot be filled."""
    if path.stem not in known:
        raise NotFoundError.of("paper.no_template", received=path.stem)
    content = path.read_bytes()
    texts_of_word(content, path.name)
    return content


@cache
def packaged_templates() -> Templates:
    """Return the templates that come with the platform."""
    return load_templates()


def fills(templates: Templates, name: str, offered: frozenset[str]) -> list[Problem]:
    """Return every value that a template asks for and that is not among those offered.

    `offered` holds dotted names such as `form.reason`. Empty: the template fills.
    """
    try:
        texts = templates.texts(name)
    except PersonError as error:
        return list(error.problems)
    found = {
        (wanted, place): Problem(
            "paper.unknown_value", {"received": wanted, "paper": name}, position=place
        )
        for place, text in texts
        for wanted, asked in names_in(text)
        if not is_offered(wanted, offered, asked=asked)
    }
    return list(found.values())
