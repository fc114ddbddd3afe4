"""Pages that show every part once, as addresses of their own: what the tests, and whoever draws a part, look at."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from manumit_desk.shell.errors import too_large, too_many
from manumit_desk.shell.fields import Answer, DayInput, MomentInput
from manumit_desk.shell.language import for_callers
from manumit_desk.shell.parts import Fact, Picture, Step
from tests.manumit_desk.cast import NOW

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><rect width="200" height="40"/></svg>'


class EveryControl(forms.Form):
    name = forms.CharField(label="Name", help_text="As it was written.")
    story = forms.CharField(label="What happened", widget=forms.Textarea, required=False)
    email = forms.EmailField(label="E-mail")
    age = forms.IntegerField(label="Age", min_value=0, max_value=120, required=False)
    day = forms.DateField(label="Day", widget=DayInput)
    moment = forms.DateTimeField(label="Day and time", widget=MomentInput, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Choose"), ("sex", "Sex trafficking"), ("labor", "Labor trafficking")]
    )
    many = forms.MultipleChoiceField(
        label="Signs", choices=[("a", "Debt"), ("b", "No papers")], widget=forms.CheckboxSelectMultiple
    )
    minor = Answer(label="Is a child in danger?")
    agree = forms.BooleanField(label="I have read this", help_text="Needed.")
    file = forms.FileField(label="Document", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def show(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    source = (Path(__file__).parent / "gallery" / f"{name}.html").read_text(encoding="utf-8")
    return HttpResponse(engines["django"].from_string(source).render(context, request))


def parts(request: HttpRequest) -> HttpResponse:
    messages.success(request, "The tip is entered.")
    page = Paginator(range(1, 301), 3).get_page(request.GET.get("page"))
    hours = [(30, None), (3, None), (-5, None), (-80, -90), (10, 12)]
    moments = [
        (NOW + timedelta(hours=due), done if done is None else NOW + timedelta(hours=done)) for due, done in hours
    ]
    context = {
        "at": NOW,
        "crumbs": [("Today", "/"), ("Tips", "/tips/")],
        "codes": ["open", "agency", "law_enforcement", "trade_sensitive", "victim_confidential", "tribal"],
        "clocks": moments,
        "steps": [Step("Received", "done", "Mar 2, hotline"), Step("With an agency", "now"), Step("Closed", "later")],
        "facts": [Fact("Phone", "(555) 010-0123"), Fact("Plate", ""), Fact("Case", "2026-14", "/cases/14/")],
        "list": page,
        "job": SimpleNamespace(title="Reading tips.csv", stage="row 4 of 9", done=0.4, state="running", problem=""),
        "picture": Picture(
            svg=SVG,
            alt="Most tips name a motel.",
            caption="Tips by place",
            columns=["Place", "Tips"],
            rows=[["Motel", 20], ["Farm", 4]],
            count=24,
            date=NOW,
            source="tips of this desk",
            not_said="how many there are.",
        ),
        "filters": EveryControl(),
    }
    context["filters"].mark_optional = False
    return show(request, "parts", context)


def form(request: HttpRequest) -> HttpResponse:
    sent = EveryControl(request.POST, request.FILES) if request.method == "POST" else EveryControl()
    return show(request, "form", {"form": sent})


def confirm(request: HttpRequest) -> HttpResponse:
    return show(request, "confirm", {})


@for_callers
def public(request: HttpRequest) -> HttpResponse:
    sent = EveryControl(request.POST) if request.method == "POST" else EveryControl()
    return show(request, "public", {"form": sent})


def job(request: HttpRequest, state: str) -> HttpResponse:
    one = SimpleNamespace(title="Reading tips.csv", stage="", done=1.0, state=state, problem="")
    return show(request, "job", {"job": one})


def refuse(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def fail(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


def entered(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/base.html", {})


urlpatterns = [
    path("accounts/", include("allauth.urls")),
    path("", include("manumit_desk.shell.urls")),
    path("", parts, name="today"),
    path("parts/", parts),
    path("form/", form),
    path("confirm/", confirm),
    path("public/", public),
    path("job/<slug:state>/", job),
    path("bare/", entered),
    path("refuse/", refuse),
    path("fail/", fail),
    path("large/", lambda request: too_large(request, limit=25 * 2**20)),
    path("often/", lambda request: too_many(request, wait=300)),
    path("tips/", include(([path("", entered, name="list")], "tips"))),
    path("search/", entered, name="search"),
]
