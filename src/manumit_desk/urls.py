"""All addresses of the desk: the rooms' own, under their names."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path

from manumit_desk.registry.views.search import search
from manumit_desk.today.views import today


def not_here(_: HttpRequest) -> HttpResponse:
    """What allauth has and the desk has not: an administrator makes accounts and gives them their address."""
    raise Http404


urlpatterns = [
    path("accounts/signup/", not_here),
    path("accounts/email/", not_here),
    path("accounts/", include("allauth.urls")),
    path("plan/", include("manumit_desk.plan.urls")),
    path("api/", include("manumit_desk.api.urls")),
    path("agency/", include("manumit_desk.accounts.urls")),
    path("audit/", include("manumit_desk.guard.urls")),
    path("cases/", include("manumit_desk.cases.urls")),
    path("jobs/", include("manumit_desk.jobs.urls")),
    path("tips/", include("manumit_desk.tips.urls")),
    path("training/", include("manumit_desk.training.urls")),
    path("", today, name="today"),
    path("measures/", include("manumit_desk.measures.urls")),
    path("search/", search, name="search"),
    path("", include("manumit_desk.registry.urls")),
    path("", include("manumit_desk.shell.urls")),
]
