"""Entering, handing in, signing, returning, querying and correcting a value."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.office.conftest import MakePerson
from tests.office.reporting.conftest import APRIL, JULY, Reported, enter, sign
from zhiheng.core.errors import ConflictError, ForbiddenError, InputError
from zhiheng.office.accounts.commands import grant_role
from zhiheng.office.accounts.enums import Role
from zhiheng.office.accounts.system import system_operator
from zhiheng.office.attachments.queries import content_of
from zhiheng.office.ledger.queries import EventFilter, find_events
from zhiheng.office.notices.queries import notices_of
from zhiheng.office.plans.models import Plan
from zhiheng.office.reporting import commands, queries
from zhiheng.office.reporting.models import Version
from zhiheng.office.reporting.scheduling import open_due

END = dt.date(2026, 12, 31)


def codes(error: pytest.ExceptionInfo[InputError]) -> list[str]:
    return [problem.code for problem in error.value.problems]


def submit(reported: Reported, reason: str = "", **given: object) -> Version:
    request = given.get("request", reported.first)
    return commands.submit_value(
        request=request, revision=request.revision, reason=reason,
        by=given.get("by", reported.team.clerk), on=given.get("on", APRIL),
    )  # fmt: skip


class TestTheWayOfAValue:
    def test_what_is_signed_counts(self, asked: Reported):
        assert queries.reported_values(asked.indicator, until=END) == []
        sign(asked.first, asked.team, "82.5")
        (value,) = queries.reported_values(asked.indicator, until=END)
        assert (value.period_start, value.period_end) == (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
        assert (value.value, value.unit, value.evidence) == (Decimal("82.5"), "亿元", 0)
        assert value.signed_at == APRIL
        assert value.href == f"/reports/{asked.first.pk}/"
        assert queries.reported_values(asked.indicator, until=dt.date(2026, 3, 30)) == []
        acts = find_events(EventFilter()).filter(subject_kind="report").order_by("sequence")
        assert list(acts.values_list("act", flat=True)) == [
            "reports.entered", "reports.submitted", "reports.signed",
        ]  # fmt: skip

    def test_a_unit_is_converted_and_what_was_typed_is_kept(self, asked: Reported):
        version = enter(asked.first, asked.team, "825000", unit="万元")
        assert (version.value, version.written, version.unit) == (
            Decimal("82.5"), Decimal(825000), "万元",
        )  # fmt: skip
        with pytest.raises(InputError, match=r"report\.unit_unknown"):
            enter(asked.first, asked.team, "82", unit="件")

    def test_wrong_by_ten_thousand_is_caught_and_needs_a_reason(self, asked: Reported):
        enter(asked.first, asked.team, "825000")
        with pytest.raises(InputError) as refused:
            submit(asked)
        assert codes(refused) == ["report.wrong_unit_baseline", "report.reason_missing"]
        assert refused.value.problems[0].values["suggested"] == "万元"
        assert submit(asked, "口径调整").findings[0]["code"] == "report.wrong_unit_baseline"

    def test_what_cannot_be_true_is_refused_whatever_the_reason(self, asked: Reported):
        enter(asked.first, asked.team, "-3")
        with pytest.raises(InputError, match=r"report\.negative"):
            submit(asked, "确认")
        assert asked.first.state == "open"

    def test_nothing_is_handed_in_without_a_draft(self, asked: Reported):
        with pytest.raises(InputError, match=r"report\.nothing_entered"):
            submit(asked)

    def test_a_draft_can_be_replaced_and_thrown_away(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        assert enter(asked.first, asked.team, "81").number == 1
        request = asked.first
        commands.discard_draft(
            request=request, revision=request.revision, by=asked.team.clerk, on=APRIL
        )
        assert not request.versions.exists()
        with pytest.raises(ConflictError, match=r"report\.nothing_entered"):
            commands.discard_draft(
                request=request, revision=request.revision, by=asked.team.clerk, on=APRIL
            )

    def test_returned_with_a_reason_and_handed_in_again(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        submit(asked)
        request = asked.first
        with pytest.raises(InputError, match=r"report\.no_answer"):
            commands.return_value(
                request=request, revision=request.revision, answer=" ", by=asked.team.leader,
                on=APRIL,
            )  # fmt: skip
        commands.return_value(
            request=request, revision=request.revision, answer="请补充依据", by=asked.team.leader,
            on=APRIL,
        )  # fmt: skip
        assert asked.first.state == "returned"
        assert notices_of(asked.team.clerk).filter(code="report.returned").count() == 1
        assert enter(asked.first, asked.team, "81").number == 2
        submit(asked)
        assert [each.state for each in queries.versions_of(asked.first)] == [
            "submitted", "returned",
        ]  # fmt: skip


class TestFourEyes:
    def test_nobody_signs_what_they_entered(self, asked: Reported):
        leader = asked.team.leader
        commands.enter_value(
            request=asked.first, revision=1, written=Decimal(80), unit="亿元", by=leader, on=APRIL
        )
        submit(asked)
        request = asked.first
        with pytest.raises(ForbiddenError, match=r"report\.four_eyes"):
            commands.sign_value(request=request, revision=request.revision, by=leader, on=APRIL)

    def test_nor_what_they_handed_in(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        submit(asked, by=asked.team.leader)
        request = asked.first
        with pytest.raises(ForbiddenError, match=r"report\.four_eyes"):
            commands.sign_value(
                request=request, revision=request.revision, by=asked.team.leader, on=APRIL
            )

    def test_a_clerk_does_not_sign(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        submit(asked)
        with pytest.raises(ForbiddenError, match=r"plan\.department_only"):
            commands.sign_value(request=asked.first, revision=3, by=asked.team.clerk, on=APRIL)

    def test_another_department_neither_enters_nor_reads(
        self, asked: Reported, make_person: MakePerson
    ):
        stranger = make_person("stranger")
        organisation = asked.team.organisation
        other = type(organisation).objects.create(
            name="别的部门", kind="government", created_at=APRIL
        )
        grant_role(user=stranger, organisation=other, role=Role.LEADER,
                   valid_from=dt.date(2020, 1, 1), by=system_operator(), on=APRIL)  # fmt: skip
        request = asked.first
        with pytest.raises(ForbiddenError):
            commands.enter_value(
                request=request, revision=1, written=Decimal(1), unit="亿元", by=stranger, on=APRIL
            )
        with pytest.raises(ForbiddenError, match=r"report\.not_yours"):
            queries.request_of(request.pk, stranger, on=APRIL.date())
        assert queries.requests_for(stranger, on=APRIL.date()).count() == 0


class TestCorrection:
    def test_both_values_stay_and_what_was_known_can_be_asked(self, asked: Reported):
        sign(asked.first, asked.team, "82.5")
        with pytest.raises(InputError, match=r"report\.correction_reason_missing"):
            sign(asked.first, asked.team, "84", on=JULY)
        submit(asked, "补报两笔", on=JULY)
        assert [each.value for each in queries.reported_values(asked.indicator, until=END)] == [
            Decimal("82.5")
        ]
        request = asked.first
        commands.sign_value(
            request=request, revision=request.revision, by=asked.team.leader, on=JULY
        )
        (now,) = queries.reported_values(asked.indicator, until=END)
        assert (now.value, now.version, now.signed_at) == (Decimal(84), 2, JULY)
        known = queries.reported_values(asked.indicator, until=END, known_at=APRIL)
        assert [each.value for each in known] == [Decimal("82.5")]
        assert list(request.versions.values_list("value", flat=True)) == [84, Decimal("82.5")]
        before = APRIL - dt.timedelta(seconds=1)
        assert queries.reported_values(asked.indicator, until=END, known_at=before) == []
        assert notices_of(asked.lead).filter(code="report.signed").count() == 1

    def test_a_queried_value_counts_until_it_is_answered(self, asked: Reported):
        sign(asked.first, asked.team, "82.5")
        request = asked.first
        with pytest.raises(ForbiddenError):
            commands.query_value(
                request=request, revision=request.revision, text="偏高", by=asked.team.clerk,
                on=APRIL,
            )  # fmt: skip
        commands.query_value(
            request=request, revision=request.revision, text="偏高", by=asked.lead, on=APRIL
        )
        (value,) = queries.reported_values(asked.indicator, until=END)
        assert value.queried
        assert notices_of(asked.team.clerk).filter(code="report.queried").count() == 1
        with pytest.raises(ConflictError, match=r"report\.nothing_to_query"):
            commands.query_value(
                request=asked.first, revision=asked.first.revision, text="偏高", by=asked.lead,
                on=APRIL,
            )  # fmt: skip
        sign(asked.first, asked.team, "82.5", reason="已核对台账", on=JULY)
        (value,) = queries.reported_values(asked.indicator, until=END)
        assert (value.queried, value.version) == (False, 2)

    def test_what_waits_for_a_signature_is_not_changed(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        submit(asked)
        with pytest.raises(ConflictError, match=r"report\.waiting_for_signature"):
            enter(asked.first, asked.team, "81")

    def test_two_people_do_not_cross(self, asked: Reported):
        stale = asked.first
        enter(asked.first, asked.team, "80")
        with pytest.raises(ConflictError, match=r"report\.changed_meanwhile"):
            enter(stale, asked.team, "81")
        assert [each.value for each in asked.first.versions.all()] == [80]

    def test_values_of_a_whole_plan_come_in_one_query(
        self, asked: Reported, django_assert_num_queries
    ):
        sign(asked.first, asked.team, "82.5")
        open_due(day=JULY.date(), by=system_operator(), on=JULY)
        sign(asked.second, asked.team, "170", on=JULY)
        with django_assert_num_queries(1):
            found = queries.reported_values_of(asked.plan, until=END)
        assert [each.value for each in found[asked.indicator.pk]] == [Decimal("82.5"), 170]


class TestEvidence:
    def test_files_go_with_the_version_and_on_to_the_next(self, asked: Reported):
        table = SimpleUploadedFile("台账.xlsx", b"one")
        letter = SimpleUploadedFile("说明.pdf", b"two")
        first = enter(asked.first, asked.team, "80", files=[table, letter])
        files = [each.attachment for each in first.evidence.all()]
        assert [(each.name, content_of(each)) for each in files] == [
            ("台账.xlsx", b"one"), ("说明.pdf", b"two"),
        ]  # fmt: skip
        again = enter(asked.first, asked.team, "81", keep=[files[1].pk])
        assert [each.attachment.name for each in again.evidence.all()] == ["说明.pdf"]
        submit(asked)
        request = asked.first
        commands.sign_value(
            request=request, revision=request.revision, by=asked.team.leader, on=APRIL
        )
        correction = enter(asked.first, asked.team, "82")
        assert [each.attachment.name for each in correction.evidence.all()] == ["说明.pdf"]
        (value,) = queries.reported_values(asked.indicator, until=END)
        assert value.evidence == 1

    def test_a_refused_file_keeps_the_draft_as_it_was(self, asked: Reported):
        enter(asked.first, asked.team, "80")
        with pytest.raises(InputError, match=r"attachment\.kind_refused"):
            enter(asked.first, asked.team, "81", files=[SimpleUploadedFile("a.exe", b"MZ")])
        assert [each.value for each in asked.first.versions.all()] == [80]


def test_nothing_is_entered_for_a_plan_that_is_over(asked: Reported):
    Plan.objects.filter(pk=asked.plan.pk).update(state="closed")
    with pytest.raises(ConflictError, match=r"report\.plan_not_in_force"):
        enter(asked.first, asked.team, "80")
