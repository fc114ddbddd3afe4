"""The pages on which a desk decides over a tip: put right, hand over, close, open again, and answer other desks."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.guard.permission import RefusedError
from manumit_desk.tips import actions
from manumit_desk.tips.access import access_entry, access_handover, access_tip
from manumit_desk.tips.clocks import BY_CODE
from manumit_desk.tips.desk_forms import (
    ClockForm,
    CloseForm,
    DeclineForm,
    EntryForm,
    HandOverForm,
    OutcomeForm,
    WhyForm,
)
from manumit_desk.tips.draft import FACTS, WISHES
from manumit_desk.tips.forms import FactsForm, WishesForm
from manumit_desk.tips.models import Tip, TipHandover
from manumit_desk.tips.queries import colleagues_of, desk_numbered, offer_seen, supervisors_among
from manumit_desk.tips.states import open_offer
from manumit_desk.tips.wishes import contact_shown

Act = Callable[[Tip, dict[str, Any], datetime], object]
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])


def _decide(
    request: MemberRequest, held: Tip, form: forms.Form, act: Act, *, title: str, button: str, text: str = ""
) -> HttpResponse:
    """A page with one form that does one thing to a tip. What is refused says why beside what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            act(held, form.cleaned_data, timezone.now())
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            if held.owner_id != request.viewer.agency_id:
                return redirect("tips:list")
            return redirect("tips:tip", held.pk)
    shown = {"tip": held, "form": form, "title": title, "button": button, "text": text, "back": f"/tips/{held.pk}/"}
    shown["crumbs"] = [("Tips", "/tips/"), (f"Tip {held.reference}", shown["back"])]
    return render(request, "tips/decide.html", shown, status=422 if form.errors else 200)


def _own(request: MemberRequest, tip_id: UUID) -> Tip:
    """A tip that the viewer's desk has and the viewer works on; to others these pages are not there."""
    held = access_tip(request.viewer, tip_id, at=timezone.now())
    if held.owner_id != request.viewer.agency_id or not request.viewer.works_with_records:
        raise NotThere
    return held


@members_only
@GET_OR_POST
def correct(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Put the facts right."""
    held = _own(request, tip_id)
    now = {name: getattr(held, name) for name in (*FACTS, "indicators")}
    form = FactsForm(request.POST if request.method == "POST" else None, initial=now)
    text = "Urgency, handling and clocks follow from the facts at once."

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        actions.correct_facts(tip, said, viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title="Put the facts right", button="Save", text=text)


@members_only
@GET_OR_POST
def wishes(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Write down what the caller wants now. A contact that must not be shown is not in the form either."""
    held = _own(request, tip_id)
    now = {name: getattr(held, name) for name in WISHES}
    shown = contact_shown(held)
    hidden = {"caller_name": "name", "caller_phone": "phone", "caller_email": "email", "safe_to_contact": "safe"}
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        initial=now | {name: shown.get(key, "") for name, key in hidden.items()},
    )

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        # An empty field that could not show what is kept leaves it as it is.
        kept = {name for name, key in hidden.items() if key not in shown and not said[name]}
        wanted = {name: value for name, value in said.items() if name in WISHES and name not in kept}
        actions.change_wishes(tip, wanted, said=said["said"], viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title="The caller wants something else", button="Save")


