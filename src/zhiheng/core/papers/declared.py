"""What one file of `declarations/papers` may say.

A template is a title, an addressee, paragraphs and who signs. Its texts are Jinja:
`{{ case.title }}` is replaced by a value, `{% if form.reason %}…{% endif %}` shows a text only
where there is one. A paragraph that comes out empty is left out. Chinese is the legal text; only
the title is in both languages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from jinja2 import TemplateSyntaxError
from pydantic import AfterValidator, Discriminator, Field, Tag, model_validator

from zhiheng.core.declarations.models import Declaration, Slug, Wording
from zhiheng.core.papers.names import environment

Signature = Literal["office", "handler", "panel", "parties", "both"]


def _is_jinja(text: str) -> str:
    try:
        # Written as Python but not compiled: so an unknown filter is told too.
        environment().compile(text, raw=True)
    except TemplateSyntaxError as error:
        raise ValueError(f"a text with balanced {{{{ }}}} and {{% %}}: {error.message}") from error
    return text


Text = Annotated[str, AfterValidator(_is_jinja)]


class HeadingPart(Declaration):
    """A heading between paragraphs."""

    heading: Text

    @property
    def texts(self) -> list[str]:
        """Return the texts to be filled."""
        return [self.heading]


class ListPart(Declaration):
    """Paragraphs that are numbered 1. 2. 3.; one that comes out empty has no number."""

    items: Annotated[list[Text], Field(alias="list", min_length=1)]

    @property
    def texts(self) -> list[str]:
        """Return the texts to be filled."""
        return list(self.items)


class TablePart(Declaration):
    """A table without headings, as on forms; every row has the same number of cells."""

    table: Annotated[list[Annotated[list[Text], Field(min_length=2)]], Field(min_length=1)]

    @model_validator(mode="after")
    def _rows_are_alike(self) -> TablePart:
        if len({len(row) for row in self.table}) > 1:
            raise ValueError("every row with the same number of cells")
        return self

    @property
    def texts(self) -> list[str]:
        """Return the texts to be filled."""
        return [cell for row in self.table for cell in row]


def _kind_of(part: Any) -> str:
    """Tell the parts of a body apart, so that a mistake is told of the part that it is in."""
    if isinstance(part, dict):
        return next((key for key in ("heading", "list", "table") if key in part), "heading")
    for kind, name in ((HeadingPart, "heading"), (ListPart, "list"), (TablePart, "table")):
        if isinstance(part, kind):
            return name
    return "text"


Part = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[HeadingPart, Tag("heading")]
    | Annotated[ListPart, Tag("list")]
    | Annotated[TablePart, Tag("table")],
    Discriminator(_kind_of),
]


class PaperTemplate(Declaration):
    """One file of `declarations/papers`."""

    paper: Slug
    title: Wording
    addressee: Text = ""
    body: list[Part] = Field(min_length=1)
    attachments: list[Text] = []
    signature: Signature = "office"

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every text to be filled with the place where it stands, as `body.2`."""
        if self.addressee:
            yield "addressee", self.addressee
        for number, part in enumerate(self.body):
            for text in [part] if isinstance(part, str) else part.texts:
                yield f"body.{number}", text
        for number, text in enumerate(self.attachments):
            yield f"attachments.{number}", text
