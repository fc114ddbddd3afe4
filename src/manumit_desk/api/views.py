"""The guide to the API, made from its schema."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from manumit_desk.api.desk import API
from manumit_desk.guard.pages import MemberRequest, members_only


@require_safe
@members_only
def guide(request: MemberRequest) -> HttpResponse:
    """What can be called, and how."""
    paths = API.get_openapi_schema()["paths"]
    calls = [
        [method.upper(), path, operation.get("summary", "")]
        for path, operations in paths.items()
        for method, operation in operations.items()
    ]
    return render(request, "api/guide.html", {"calls": calls, "columns": ["Method", "Address", "What it does"]})


@csrf_exempt  # as for all calls: a session opens nothing here
def nothing_here(_: HttpRequest, **_rest: str) -> HttpResponse:
    """An address that is none: in the API's own form."""
    return JsonResponse({"detail": "There is nothing here for you.", "fields": {}}, status=404)
