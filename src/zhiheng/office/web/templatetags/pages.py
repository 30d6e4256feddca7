"""Template tags of all pages: form controls, icons, sortable headings."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import RequestContext
from django.templatetags.static import static
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def control(field: BoundField) -> SafeString:
    """Render a field's widget with the class its kind needs."""
    attributes: dict[str, str | bool] = {"class": _control_class(field)}
    # The sign-in library repeats the label inside the field, where it only looks filled in.
    if field.field.widget.attrs.get("placeholder") == field.label:
        attributes["placeholder"] = ""
    return field.as_widget(attrs=attributes)


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """Say whether a field is a single box to tick, whose label stands behind it."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.filter
def is_boxes(field: BoundField) -> bool:
    """Say whether a field is several boxes to tick."""
    return isinstance(field.field.widget, forms.CheckboxSelectMultiple)


@register.filter
def boxes(field: BoundField) -> list[tuple[SafeString, str]]:
    """Return each box of a field with its label."""
    shown = []
    for box in field.subwidgets:
        box.data["attrs"]["class"] = "form-check-input"
        shown.append((box.tag(), str(box.choice_label)))
    return shown


@register.inclusion_tag("web/icon.html")
def icon(name: str) -> dict[str, str]:
    """Show an icon of the set; decoration only, so hidden from readers."""
    return {"href": f"{static('vendor/icons.svg')}#{name}"}


@register.inclusion_tag("web/sort.html", takes_context=True)
def sort(context: RequestContext, name: str, label: str) -> dict[str, Any]:
    """Show a column heading that sorts by `name`, up, then down."""
    request = context["request"]
    present = context["sort"]
    query = request.GET.copy()
    query.pop("page", None)
    query["sort"] = f"-{name}" if present == name else name
    direction = {name: "ascending", f"-{name}": "descending"}.get(present, "")
    return {"label": label, "href": f"?{query.urlencode()}", "direction": direction}


def _control_class(field: BoundField) -> str:
    widget = field.field.widget
    invalid = " is-invalid" if field.errors else ""
    if isinstance(widget, forms.CheckboxInput | forms.RadioSelect):
        return f"form-check-input{invalid}"
    if isinstance(widget, forms.Select):
        return f"form-select{invalid}"
    return f"form-control{invalid}"
