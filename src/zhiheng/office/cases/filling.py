"""Declared fields and materials as a form of a page; the hall and the desk fill in the same one.

What somebody typed is read by `core.procedures.forms`, so that page, API and command line refuse
the same things in the same words. A field that depends on another says so beside it; the page's
comforts hide it until it is asked for, and without them it is simply left empty.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from zhiheng.core.identifiers.divisions import load_divisions
from zhiheng.core.procedures import forms as declared_forms
from zhiheng.core.procedures.declared import FormField, Material, When
from zhiheng.office.cases.files import check_materials
from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import division_name, said
from zhiheng.office.web.failures import problem_texts
from zhiheng.office.web.forms import DateInput, FilesField

FILE_PREFIX = "file-"
LONG_TEXT_ROWS = 5
_INPUT_MODES = {"integer": "numeric", "money": "decimal", "phone": "tel"}


class _OpenText(forms.CharField):
    """A field whose emptiness is judged by the declaration, not here; shown as required or not."""

    def validate(self, value: Any) -> None:
        """Leave the judgement to `forms.read`."""


class _OpenChoices(forms.Field):
    """Several boxes; their values joined by commas, as they are kept."""

    def to_python(self, value: Any) -> str:
        """Return the values as text."""
        return ",".join(value) if isinstance(value, list | tuple) else str(value or "")

    def validate(self, value: Any) -> None:
        """Leave the judgement to `forms.read`."""

    def prepare_value(self, value: Any) -> Any:
        """Return the values as the boxes want them."""
        return value.split(",") if isinstance(value, str) else value


class FillingForm(forms.Form):
    """Fields and materials of a declaration, filled in.

    `kept` are files that were handed in before, by material. `complete=False` reads a draft:
    nothing is missing from it, but what stands there is checked.
    """

    use_required_attribute = False

    def __init__(
        self,
        declared: Sequence[FormField],
        materials: Sequence[Material] = (),
        *,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
        kept: Mapping[str, Sequence[object]] | None = None,
        complete: bool = True,
    ) -> None:
        super().__init__(data, files, initial=dict(initial or {}))  # type: ignore[arg-type]  # MultiValueDict in both
        self.declared, self.materials = list(declared), list(materials)
        self.kept, self.complete = dict(kept or {}), complete
        labels = {each.field: each for each in self.declared}
        for field in self.declared:
            self.fields[field.field] = _form_field(field, labels)
        for material in self.materials:
            self.fields[FILE_PREFIX + material.material] = _file_field(material, labels)

    def clean(self) -> dict[str, Any]:
        """Read everything by the declaration; each problem stands at its field."""
        texts = {each.field: self.cleaned_data.get(each.field, "") for each in self.declared}
        self.values, problems = declared_forms.read(self.declared, texts, complete=self.complete)
        for name, problem in problems.items():
            if name not in self.errors:
                self.add_error(name, problem_texts([problem])[0])
        self._check_files()
        return self.cleaned_data

    def given(self) -> dict[str, str]:
        """Return the answers as they are kept."""
        return dict(self.values)

    def files_given(self) -> dict[str, list[UploadedFile[Any]]]:
        """Return the files chosen now, by material."""
        found = {
            each.material: self.cleaned_data.get(FILE_PREFIX + each.material) or []
            for each in self.materials
        }
        return {name: some for name, some in found.items() if some}

    def _check_files(self) -> None:
        chosen = self.files_given()
        wanted = declared_forms.demanded(self.materials, self.values)
        for material in self.materials:
            name = material.material
            some = [*self.kept.get(name, ()), *chosen.get(name, ())]
            asked = [material] if material in wanted and self.complete else []
            if not asked and some:
                asked = [material.model_copy(update={"required": False})]
            for text in problem_texts(check_materials(asked, {name: some} if some else {})):
                self.add_error(FILE_PREFIX + name, text)


def _form_field(field: FormField, labels: Mapping[str, FormField]) -> forms.Field:
    kind = _OpenChoices if _is_boxes(field) else _OpenText
    return kind(
        label=said(field.label),
        required=field.required,
        help_text=_help(said(field.help) if field.help else "", field.when, labels),
        widget=_widget(field),
    )


def _is_boxes(field: FormField) -> bool:
    """Tell whether answers are ticked: several at once, or the one there is, such as a promise."""
    return field.kind == "choices" or (field.kind == "choice" and len(field.choices) == 1)


def _widget(field: FormField) -> forms.Widget:
    attributes = _when_attributes(field.when)
    choices = [(value, said(label)) for value, label in field.choices.items()]
    if _is_boxes(field):
        return forms.CheckboxSelectMultiple(attributes, choices)
    if field.kind == "yes-no":
        choices = [("yes", _("Yes")), ("no", _("No"))]
    if field.kind == "division":
        choices = _divisions()
    if choices:
        return forms.Select(attributes, [("", _("Please choose")), *choices])
    if field.kind == "date":
        widget: forms.Widget = DateInput()
        widget.attrs.update(attributes)
        return widget
    longest = field.longest or declared_forms.LONGEST.get(field.kind, 0)
    if longest:
        attributes["maxlength"] = str(longest)
    if field.kind == "text":
        return forms.Textarea({**attributes, "rows": str(LONG_TEXT_ROWS)})
    if field.kind in _INPUT_MODES:
        attributes["inputmode"] = _INPUT_MODES[field.kind]
    return forms.EmailInput(attributes) if field.kind == "mail" else forms.TextInput(attributes)


def _divisions() -> list[tuple[str, str]]:
    """Return the districts of the city, then the city itself."""
    city = lake.city()
    divisions = load_divisions().by_code.values()
    districts = [(each.code, each.name) for each in divisions if each.parent == city]
    return [*districts, (city, division_name(city))]


def _file_field(material: Material, labels: Mapping[str, FormField]) -> FilesField:
    note = said(material.note) if material.note else ""
    kinds = "、".join(material.kinds)
    accepted = _("Files of the kinds %(kinds)s") % {"kinds": kinds}
    field = FilesField(
        label=said(material.title),
        help_text=_help("；".join(filter(None, (note, accepted))), material.when, labels),
    )
    field.widget.attrs["accept"] = ",".join(f".{kind}" for kind in material.kinds)
    field.widget.attrs.update(_when_attributes(material.when))
    field.required, field.validate = material.required, lambda value: None  # type: ignore[method-assign]  # judged in clean
    return field


def _help(text: str, when: When | None, labels: Mapping[str, FormField]) -> str:
    if when is None or when.field not in labels:
        return text
    other = labels[when.field]
    words = [
        said(other.choices[value]) if value in other.choices else _yes_or_no(value)
        for value in when.values
    ]
    only = _("Only where “%(field)s” is “%(values)s”") % {
        "field": said(other.label),
        "values": "、".join(words),
    }
    return "；".join(filter(None, (text, only)))


def _yes_or_no(value: str) -> str:
    return {"yes": _("Yes"), "no": _("No")}.get(value, value)


def _when_attributes(when: When | None) -> dict[str, str]:
    if when is None:
        return {}
    return {"data-when": when.field, "data-when-is": ",".join(when.values)}
