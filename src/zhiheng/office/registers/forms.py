"""Forms of the import pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from zhiheng.office.registers import lake
from zhiheng.office.registers.presenters import said


class SeveralFilesInput(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several uploaded files."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[Any]]:
        """Return the files, each checked by itself."""
        given = data if isinstance(data, list | tuple) and data else [data or None]
        return [super(SeveralFilesField, self).clean(file, initial) for file in given]


class ImportForm(forms.Form):
    """The files to import, and the register where headings alone do not decide."""

    uploads = SeveralFilesField(
        label=_("Files"),
        help_text=_("XML, CSV, XLSX or JSON Lines, or archives of them (.zip, .tar, .gz)."),
    )
    register = forms.ChoiceField(
        label=_("Register"),
        required=False,
        help_text=_("Leave it to the headings unless a table fits several registers."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the registers that tables can fill."""
        super().__init__(*args, **kwargs)
        offered = [r for r in lake.catalogue().registers.values() if r.column_maps]
        choices: list[tuple[str, StrOrPromise]] = [("", _("Decide by the headings"))]
        choices += [(register.name, said(register.title)) for register in offered]
        self.fields["register"].choices = choices  # type: ignore[attr-defined]


class DismissForm(forms.Form):
    """Why a row is closed without being taken."""

    reason = forms.CharField(label=_("Reason"), max_length=400)
