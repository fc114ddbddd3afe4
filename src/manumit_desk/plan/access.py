"""Who may read and change a plan: all members read; leads and partners report; the overseer's people edit."""

from django.http import Http404

from manumit_desk.agencies.roles import Role
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.permission import RefusedError
from manumit_desk.plan.models import Action, Plan


def access_plan(plan_id: int) -> Plan:
    """A plan by its number; every member may read every plan."""
    plan = Plan.objects.select_related("overseer").filter(pk=plan_id).first()
    if plan is None:
        raise Http404
    return plan


def access_action(action_id: int) -> Action:
    """An action by its number, with its plan."""
    action = Action.objects.select_related("pillar__plan__overseer", "principle").filter(pk=action_id).first()
    if action is None:
        raise Http404
    return action


def may_edit(viewer: Viewer, plan: Plan) -> bool:
    """Whether the viewer may change the plan itself: an overseer of the agency that oversees it."""
    return viewer.role == Role.OVERSEER and plan.overseer_id == viewer.agency_id


def may_report(viewer: Viewer, action: Action) -> bool:
    """Whether the viewer may report on an action: somebody of an agency that leads or helps, or the overseer."""
    if may_edit(viewer, action.pillar.plan):
        return True
    reports = viewer.works_with_records or viewer.role == Role.OVERSEER
    return reports and action.parties.filter(agency=viewer.agency_id).exists()


def require_edit(viewer: Viewer, plan: Plan) -> None:
    """RefusedError unless the viewer may change the plan."""
    if not may_edit(viewer, plan):
        raise RefusedError("Only the plan's overseer may change the plan.")


def require_report(viewer: Viewer, action: Action) -> None:
    """RefusedError unless the viewer may report on the action."""
    if not may_report(viewer, action):
        raise RefusedError("Only agencies that lead or help with this action may report on it.")
