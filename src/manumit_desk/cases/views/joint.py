"""Joint cases: bringing another agency in, leaving, and counting two cases as one matter."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from manumit_desk.agencies.models import Agency
from manumit_desk.cases.access import access_case
from manumit_desk.cases.actions.joint import count_alone, count_as_one, join_agency, leave_case, take_out
from manumit_desk.cases.forms.cases import JoinForm, MatterForm
from manumit_desk.cases.queries.page import may_be_joined, may_be_one_matter
from manumit_desk.cases.views.acting import (
    GET_OR_POST,
    case_address,
    case_to_work_on,
    confirm_page,
    crumbs_to,
    form_page,
    own_case,
)
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only


@members_only
@GET_OR_POST
def join(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Work a case together with another agency."""
    case = own_case(request, case_id)
    at = timezone.now()
    form = JoinForm(request.POST if request.method == "POST" else None, agencies=may_be_joined(case, at=at))

    def act() -> None:
        agency = Agency.objects.get(pk=form.cleaned_data["agency"])
        join_agency(case, agency, viewer=request.viewer, at=at, until_date=form.cleaned_data["until_date"])

    return form_page(
        request,
        form,
        act,
        title="Work it together with another agency",
        button="Bring the agency in",
        back=case_address(case),
        crumbs=crumbs_to(case),
        text="They see the case and its parts, but no victim's or tribal record, and may add records of their own.",
    )


@members_only
@GET_OR_POST
def part_with(request: MemberRequest, case_id: UUID, agency_id: int) -> HttpResponse:
    """Take an agency out of a case."""
    case = own_case(request, case_id)
    agency = Agency.objects.filter(pk=agency_id).first()
    if agency is None:
        raise NotThere

    def act() -> None:
        take_out(case, agency, viewer=request.viewer, at=timezone.now())

    return confirm_page(
        request,
        act,
        question=f"Take {agency} out of the case?",
        text="They see it no longer. What they added stays in the case, and stays theirs.",
        button="Take them out",
        back=case_address(case),
    )


@members_only
@GET_OR_POST
def leave(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Leave another agency's case."""
    case = case_to_work_on(request, case_id)
    if case.owner_id == request.viewer.agency_id:
        raise NotThere

    def act() -> str:
        leave_case(case, viewer=request.viewer, at=timezone.now())
        return reverse("cases:list")

    return confirm_page(
        request,
        act,
        question=f"Leave {case.reference}?",
        text="Your agency sees it no longer. What your agency added stays in the case, and stays yours.",
        button="Leave the case",
        back=case_address(case),
    )


@members_only
@GET_OR_POST
def same_matter(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Say that one of the viewer's agency's own cases is the same matter as this one."""
    case = access_case(request.viewer, case_id, at=timezone.now())
    if not request.viewer.works_with_records:
        raise NotThere
    cases = may_be_one_matter(case, request.viewer)
    form = MatterForm(request.POST if request.method == "POST" else None, cases=cases)

    def act() -> None:
        own = access_case(request.viewer, form.cleaned_data["own"], at=timezone.now())
        count_as_one(own, case, viewer=request.viewer, at=timezone.now())

    return form_page(
        request,
        form,
        act,
        title="Count it as one matter with a case of ours",
        button="Count them as one",
        back=case_address(case),
        crumbs=crumbs_to(case),
        text="Reports then count the two once. Nobody sees more by it.",
    )


@members_only
@GET_OR_POST
def own_matter(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Say that a case is a matter of its own."""
    case = own_case(request, case_id)

    def act() -> None:
        count_alone(case, viewer=request.viewer, at=timezone.now())

    return confirm_page(
        request, act, question=f"Count {case.reference} alone again?", button="Yes", back=case_address(case)
    )
