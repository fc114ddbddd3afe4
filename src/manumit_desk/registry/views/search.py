"""Search over all that the viewer may see. What is looked for goes in the body: addresses are kept in many places."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.registry.forms import SearchForm
from manumit_desk.registry.search import search as search_for


@members_only
@require_http_methods(["GET", "POST"])
def search(request: MemberRequest) -> HttpResponse:
    """One box for everything."""
    form = SearchForm(request.POST if request.method == "POST" else None)
    results = None
    if form.is_bound and form.is_valid():
        results = search_for(request.viewer, form.cleaned_data["q"], at=timezone.now())
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "registry/search.html", {"form": form, "results": results}, status=status)
