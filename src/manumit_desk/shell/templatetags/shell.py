"""Parts of a page that are clumsy as an include: {% load shell %}."""

from datetime import datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from manumit_desk.shell.parts import Clock, Picture

register = template.Library()

HANDLING_WORDS = {
    "open": "Open",
    "agency": "Agency only",
    "law_enforcement": "Law enforcement",
    "trade_sensitive": "Trade sensitive",
    "victim_confidential": "Victim confidential",
    "tribal": "Tribal",
}
CLOCK_ICONS = {
    "done": "check_circle",
    "done_late": "check_circle",
    "calm": "schedule",
    "soon": "warning",
    "overdue": "error",
}
ALERT_ROLES = {"error": "alert", "warning": "status", "success": "status", "info": ""}


@register.simple_block_tag
def table(content: str, caption: str, *, hide_caption: bool = False) -> SafeString:
    """A table with a caption; on a narrow screen it scrolls by itself, also from the keyboard."""
    return format_html(
        '<div class="usa-table-container--scrollable desk-table" tabindex="0" role="group" aria-label="{}">'
        '<table class="usa-table usa-table--borderless"><caption{}>{}</caption>{}</table></div>',
        caption,
        SafeString(' class="usa-sr-only"') if hide_caption else "",
        caption,
        content,
    )


@register.simple_block_tag
def alert(content: str, kind: str = "info", title: str = "") -> SafeString:
    """A boxed message: info, success, warning or error; what is pressing is read out at once."""
    role = ALERT_ROLES[kind]
    return format_html(
        '<div class="usa-alert usa-alert--{}{}"{}><div class="usa-alert__body">{}<div class="usa-alert__text">{}</div>'
        "</div></div>",
        kind,
        "" if title else " usa-alert--slim",
        format_html(' role="{}"', role) if role else "",
        format_html('<h2 class="usa-alert__heading">{}</h2>', title) if title else "",
        content,
    )


@register.inclusion_tag("shell/parts/handling.html")
def handling(code: str) -> dict[str, str]:
    """A record's handling code as a word and a colour."""
    return {"code": str(code), "word": HANDLING_WORDS[str(code)]}


@register.inclusion_tag("shell/parts/clock.html", takes_context=True)
def clock(
    context: template.Context, due_at: datetime | None, done_at: datetime | None = None, label: str = ""
) -> dict[str, Any]:
    """How much time is left until `due_at`; nothing when there is no clock."""
    if due_at is None:
        return {"clock": None}
    now = context.get("at") or timezone.now()
    read = Clock.read(due_at, now, done_at)
    return {"clock": read, "icon": CLOCK_ICONS[read.state], "due_at": due_at, "label": label}


@register.inclusion_tag("shell/parts/moment.html")
def moment(at: datetime | None) -> dict[str, datetime | None]:
    """A moment in local time."""
    return {"at": at}


@register.inclusion_tag("shell/parts/pages.html", takes_context=True)
def pages(context: template.Context, page_obj: "Page[Any]") -> dict[str, Any]:
    """Links to the pages of a list; the rest of the query stays as it is."""
    shown = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    numbers = [(number, isinstance(number, int), number == page_obj.number) for number in shown]
    return {"request": context["request"], "list": page_obj, "numbers": numbers}


@register.inclusion_tag("shell/parts/progress.html")
def progress(job: Any, address: str) -> dict[str, Any]:
    """How far background work is; it asks again by itself until the work ended."""
    is_over = str(job.state) in {"done", "failed", "stopped"}
    return {"job": job, "address": address, "is_over": is_over, "percent": round(100 * job.done)}


@register.inclusion_tag("shell/parts/picture.html")
def picture(picture: Picture) -> dict[str, Picture]:
    """A picture, what it does not say, and the same facts as a table."""
    return {"picture": picture}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the design system; it only repeats what the words beside it say."""
    from django.templatetags.static import static

    return format_html(
        '<svg class="usa-icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("vendor/uswds/img/sprite.svg"),
        name,
    )
