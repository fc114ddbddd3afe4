"""What all pages that change something share: a form, one act, errors beside what was typed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from manumit_desk.cases.access import access_case, works_on
from manumit_desk.cases.models import Case, CasePart
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest
from manumit_desk.guard.permission import RefusedError

Crumbs = list[tuple[str, str]]
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
_NAMED_ELSE = {"restitution_ordered_cents": "ordered", "restitution_paid_cents": "paid"}
"""Fields of records that a form knows by another name."""


class Blank(forms.Form):
    """For acts that ask nothing but whether one is sure."""


def form_page(
    request: MemberRequest,
    form: forms.Form,
    act: Callable[[], str | None],
    *,
    title: str,
    button: str,
    back: str,
    crumbs: Crumbs,
    text: str = "",
) -> HttpResponse:
    """A page with one form that does one thing. `act` gives where to go next (None: back)."""
    if request.method == "POST" and (going := done(form, act)) is not None:
        return redirect(going or back)
    shown = {"form": form, "title": title, "button": button, "back": back, "crumbs": crumbs, "text": text}
    return render(request, "cases/form.html", shown, status=422 if form.errors else 200)


def confirm_page(
    request: MemberRequest,
    act: Callable[[], str | None],
    *,
    question: str,
    button: str,
    back: str,
    text: str = "",
    form: forms.Form | None = None,
    grave: bool = False,
) -> HttpResponse:
    """A page that asks whether somebody is sure, and then does it."""
    sent = form or Blank(request.POST if request.method == "POST" else None)
    if request.method == "POST" and (going := done(sent, act)) is not None:
        return redirect(going or back)
    shown = {"form": sent, "question": question, "button": button, "back": back, "text": text, "grave": grave}
    return render(request, "cases/confirm.html", shown, status=422 if sent.errors else 200)


def done(form: forms.Form, act: Callable[[], str | None]) -> str | None:
    """Do what a form asks: where to go next (empty: back), or None when the form now says what is wrong."""
    if not form.is_valid():
        return None
    try:
        return act() or ""
    except RefusedError as refused:
        form.add_error(None, str(refused))
    except ValidationError as faults:
        _put(form, faults)
    return None


def _put(form: forms.Form, faults: ValidationError) -> None:
    by_field: dict[str, Any] = getattr(faults, "error_dict", {"": faults.messages})
    for name, said in by_field.items():
        field = _NAMED_ELSE.get(name, name)
        messages = [text for one in said for text in (one.messages if isinstance(one, ValidationError) else [one])]
        form.add_error(field if field in form.fields else None, messages)


def case_address(case: Case | UUID) -> str:
    """The page of a case."""
    return reverse("cases:case", args=[case if isinstance(case, UUID) else case.pk])


def crumbs_to(case: Case | None = None) -> Crumbs:
    """The way to a case from the list of cases."""
    first = [("Cases", reverse("cases:list"))]
    return [*first, (case.reference, case_address(case))] if case else first


def case_to_work_on(request: MemberRequest, case_id: UUID) -> Case:
    """A case that the viewer's agency works; for others its forms are not there."""
    at = timezone.now()
    case = access_case(request.viewer, case_id, at=at)
    if not works_on(case, request.viewer, at=at):
        raise NotThere
    return case


def own_case(request: MemberRequest, case_id: UUID) -> Case:
    """A case of the viewer's own agency; for others its forms are not there."""
    case = access_case(request.viewer, case_id, at=timezone.now())
    require_mine(case, request)
    return case


def require_mine(held: Case | CasePart, request: MemberRequest) -> None:
    """NotThere unless the record is the viewer's agency's own and the viewer works with records."""
    if held.owner_id != request.viewer.agency_id or not request.viewer.works_with_records:
        raise NotThere
