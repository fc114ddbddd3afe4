"""The pages for callers: tell, and ask after it by a code. No account, no address kept, nothing left in the browser."""

import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.permission import RefusedError
from manumit_desk.shell.errors import in_words
from manumit_desk.shell.language import for_callers
from manumit_desk.tips.access import tip_by_code
from manumit_desk.tips.actions import add_from_caller, receive_tip
from manumit_desk.tips.desk_forms import AddForm, CodeForm
from manumit_desk.tips.forms import PublicTipForm
from manumit_desk.tips.limits import first_time, limit_of_codes, limit_of_tips, must_wait
from manumit_desk.tips.models import Tip
from manumit_desk.tips.queries import tip_for_caller
from manumit_desk.tips.routing import desk_for


@for_callers
@require_http_methods(["GET", "HEAD", "POST"])
def tell(request: HttpRequest) -> HttpResponse:
    """The form. What was typed stays when something is wrong; after sending, reference and code are shown once."""
    if request.method != "POST":
        return render(request, "tips/tell.html", {"form": PublicTipForm(initial={"once": secrets.token_urlsafe(16)})})
    form = PublicTipForm(request.POST)
    if not form.is_valid():
        return render(request, "tips/tell.html", {"form": form}, status=422)
    draft = form.draft(language=translation.get_language() or "en")
    desk = desk_for(draft.state, may_tell_police=draft.may_tell_police)
    if desk is None:
        form.add_error("state", _no_desk(draft.state, may_tell_police=draft.may_tell_police))
        return render(request, "tips/tell.html", {"form": form}, status=422)
    if wait := must_wait(request, limit_of_tips()):
        form.add_error(None, _too_often(wait))
        return render(request, "tips/tell.html", {"form": form}, status=429)
    if not first_time(form.cleaned_data["once"] or secrets.token_hex(16)):
        return render(request, "tips/told.html", {"is_repeated": True})
    received = receive_tip(draft, channel=Tip.Channel.WEB, owner=desk, viewer=None, at=timezone.now())
    return render(request, "tips/told.html", {"reference": received.tip.reference, "code": received.code})


def _no_desk(state: str, *, may_tell_police: bool) -> str:
    if not state:
        return _("Choose the state, so that your tip reaches the right people.")
    if not may_tell_police:
        return _(
            "Nobody outside the police takes tips for this state here, so we did not send it. "
            "Call the National Human Trafficking Hotline, 1-888-373-7888, or allow that the police know."
        )
    return _("Nobody takes tips for this state here. Call the National Human Trafficking Hotline, 1-888-373-7888.")


def _too_often(wait: int) -> str:
    return _(
        "Too many tips came from your network. Your words are still here: send them again in %(wait)s, "
        "or call the National Human Trafficking Hotline, 1-888-373-7888."
    ) % {"wait": in_words(wait)}


@for_callers
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for the code; then say where the tip stands, and take what the caller adds. The code is in no address."""
    if request.method != "POST":
        return render(request, "tips/follow.html", {"form": CodeForm()})
    form = CodeForm(request.POST)
    if not form.is_valid():
        return render(request, "tips/follow.html", {"form": form}, status=422)
    if wait := must_wait(request, limit_of_codes()):
        form.add_error("code", _("Too many codes were tried from your network. Try again in %s.") % in_words(wait))
        return render(request, "tips/follow.html", {"form": form}, status=429)
    code = form.cleaned_data["code"]
    try:
        caller = tip_for_caller(code)
    except NotThere:
        form.add_error("code", _("We know no tip with this code. Look at each letter again."))
        return render(request, "tips/follow.html", {"form": form}, status=422)
    page = {"caller": caller, "add": AddForm(initial={"code": code, "once": secrets.token_urlsafe(16)})}
    return _add(request, code, page) if "text" in request.POST else render(request, "tips/stands.html", page)


def _add(request: HttpRequest, code: str, page: dict[str, Any]) -> HttpResponse:
    form = AddForm(request.POST)
    if not form.is_valid():
        return render(request, "tips/stands.html", page | {"add": form}, status=422)
    if first_time(form.cleaned_data["once"] or secrets.token_hex(16)):
        try:
            add_from_caller(tip_by_code(code), form.cleaned_data["text"], at=timezone.now())
        except RefusedError:
            form.add_error("text", _("Write what you want to add."))
            return render(request, "tips/stands.html", page | {"add": form}, status=422)
    return render(request, "tips/stands.html", {**page, "caller": tip_for_caller(code), "is_added": True})
