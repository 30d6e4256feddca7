"""Forms about notices."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from zhiheng.office.web.forms import FilterForm


class NoticeFilterForm(FilterForm):
    """Narrows the list of notices."""

    show = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", pgettext_lazy("notices", "all")),
            ("unread", pgettext_lazy("notices", "unread")),
        ],
    )


class AddressForm(forms.Form):
    """Where notices are sent."""

    address = forms.EmailField(
        label=_("Mail address"),
        required=False,
        help_text=_("Without an address notices are shown on these pages only."),
    )
