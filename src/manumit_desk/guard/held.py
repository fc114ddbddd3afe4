"""Held objects: records with an owner and a handling code, and a manager that cannot forget to ask who looks."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self, TypeVar, cast

from django.conf import settings
from django.db import models

from manumit_desk.agencies.models import Agency
from manumit_desk.agencies.viewer import Viewer
from manumit_desk.guard.handling import Handling

Held = TypeVar("Held", bound="HeldObject")


class UnguardedError(RuntimeError):
    """Code was about to read held objects without saying who looks."""


class GuardedQuerySet(models.QuerySet[Held]):
    """A query over held objects. It refuses to run until it was told who looks, or why nobody does."""

    _asked = False

    def visible_to(self, viewer: Viewer) -> Self:
        """What the viewer may see of it, by the rules of manumit_desk.guard.rules."""
        from manumit_desk.guard.permission import visible  # the rules know the models

        found = self.filter(visible(self.model, viewer))
        found._asked = True
        return found

    def for_system(self) -> Self:
        """All of it: for matching, counting and other work whose result no person sees as such.

        An architecture test lists the modules that may call it.
        """
        found = self.all()
        found._asked = True
        return found

    def _require(self) -> None:
        if not self._asked:
            raise UnguardedError(f"{self.model.__name__} was read without visible_to(viewer)")

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]
        clone._asked = self._asked
        return clone

    def _fetch_all(self) -> None:
        self._require()
        super()._fetch_all()

    def iterator(self, chunk_size: int | None = None) -> Any:
        self._require()
        return super().iterator(chunk_size)

    def count(self) -> int:
        self._require()
        return super().count()

    def exists(self) -> bool:
        self._require()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require()
        return super().delete()

    def aiterator(self, chunk_size: int = 2000) -> Any:
        self._require()
        return super().aiterator(chunk_size)

    def raw(self, *args: Any, **kwargs: Any) -> Any:
        """SQL by hand would show everything."""
        raise UnguardedError(f"{self.model.__name__} is never read with SQL by hand")

    def resolve_expression(self, *args: Any, **kwargs: Any) -> Any:
        """Used inside another query: the same question is due."""
        self._require()
        return super().resolve_expression(*args, **kwargs)

    def __or__(self, other: Any) -> Any:
        self._require_all(other)
        return super().__or__(other)

    def __and__(self, other: Any) -> Any:
        self._require_all(other)
        return super().__and__(other)

    def __xor__(self, other: Any) -> Any:
        self._require_all(other)
        return super().__xor__(other)

    def _combinator_query(self, combinator: str, *others: Any, **kwargs: Any) -> Any:
        """Union, intersection and difference: each query in it must have been asked."""
        self._require_all(*others)
        return super()._combinator_query(combinator, *others, **kwargs)  # type: ignore[misc]

    def _require_all(self, *others: Any) -> None:
        for query in (self, *others):
            if isinstance(query, GuardedQuerySet) and not query._asked:
                raise UnguardedError(f"{query.model.__name__} was read without visible_to(viewer)")


GuardedManager = models.Manager.from_queryset(GuardedQuerySet)


class HeldObject(models.Model):
    """A record with an owner agency and one handling code. Ids are random: none can be guessed from another.

    `container` names the foreign key to the held object that this one is a part of, such as a party's case: a part is
    shown with the whole, unless its own handling forbids it. `revalidate_by` is the day on which a
    criminal-intelligence record expires unless somebody confirms it (28 CFR 23.20(h): five years).
    """

    container: ClassVar[str | None] = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    handling = models.CharField(max_length=20, choices=Handling, default=Handling.AGENCY)
    revalidate_by = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    objects: ClassVar[Any] = GuardedManager()
    all_objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "all_objects"

    @classmethod
    def kind_of_record(cls) -> str:
        """The name by which shares, the audit and mentions know this kind of record: `cases.party`."""
        return cls._meta.label_lower

    @classmethod
    def whole_kind(cls) -> type[HeldObject] | None:
        """The kind of held object that this kind is a part of; None when it stands alone."""
        return cast("type[HeldObject]", cls._meta.get_field(cls.container).related_model) if cls.container else None

    def refuses(self, agency: Agency) -> str:
        """Why this record is never shown to an agency, for a reason of its own; empty where it has none."""
        return ""

    @property
    def whole(self) -> HeldObject | None:
        """The held object that this one is a part of; None when it stands alone."""
        return getattr(self, self.container) if self.container else None
