"""How forms look, and how a command's refusal gets back to its form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django import forms
from django.forms.renderers import TemplatesSetting

from zhiheng.core.errors import ConflictError, InputError
from zhiheng.office.web.failures import problem_texts

_T = TypeVar("_T")


class PageFormRenderer(TemplatesSetting):
    """Renders forms and fields with the templates of these pages."""

    form_template_name = "web/forms/form.html"
    field_template_name = "web/forms/field.html"


class FilterForm(forms.Form):
    """A form whose fields narrow a list; lives in the address, where nothing is required."""

    use_required_attribute = False

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever Form takes
        for field in self.fields.values():
            field.required = False

    def _offer(self, name: str, choices: Iterable[tuple[Any, Any]]) -> None:
        """Give a field of choices those there are."""
        self.fields[name].choices = list(choices)  # type: ignore[attr-defined]


class FilesInput(forms.ClearableFileInput):
    """Chooses any number of files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    """Any number of uploaded files; a list, empty where none was chosen.

    Empty files and wrong kinds are told by `attachments.commands`, all of them at once.
    """

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "allow_empty_file": True, **kwargs})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files as a list; a name that is too long is an error of the form."""
        given = data if isinstance(data, list | tuple) else [data]
        cleaned = (super(FilesField, self).clean(each, initial) for each in given)
        return [each for each in cleaned if each]


class DateInput(forms.DateInput):
    """A date chosen with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def submit(form: forms.BaseForm, act: Callable[[], _T]) -> _T | None:
    """Do the act the form asks for; None when it was refused, with the reasons on the form.

    Refusals for lack of permission or for something missing are pages of their own.
    """
    try:
        return act()
    except (InputError, ConflictError) as error:
        for text in problem_texts(error.problems):
            form.add_error(None, text)
        return None


def submitted(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Tell whether the form was filled in and the act done; refusals stand on the form.

    For acts whose page goes on elsewhere and does not need what the act returns.
    """

    def done() -> bool:
        act()
        return True

    return form.is_valid() and bool(submit(form, done))
