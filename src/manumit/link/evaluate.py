"""How good clusters are, where the truth is known.

Three ways of counting, each with precision, recall and F1 (their harmonic mean):

- pairwise: of the pairs put together, how many belong together; of the pairs that belong together, how many
  are put together. Large clusters weigh most.
- cluster: of the clusters, how many are exactly one subject with all its mentions; of the subjects, how many
  are found exactly. Subjects with a single mention count too. One wrong mention spoils a cluster.
- B-cubed: the share of a mention's cluster that is of its subject, and the share of its subject that is in
  its cluster, averaged over mentions.

Definitions: Michelson and Macskassy (2009); Bagga and Baldwin (1998); Binette and Reiter, ER-Evaluation
(2023). All are counted from the table of clusters by subjects, so a million mentions take about a second.
"""

from dataclasses import asdict, dataclass
from typing import Any, Self

import polars as pl

from manumit.errors import InputError


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, 0 to 1. Where there was nothing to get wrong, they are 1."""

    precision: float
    recall: float

    @classmethod
    def of(cls, right: float, found: float, true: float) -> Self:
        """From how many are right, how many were found, and how many there truly are."""
        return cls(right / found if found else 1.0, right / true if true else 1.0)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        """Precision, recall and F1 by name."""
        return asdict(self) | {"f1": self.f1}


@dataclass(frozen=True, slots=True)
class Quality:
    """How good clusters are. `mentions` counts those with a known truth: only they are looked at."""

    pairwise: Score
    cluster: Score
    bcubed: Score
    mentions: int
    clusters: int
    subjects: int

    def as_dict(self) -> dict[str, Any]:
        """The same as plain values, for JSON."""
        scores = {name: getattr(self, name).as_dict() for name in ("pairwise", "cluster", "bcubed")}
        return scores | {"mentions": self.mentions, "clusters": self.clusters, "subjects": self.subjects}

    def as_text(self) -> str:
        """The same as a small table for people."""
        named = {"pairwise": self.pairwise, "by cluster": self.cluster, "B-cubed": self.bcubed}
        rows = [
            f"{name:<12}{score.precision:>9.4f}{score.recall:>9.4f}{score.f1:>9.4f}" for name, score in named.items()
        ]
        head = f"{'':<12}{'precision':>9}{'recall':>9}{'F1':>9}"
        counts = f"{self.mentions:,} mentions in {self.clusters:,} clusters; truly {self.subjects:,} subjects"
        return "\n".join([head, *rows, counts])


def evaluate(clusters: pl.DataFrame, truth: pl.DataFrame) -> Quality:
    """How well `clusters` (`id`, `cluster_id`) tell what `truth` says (`id` and one more column, which names
    the subject).

    Mentions whose subject is not known (null, or not in `truth`) are left out.
    """
    counts = _contingency(clusters, truth)
    by_cluster = counts.group_by("cluster_id").agg(pl.col("both").sum(), subjects=pl.len())
    by_subject = counts.group_by("subject").agg(pl.col("both").sum())
    sizes = counts.join(by_cluster.select("cluster_id", in_cluster="both"), on="cluster_id").join(
        by_subject.select("subject", of_subject="both"), on="subject"
    )
    mentions = int(sizes["both"].sum())
    exact = sizes.filter((pl.col("both") == pl.col("in_cluster")) & (pl.col("both") == pl.col("of_subject"))).height
    share = sizes.select(
        precision=pl.col("both").pow(2) / pl.col("in_cluster"),
        recall=pl.col("both").pow(2) / pl.col("of_subject"),
    ).sum()
    return Quality(
        pairwise=Score.of(_pairs(counts["both"]), _pairs(by_cluster["both"]), _pairs(by_subject["both"])),
        cluster=Score.of(exact, by_cluster.height, by_subject.height),
        bcubed=Score(*(share[column][0] / mentions if mentions else 1.0 for column in share.columns)),
        mentions=mentions,
        clusters=by_cluster.height,
        subjects=by_subject.height,
    )


def _contingency(clusters: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """`cluster_id`, `subject`, and how many mentions are in `both`."""
    others = [column for column in truth.columns if column != "id"]
    if "id" not in truth.columns or len(others) != 1:
        raise InputError(
            "truth has to be a column 'id' and one more",
            remedy=f"the columns are: {', '.join(truth.columns)}",
        )
    known = truth.select("id", subject=others[0]).drop_nulls()
    return clusters.join(known, on="id").group_by("cluster_id", "subject").agg(both=pl.len().cast(pl.Int64))


def _pairs(counts: pl.Series) -> int:
    return int((counts * (counts - 1)).sum()) // 2
