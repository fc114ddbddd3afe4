"""The page of a party, and what is done to it: facts, the data standard's questions, consent, deletion."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from manumit_desk.agencies.models import Agency
from manumit_desk.cases.access import access_party
from manumit_desk.cases.actions.consents import consent_to_share, end_consent
from manumit_desk.cases.actions.parties import LIKE_THE_CASE, add_party, delete_party, describe_party, edit_party
from manumit_desk.cases.checks import PARTS_MAY_BE
from manumit_desk.cases.forms.parts import ConsentForm, ContextForm, PartyForm, roles_of
from manumit_desk.cases.models import Party
from manumit_desk.cases.party_fields import asked_of
from manumit_desk.cases.queries.party import party_page
from manumit_desk.cases.views.acting import (
    GET_OR_POST,
    Crumbs,
    case_address,
    case_to_work_on,
    confirm_page,
    crumbs_to,
    form_page,
    require_mine,
)
from manumit_desk.guard.access import NotThere
from manumit_desk.guard.consents import consents_about
from manumit_desk.guard.pages import MemberRequest, members_only


@members_only
@require_safe
def show_party(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """A party: its facts, consents, and who sees it and why."""
    at = timezone.now()
    party = access_party(request.viewer, party_id, at=at)
    shown = party_page(party, request.viewer, at=at)
    crumbs = crumbs_to(party.case if shown.case else None)
    return render(request, "cases/party.html", {"party": shown, "crumbs": crumbs, "at": at})


def _own_party(request: MemberRequest, party_id: UUID) -> Party:
    party = access_party(request.viewer, party_id, at=timezone.now())
    require_mine(party, request)
    return party


def _address(party: Party) -> str:
    return reverse("cases:party", args=[party.pk])


def _crumbs(party: Party) -> Crumbs:
    return [*crumbs_to(party.case), (party.get_role_display(), _address(party))]


@members_only
@require_safe
def choose_party(request: MemberRequest, case_id: UUID) -> HttpResponse:
    """Choose what is to be added."""
    case = case_to_work_on(request, case_id)
    kinds = [(kind.value, kind.label, roles_of(kind.value)) for kind in Party.Kind]
    shown = {"case_id": case.pk, "kinds": kinds, "crumbs": crumbs_to(case), "back": case_address(case)}
    return render(request, "cases/choose_party.html", shown)


@members_only
@GET_OR_POST
def new_party(request: MemberRequest, case_id: UUID, kind: str, role: str) -> HttpResponse:
    """Add a party of a kind."""
    case = case_to_work_on(request, case_id)
    if kind not in Party.Kind.values or role not in dict(roles_of(kind)):
        raise Http404
    form = PartyForm(request.POST if request.method == "POST" else None, kind=kind, initial={"role": role})

    def act() -> str:
        return _address(add_party(case, kind=kind, viewer=request.viewer, at=timezone.now(), **form.given()))

    return form_page(
        request,
        form,
        act,
        title=f"Add: {Party.Kind(kind).label.lower()}",
        button="Add to the case",
        back=case_address(case),
        crumbs=crumbs_to(case),
        text="Enter what you know. Nothing is required but one fact.",
    )


@members_only
@GET_OR_POST
def change_party(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """Change what is known of a party."""
    party = _own_party(request, party_id)
    initial: dict[str, Any] = {**party.fields, "role": party.role, "note": party.note, "handling": _chosen(party)}
    form = PartyForm(request.POST if request.method == "POST" else None, kind=party.kind, initial=initial)

    def act() -> None:
        said = form.given()
        kept = {name: value for name, value in party.fields.items() if name not in form.facts}
        said["fields"] = {**kept, **said["fields"]}
        edit_party(party, viewer=request.viewer, at=timezone.now(), **said)

    return form_page(
        request,
        form,
        act,
        title="Change what is known",
        button="Save",
        back=_address(party),
        crumbs=_crumbs(party),
    )


def _chosen(party: Party) -> str:
    return party.handling if party.handling in PARTS_MAY_BE else LIKE_THE_CASE


@members_only
@GET_OR_POST
def describe(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """Answer what the Human Trafficking Case Data Standard asks."""
    party = _own_party(request, party_id)
    asked = asked_of(party.role)
    initial = {
        name: value.split(";") if name in asked and asked[name].several else value
        for name, value in party.context.items()
    }
    form = ContextForm(request.POST if request.method == "POST" else None, role=party.role, initial=initial)

    def act() -> None:
        describe_party(party, form.given(), viewer=request.viewer, at=timezone.now())

    return form_page(
        request,
        form,
        act,
        title="What the case data standard asks",
        button="Save",
        back=_address(party),
        crumbs=_crumbs(party),
        text="Ask only what helps the person. Everything may stay empty.",
    )


@members_only
@GET_OR_POST
def delete(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """Delete a party."""
    party = _own_party(request, party_id)

    def act() -> str:
        delete_party(party, viewer=request.viewer, at=timezone.now())
        return case_address(party.case)

    return confirm_page(
        request,
        act,
        question="Delete this record?",
        text="Hits that rest on it end. That it was deleted, when and by whom stays written down.",
        button="Delete",
        back=_address(party),
        grave=True,
    )


@members_only
@GET_OR_POST
def give_consent(request: MemberRequest, party_id: UUID) -> HttpResponse:
    """Write down a survivor's consent, and show the record by it."""
    party = _own_party(request, party_id)
    others = Agency.objects.exclude(pk=request.viewer.agency_id)
    form = ConsentForm(
        request.POST if request.method == "POST" else None, agencies=[(one.pk, one.name) for one in others]
    )

    def act() -> None:
        said = dict(form.cleaned_data)
        named = said.pop("to_agencies")
        chosen = [one for one in others if one.pk in named]
        consent_to_share(party, to_agencies=chosen, viewer=request.viewer, at=timezone.now(), **said)

    return form_page(
        request,
        form,
        act,
        title="Write down a consent",
        button="Write it down",
        back=_address(party),
        crumbs=_crumbs(party),
        text="The survivor decides, and may take it back at any time. Help never depends on it.",
    )


@members_only
@GET_OR_POST
def take_back_consent(request: MemberRequest, party_id: UUID, consent_id: UUID) -> HttpResponse:
    """End a consent at once."""
    party = _own_party(request, party_id)
    consent = consents_about(party).filter(pk=consent_id).first()
    if consent is None:
        raise NotThere

    def act() -> None:
        end_consent(party, consent, viewer=request.viewer, at=timezone.now())

    return confirm_page(
        request,
        act,
        question="End this consent now?",
        text="Whoever was shown the record by it sees it no longer.",
        button="End the consent",
        back=_address(party),
    )