@members_only
@GET_OR_POST
def entry(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Enter somebody or something that the tip names."""
    held = _own(request, tip_id)
    form = EntryForm(request.POST if request.method == "POST" else None)
    text = "It is compared with what your agency and others hold. Others learn no more than whom to call."

    def act(tip: Tip, _: dict[str, Any], at: datetime) -> None:
        actions.add_entry(tip, form.named(), viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title="Who or what does the tip name?", button="Add", text=text)


@members_only
@require_POST
def remove_entry(request: MemberRequest, tip_id: UUID, entry_id: UUID) -> HttpResponse:
    """Take out an entry."""
    held, at = _own(request, tip_id), timezone.now()
    try:
        actions.remove_entry(access_entry(request.viewer, entry_id, at=at), held, viewer=request.viewer, at=at)
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("tips:tip", held.pk)


@members_only
@GET_OR_POST
def clock(request: MemberRequest, tip_id: UUID, code: str) -> HttpResponse:
    """Say how a legal clock was met."""
    held = _own(request, tip_id)
    rule = BY_CODE.get(code)
    if rule is None or not rule.is_legal:
        raise NotThere
    form = ClockForm(request.POST if request.method == "POST" else None)

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        actions.meet_clock(tip, code, how=said["how"], viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title=rule.title, button="It is done", text=f"The rule: {rule.source}.")


@members_only
@GET_OR_POST
def close(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """End the work on a tip."""
    held = _own(request, tip_id)
    form = CloseForm(request.POST if request.method == "POST" else None)

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        actions.close_tip(tip, reason=said["reason"], note=said["note"], viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title=f"Close tip {held.reference}?", button="Close the tip")


@members_only
@GET_OR_POST
def outcome(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Say what came of a tip."""
    held = _own(request, tip_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    text = "The desk that handed the tip over sees it, and so does the caller by their code."

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        actions.set_outcome(tip, said["outcome"], viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title="What came of it?", button="Save", text=text)


@members_only
@GET_OR_POST
def reopen(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Work on a tip again."""
    held = _own(request, tip_id)
    form = WhyForm(request.POST if request.method == "POST" else None)

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        actions.reopen_tip(tip, why=said["why"], viewer=request.viewer, at=at)

    return _decide(request, held, form, act, title=f"Open tip {held.reference} again?", button="Open it again")


@members_only
@GET_OR_POST
def hand_over(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Offer a tip to another desk."""
    held, at = _own(request, tip_id), timezone.now()
    form = HandOverForm(
        request.POST if request.method == "POST" else None,
        viewer=request.viewer,
        asks_ground=not held.may_tell_police or held.owner.is_victim_services,
        supervisors=supervisors_among(colleagues_of(request.viewer, at=at)),
    )
    text = "They read it by confirming the receipt, and it is theirs from then on. Until then it stays with you."

    def act(tip: Tip, said: dict[str, Any], at: datetime) -> None:
        to_agency = desk_numbered(said["to_agency"])
        ground = {"ground": said.get("ground", ""), "decided_by": said.get("decided_by")}
        actions.hand_over(tip, to_agency, why=said["why"], viewer=request.viewer, at=at, **ground)

    return _decide(request, held, form, act, title="Hand the tip over", button="Hand over", text=text)


@members_only
@require_POST
def take_back(request: MemberRequest, tip_id: UUID) -> HttpResponse:
    """Keep a tip after all."""
    held = _own(request, tip_id)
    offer = open_offer(held)
    try:
        if offer is None:
            raise RefusedError("The tip is not offered to anybody.")
        actions.take_back(held, offer, viewer=request.viewer, at=timezone.now())
    except RefusedError as refused:
        messages.error(request, str(refused))
    return redirect("tips:tip", held.pk)


@members_only
@GET_OR_POST
def offer(request: MemberRequest, handover_id: UUID) -> HttpResponse:
    """A tip that another desk offers: confirm the receipt and read it, or send it back."""
    at = timezone.now()
    handover = access_handover(request.viewer, handover_id, at=at)
    if handover.to_agency_id != request.viewer.agency_id or handover.state != TipHandover.State.OFFERED:
        raise NotThere
    is_declined = request.POST.get("answer") == "decline"
    form = DeclineForm(request.POST if is_declined else None)
    try:
        if request.POST.get("answer") == "confirm":
            held = actions.confirm_handover(handover, viewer=request.viewer, at=at)
            return redirect("tips:tip", held.pk)
        if form.is_valid():
            because = form.cleaned_data["because"]
            actions.decline_handover(handover, because=because, viewer=request.viewer, at=at)
            return redirect("tips:list")
    except RefusedError as refused:
        messages.error(request, str(refused))
        return redirect("tips:list")
    shown = {"offer": offer_seen(request.viewer, handover), "form": form, "at": at, "crumbs": [("Tips", "/tips/")]}
    return render(request, "tips/offer.html", shown, status=422 if form.errors else 200)


@members_only
@GET_OR_POST
def word(request: MemberRequest, handover_id: UUID) -> HttpResponse:
    """Send word to the desk that took a tip over."""
    at = timezone.now()
    handover = access_handover(request.viewer, handover_id, at=at)
    if handover.owner_id != request.viewer.agency_id:
        raise NotThere
    form = WhyForm(request.POST if request.method == "POST" else None)
    form.fields["why"].label = "What should they know?"
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_word(handover, form.cleaned_data["why"], viewer=request.viewer, at=at)
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "Sent.")
            return redirect("tips:handed_over")
    shown = {"offer": offer_seen(request.viewer, handover), "form": form}
    return render(request, "tips/word.html", shown, status=422 if form.errors else 200)
