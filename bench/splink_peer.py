"""Splink 5 as the peer: the same model on the same compact mentions, with its own blocking and connected components."""

import logging
from typing import Any

import polars as pl
from splink import DuckDBAPI, Linker

from manumit.link.evaluate import Quality, evaluate
from manumit.link.model import Model
from manumit.link.scratch import scratch_database
from manumit.link.splink_settings import NUMBER, settings

RULES = (
    "l.given = r.given and l.family = r.family",
    "l.birth = r.birth and substr(l.given, 1, 1) = substr(r.given, 1, 1)",
    "l.birth = r.birth and substr(l.family, 1, 1) = substr(r.family, 1, 1)",
    "l.family = r.family and l.birth_year = r.birth_year and substr(l.given, 1, 1) = substr(r.given, 1, 1)",
    "l.given = r.given and l.birth_year = r.birth_year and substr(l.family, 1, 1) = substr(r.family, 1, 1)",
    "l.family_sound = r.family_sound and l.postcode = r.postcode",
    "l.given_sound = r.given_sound and l.postcode = r.postcode",
    "l.id_first = r.id_first",
    "l.email_first = r.email_first",
)
THRESHOLDS = range(-2, 17)
"""Bits at which its links are tried, and the best for it is taken."""


class Peer:
    """Splink over compact mentions of people."""

    def __init__(self, compact: pl.DataFrame, model: Model) -> None:
        self.ids = compact["id"]
        self._api = DuckDBAPI(scratch_database())
        numbers = pl.int_range(pl.len(), dtype=pl.Int32).alias(NUMBER)
        numbered = compact.select(numbers, *model.kind.compared_fields)
        self._schema = dict(numbered.schema)
        self._known = self._api.register(numbered.to_arrow(), dataset_display_name="known")
        said = settings(model, "duckdb") | {"blocking_rules_to_generate_predictions": list(RULES)}
        self._linker = Linker(self._known, said, log_level=logging.ERROR)
        for field in model.kind.frequency_fields:
            known = compact[field].drop_nulls().unique()
            shares = [model.frequency(field, value) for value in known]
            table = pl.DataFrame({field: known, f"tf_{field}": pl.Series(shares, dtype=pl.Float64)})
            self._linker.table_management.register_term_frequency_lookup(self._api.register(table.to_arrow()), field)

    def matches(self, one: dict[str, Any]) -> int:
        """How many known mentions one new compact mention is likely of (at 0 bits)."""
        new = pl.DataFrame([one | {NUMBER: -1}], schema=self._schema)
        right = self._api.register(new.to_arrow())
        found = self._linker.inference.predict_between(
            self._known, right, threshold_match_weight=0, warning_mode="never"
        )
        count = len(found.as_pyarrow_table())
        found.drop_table_from_database_and_remove_from_cache()
        return count

    def links(self, floor: float) -> Any:
        """Its predictions, at `floor` bits or more."""
        return self._linker.inference.predict(threshold_match_weight=floor, warning_mode="never")

    def clusters(self, links: Any, threshold: float) -> pl.DataFrame:
        """Its connected components over links at `threshold` bits or more: `id`, `cluster_id`."""
        found = self._linker.clustering.cluster_pairwise_predictions_at_threshold(
            links, threshold_match_weight=threshold
        )
        table = pl.DataFrame(found.as_pyarrow_table()).sort(NUMBER)
        return pl.DataFrame({"id": self.ids.gather(table[NUMBER]), "cluster_id": table["cluster_id"].cast(pl.String)})

    def best(self, truth: pl.DataFrame) -> tuple[Quality, float]:
        """How good its clusters are at the threshold that makes most of them exact, and that threshold."""
        links = self.links(min(THRESHOLDS))
        tried = [(evaluate(self.clusters(links, threshold), truth), float(threshold)) for threshold in THRESHOLDS]
        return max(tried, key=lambda found: found[0].cluster.f1)
