"""What changes a plan: reports, blockers, measures, links to requirements, review meetings."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard import audit
from manumit_desk.measures.measure import all_measures
from manumit_desk.plan.access import require_edit, require_report
from manumit_desk.plan.models import Action, ActionMeasure, Blocker, Plan, Requirement, Review, Update


@transaction.atomic
def report_on_action(
    action: Action, *, status: str, text: str, proof: str = "", viewer: Viewer, at: datetime
) -> Update:
    """Say where an action stands. ValidationError where it is said to be done without proof."""
    require_report(viewer, action)
    if status not in Action.Status.values:
        raise ValidationError({"status": "Choose where the action stands."})
    if not text.strip():
        raise ValidationError({"text": "Say in a sentence what was done or what is missing."})
    if status == Action.Status.DONE and not (proof.strip() or action.proof):
        raise ValidationError({"proof": "An action that is done needs a proof: name the document, page or record."})
    update = Update.objects.create(
        action=action,
        said_at=at,
        said_by_id=viewer.user_id,
        agency_id=viewer.agency_id,
        status=status,
        text=text.strip(),
    )
    action.status, action.proof = status, proof.strip() or action.proof
    action.save(update_fields=["status", "proof"])
    audit.record("report on action", viewer=viewer, at=at, action_number=action.pk, status=status)
    return update


@transaction.atomic
def set_due_date(action: Action, *, due_date: date | None, viewer: Viewer, at: datetime) -> None:
    """Give an action another due date."""
    require_edit(viewer, action.pillar.plan)
    before = action.due_date.isoformat() if action.due_date else None
    action.due_date, action.due_text = due_date, ""
    action.save(update_fields=["due_date", "due_text"])
    audit.record("set due date", viewer=viewer, at=at, action_number=action.pk, before=before)


@transaction.atomic
def add_blocker(action: Action, *, text: str, waiting_for: str, viewer: Viewer, at: datetime) -> Blocker:
    """Say what an action waits for, and for whom."""
    require_report(viewer, action)
    for field, value in (("text", text), ("waiting_for", waiting_for)):
        if not value.strip():
            raise ValidationError({field: "Fill this in: who is waited for, and for what."})
    blocker = Blocker.objects.create(action=action, text=text.strip(), waiting_for=waiting_for.strip(), since=at)
    audit.record("add blocker", viewer=viewer, at=at, action_number=action.pk)
    return blocker


@transaction.atomic
def resolve_blocker(blocker: Blocker, *, viewer: Viewer, at: datetime) -> None:
    """Say that what was waited for has come. Twice is once."""
    require_report(viewer, blocker.action)
    if Blocker.objects.filter(pk=blocker.pk, resolved_at__isnull=True).update(resolved_at=at):
        audit.record("resolve blocker", viewer=viewer, at=at, action_number=blocker.action_id)


@transaction.atomic
def measure_action(
    action: Action, *, code: str, baseline: float | None, target: float | None, viewer: Viewer, at: datetime
) -> ActionMeasure:
    """Let a registered measure show an action's progress."""
    require_edit(viewer, action.pillar.plan)
    if code not in all_measures():
        raise ValidationError({"code": "There is no such measure."})
    measured, _ = ActionMeasure.objects.update_or_create(
        action=action, code=code, defaults={"baseline": baseline, "target": target}
    )
    audit.record("measure action", viewer=viewer, at=at, action_number=action.pk, code=code)
    return measured


@transaction.atomic
def meet_requirements(action: Action, *, requirements: Iterable[Requirement], viewer: Viewer, at: datetime) -> None:
    """Say which requirements of law an action meets; those not named are no longer met by it."""
    require_edit(viewer, action.pillar.plan)
    action.requirements.set(requirements)
    audit.record("meet requirements", viewer=viewer, at=at, action_number=action.pk)


@transaction.atomic
def hold_review(plan: Plan, *, notes: str, viewer: Viewer, at: datetime) -> Review:
    """Close a review meeting; the next one shows what changed since."""
    require_edit(viewer, plan)
    review = Review.objects.create(plan=plan, held_at=at, notes=notes.strip())
    audit.record("hold review", viewer=viewer, at=at, plan=plan.pk)
    return review
