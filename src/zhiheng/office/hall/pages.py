"""What the views of the hall share: from a draft and what was sent to the form that is shown."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from zhiheng.core.procedures.forms import fields_of
from zhiheng.core.procedures.procedure import Procedure
from zhiheng.office.cases.filling import FILE_PREFIX, FillingForm
from zhiheng.office.hall import queries
from zhiheng.office.hall.commands import Typed
from zhiheng.office.hall.models import HallDraft
from zhiheng.office.hall.presenters import files_by_material
from zhiheng.office.web.pages import whole_number


def procedure_of(draft: HallDraft) -> Procedure:
    """Return the procedure of a draft as it is asked for today."""
    return queries.service(draft.procedure, on=timezone.localdate())


def form_of(
    draft: HallDraft, procedure: Procedure, *, complete: bool, typed: QueryDict | None = None
) -> FillingForm:
    """Return the form of a draft: as kept, or as just typed."""
    declaration = procedure.declaration
    kept = {
        name: [each.attachment for each in some] for name, some in files_by_material(draft).items()
    }
    return FillingForm(
        fields_of(declaration),
        declaration.materials,
        data=draft.values if typed is None else typed,
        kept=kept,
        complete=complete,
    )


def typed_on(request: HttpRequest, procedure: Procedure) -> Typed:
    """Return what a page of a form sent; fields that it did not send are left as they are."""
    declaration = procedure.declaration
    names = [each.field for each in fields_of(declaration)]
    values = {
        name: ",".join(request.POST.getlist(name))
        for name in names
        # Boxes of which none is ticked send nothing, so the page names what it showed.
        if name in request.POST or f"shown-{name}" in request.POST
    }
    files = {
        each.material: request.FILES.getlist(FILE_PREFIX + each.material)
        for each in declaration.materials
    }
    told = map(whole_number, request.POST.getlist("without"))
    without = [each for each in told if each is not None]
    return Typed(values, {name: some for name, some in files.items() if some}, without)
