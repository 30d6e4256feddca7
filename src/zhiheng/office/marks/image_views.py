"""Pages of pictures of marks: the nearest to one, two compared, one shown."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from zhiheng.core.errors import NotFoundError
from zhiheng.core.matching.marks.images.reading import LARGEST_FILE
from zhiheng.office.accounts.permissions import check_user_can
from zhiheng.office.marks import image_presenters as presenters
from zhiheng.office.marks import imaging
from zhiheng.office.marks.forms import ImageForm, ImagesForm
from zhiheng.office.marks.permissions import COMPARE, VIEW, sees_persons
from zhiheng.office.marks.pictures import shown_png
from zhiheng.office.web.forms import submit
from zhiheng.office.web.limits import takes_at_most
from zhiheng.office.web.pages import AuthenticatedRequest, needs

LARGEST_FORM = 2 * LARGEST_FILE + 2**20  # two pictures and the form around them


@takes_at_most(LARGEST_FORM)
@require_http_methods(["GET", "HEAD", "POST"])
@needs(COMPARE)
def search(request: AuthenticatedRequest) -> HttpResponse:
    """Show the marks nearest to a picture, which is not kept."""
    check_user_can(request.user, VIEW)
    form = ImageForm(*_given(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        given, unmasked = form.cleaned_data, sees_persons(request.user)
        if picture := submit(form, lambda: _read(given["picture"])):
            found = imaging.nearest(
                picture,
                given["goods"],
                vienna=given["vienna"],
                on=timezone.localdate(),
                unmasked=unmasked,
            )
            context["page"] = presenters.page_of(found, given["goods"], unmasked=unmasked)
    return render(request, "marks/image.html", context)


@takes_at_most(LARGEST_FORM)
@require_http_methods(["GET", "HEAD", "POST"])
@needs(COMPARE)
def compare(request: AuthenticatedRequest) -> HttpResponse:
    """Show two pictures side by side; they are not kept."""
    form = ImagesForm(*_given(request))
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        given = form.cleaned_data
        read = submit(form, lambda: (_read(given["a"]), _read(given["b"])))
        if read:
            found = imaging.compare(*read, given["goods_a"], given["goods_b"])
            context["page"] = presenters.compared(found)
    return render(request, "marks/compare_images.html", context)


@require_safe
@cache_control(private=True, max_age=3600)
@needs(VIEW)
def picture(request: AuthenticatedRequest, number: str) -> HttpResponse:
    """Give the picture of a mark of the register."""
    found = shown_png(number)
    if found is None:
        raise NotFoundError.of("marks.no_picture", received=number[:60])
    return HttpResponse(found, content_type="image/png")


def _given(request: AuthenticatedRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _read(file: UploadedFile[bytes]) -> imaging.Uploaded:
    return imaging.uploaded(file.read(), str(file.name))
