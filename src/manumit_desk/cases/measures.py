"""What cases count: matters, charges, convictions, restitution, victims; gross as they are entered, net each once."""

from collections.abc import Callable
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, UUIDField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from manumit_desk.cases.models import Case, Charge, Outcome, Party
from manumit_desk.measures.measure import Measure, Period
from manumit_desk.registry.models import Mention


def _last_day(period: Period) -> Any:
    """The last day that counts: of the period, or that of `as_of`."""
    return min(period.last, timezone.localdate(period.as_of))


def _within(period: Period, field: str) -> Q:
    """Records of which a day lies in the period, entered by `as_of`."""
    days = (period.first, _last_day(period))
    return Q((f"{field}__range", days), created_at__lte=period.as_of)


def _opened(kind: Case.Kind) -> Callable[[Period], QuerySet[Any]]:
    """The cases of a kind opened in a period; one matter of several agencies has one key."""

    def records(period: Period) -> QuerySet[Any]:
        opened = Case.objects.for_system().filter(_within(period, "opened_date"), kind=kind)
        return opened.exclude(closing_reason="duplicate").annotate(net_key=F("joint_group"))

    return records


def _who(party: str) -> Coalesce:
    """Who a party is, for counting each once: its subject in the registry, else the party itself."""
    own = Mention.objects.for_system().filter(
        source_kind=Party.kind_of_record(), source_id=OuterRef(party), kind=OuterRef(_beside(party, "kind"))
    )
    return Coalesce(Subquery(own.values("subject")[:1], output_field=UUIDField()), F(party))


def _beside(party: str, field: str) -> str:
    return field if party == "pk" else f"{party}__{field}"


def _in_one_matter(*parts: Any) -> Concat:
    """A key of several parts: the same defendant in the same matter, whoever entered it."""
    texts = [Cast(part, CharField()) for part in parts]
    return Concat(*(one for text in texts for one in (text, Value("/"))), output_field=CharField())


def _charges(period: Period) -> QuerySet[Any]:
    filed = Charge.objects.for_system().filter(_within(period, "filed_date"))
    return filed.annotate(net_key=_in_one_matter(F("case__joint_group"), _who("defendant"), F("statute"), F("said")))


def _convicted(period: Period) -> QuerySet[Any]:
    outcomes = Outcome.objects.for_system().filter(_within(period, "decided_date"), result=Outcome.Result.CONVICTED)
    defendants = Party.objects.for_system().filter(Exists(outcomes.filter(charge__defendant=OuterRef("pk"))))
    return defendants.annotate(net_key=_in_one_matter(F("case__joint_group"), _who("pk")))


def _restitution(field: str) -> Callable[[Period], QuerySet[Any]]:
    def records(period: Period) -> QuerySet[Any]:
        decided = Outcome.objects.for_system().filter(_within(period, "decided_date"), Q((f"{field}__gt", 0)))
        who = _in_one_matter(F("case__joint_group"), _who("charge__defendant"), F("charge__statute"), F("charge__said"))
        return decided.annotate(net_key=who, amount=F(field))

    return records


def _victims_served(period: Period) -> QuerySet[Any]:
    """Victims in files of victim services that were open on some day of the period."""
    served = Party.objects.for_system().filter(
        Q(case__closed_date__isnull=True) | Q(case__closed_date__gte=period.first),
        kind=Party.Kind.PERSON,
        role=Party.Role.VICTIM,
        case__kind=Case.Kind.VICTIM_SERVICES,
        case__opened_date__lte=_last_day(period),
        created_at__lte=period.as_of,
    )
    return served.annotate(net_key=_who("pk"))


def _victims_identified(period: Period) -> QuerySet[Any]:
    """Victims entered in a period into investigations, task-force cases and prosecutions."""
    entered = Party.objects.for_system().filter(
        kind=Party.Kind.PERSON, role=Party.Role.VICTIM, created_at__range=period.bounds
    )
    return entered.exclude(case__kind=Case.Kind.VICTIM_SERVICES).annotate(net_key=_who("pk"))


MEASURES: list[Measure] = [
    Measure(
        code="investigations_opened",
        title="New investigations",
        unit="investigations",
        kind=Case,
        records=_opened(Case.Kind.INVESTIGATION),
    ),
    Measure(
        code="task_force_cases_opened",
        title="New task-force cases",
        unit="cases",
        kind=Case,
        records=_opened(Case.Kind.TASK_FORCE),
    ),
    Measure(
        code="prosecutions_opened",
        title="Prosecutions opened",
        unit="prosecutions",
        kind=Case,
        records=_opened(Case.Kind.PROSECUTION),
    ),
    Measure(code="charges_filed", title="Charges filed", unit="charges", kind=Charge, records=_charges),
    Measure(
        code="defendants_convicted", title="Defendants convicted", unit="defendants", kind=Party, records=_convicted
    ),
    Measure(
        code="restitution_ordered",
        title="Restitution ordered",
        unit="cents",
        kind=Outcome,
        records=_restitution("restitution_ordered_cents"),
        adds_amounts=True,
    ),
    Measure(
        code="restitution_paid",
        title="Restitution paid, of what was ordered in the period",
        unit="cents",
        kind=Outcome,
        records=_restitution("restitution_paid_cents"),
        adds_amounts=True,
    ),
    Measure(
        code="victims_served",
        title="Victims served",
        unit="people",
        kind=Party,
        records=_victims_served,
        about_people=True,
    ),
    Measure(
        code="victims_identified",
        title="Victims entered in investigations and prosecutions",
        unit="people",
        kind=Party,
        records=_victims_identified,
        about_people=True,
    ),
]
