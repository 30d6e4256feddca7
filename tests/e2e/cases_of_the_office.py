"""Cases of the served office, made and moved in time beside its pages.

    python -m tests.e2e.cases_of_the_office file PRODUCT     # prints the number of the new case
    python -m tests.e2e.cases_of_the_office past NUMBER 20   # as if it all were 20 days older

A browser cannot wait for weeks: what stands in the case is put back instead.
"""

from __future__ import annotations

import datetime as dt
import os
import sys

import django

ADJUDICATION = "patent-infringement-adjudication"


def file_case(product: str) -> str:
    """Hand in a request for adjudication of a demo enterprise against the other one."""
    from django.utils import timezone

    from tests.office.desk.filled import answers_to, files_for
    from zhiheng.office.accounts.models import User
    from zhiheng.office.cases import law
    from zhiheng.office.cases.beginning import Request, begin_case

    now = timezone.now()
    declaration = law.in_force(ADJUDICATION, on=timezone.localdate(now)).declaration
    asking = User.objects.get(username="demo-enterprise")
    firm = asking.memberships.get().organisation
    known = {
        declaration.subject: product,
        declaration.applicant or "": firm.name,
        declaration.respondent or "": "示例制造有限公司（演示）",
        declaration.handling.division or "": "440300",
        "repeated": "no",
    }
    values = answers_to([field for part in declaration.form for field in part.fields], **known)
    files = files_for(declaration.materials, values)
    request = Request(given=values, files=files, applicant=firm)
    return begin_case(procedure=ADJUDICATION, request=request, by=asking, on=now).number


def put_back(number: str, days: int) -> None:
    """Let the terms, stops and sessions of a case have begun some days earlier."""
    from django.db.models import F
    from django.utils import timezone

    from zhiheng.office.accounts.system import system_operator
    from zhiheng.office.cases.keeping import recount
    from zhiheng.office.cases.models import Case, CaseClock, CaseStop, Session

    case = Case.objects.get(number=number)
    back = dt.timedelta(days=days)
    for clock in CaseClock.objects.filter(case=case):
        CaseClock.objects.filter(pk=clock.pk).update(start_on=clock.start_on - back)
    for stop in CaseStop.objects.filter(case=case):
        CaseStop.objects.filter(pk=stop.pk).update(first=stop.first - back)
    Session.objects.filter(case=case).update(starts_at=F("starts_at") - back)
    recount(case=case, by=system_operator(), on=timezone.now())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.office.config.settings")
    django.setup()
    if sys.argv[1] == "file":
        print(file_case(sys.argv[2]))  # noqa: T201  # the answer to who calls
    else:
        put_back(sys.argv[2], int(sys.argv[3]))
