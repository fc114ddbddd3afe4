"""Courses and the map of who can respond."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from manumit_desk.guard.access import NotThere
from manumit_desk.guard.pages import MemberRequest, members_only
from manumit_desk.training import capability, queries
from manumit_desk.training.access import access_course
from manumit_desk.training.actions.courses import save_course
from manumit_desk.training.forms import CourseForm
from manumit_desk.training.models import Course
from manumit_desk.training.pictures import capability_picture


@members_only
@require_safe
def course_list(request: MemberRequest) -> HttpResponse:
    """All courses."""
    courses = queries.course_rows(request.viewer, page=request.GET.get("page"))
    return render(request, "training/list.html", {"courses": courses, "may_change": request.viewer.works_with_records})


@members_only
@require_safe
def course_page(request: MemberRequest, course_id: int) -> HttpResponse:
    """One course: tests before and after, and the seats that the viewer may see."""
    course, viewer = access_course(course_id), request.viewer
    shown = {
        "course": queries.course_row(course, viewer),
        "gains": capability.gains(course, viewer),
        "seats": queries.seat_rows(course, viewer, page=request.GET.get("page")),
        "may_change": viewer.works_with_records,
        "crumbs": [("Training", "/training/")],
    }
    return render(request, "training/course.html", shown)


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def add_course(request: MemberRequest) -> HttpResponse:
    """Add a course."""
    return _save(request, None, {}, "Add a course")


@members_only
@require_http_methods(["GET", "HEAD", "POST"])
def edit_course(request: MemberRequest, course_id: int) -> HttpResponse:
    """Change a course."""
    course = access_course(course_id)
    said = {name: getattr(course, name) for name in ("title", "kind", "hours", "refresher_months")}
    return _save(request, course, said, f"Change: {course.title}")


def _save(request: MemberRequest, course: Course | None, said: dict[str, Any], title: str) -> HttpResponse:
    if not request.viewer.works_with_records:
        raise NotThere
    form = CourseForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_course(course, viewer=request.viewer, at=timezone.now(), **form.cleaned_data)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, "Saved.")
            return redirect("training:course", saved.pk)
    shown = {"form": form, "title": title, "button": "Save", "crumbs": [("Training", "/training/")]}
    return render(request, "training/form.html", shown, status=422 if form.errors else 200)


@members_only
@require_safe
def map_page(request: MemberRequest) -> HttpResponse:
    """Who can respond where, and where nobody can."""
    live_only, at = request.GET.get("with") != "online", timezone.now()
    found = capability.capability(timezone.localdate(at), live_only=live_only)
    shown = {
        "map": found,
        "picture": capability_picture(found, at),
        "live_only": live_only,
        "crumbs": [("Training", "/training/")],
    }
    return render(request, "training/map.html", shown)
