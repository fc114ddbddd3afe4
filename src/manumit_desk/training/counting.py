"""Who is who among professionals: the link engine on names, contact points and towns. Tables in, tables out.

Two uses with one engine: within an agency, where only what is certain makes two rows one person; and across agencies,
where people are counted once. A work address that several people share makes none of them one.
"""

import math

import polars as pl

from manumit.link.batch import link_batch
from manumit.link.clusters import cluster
from manumit.link.comparison import DIFFERENT_LEVEL
from manumit.link.model import Model
from manumit.link.normalise import normalise
from manumit.progress import Progress, silent

CERTAIN = 12.0
"""Bits from which two rows of one agency are one person there: odds of 4,000 to 1."""
LIKELY = 4.0
"""Bits from which records of several agencies are one person. Rosters hold no birth dates, and names go together by
origin, so namesakes weigh more than the model thinks: chosen on made-up rosters of another seed than the measured one.
"""
FLOOR = -10.0
SURE = 1_000.0
SUREST = 30.0
"""Bits from which a link is taken for true when counting how often employers agree."""
_FIELDS = {
    "name": "name",
    "given_name": "given_name",
    "middle_name": "middle_name",
    "family_name": "family_name",
    "email": "email",
    "phone": "phone",
    "city": "city",
    "state": "region",
    "postcode": "postcode",
}


def count_once(
    people: pl.DataFrame,
    *,
    previous: pl.DataFrame | None = None,
    certain: bool = False,
    workers: int = 1,
    progress: Progress = silent,
) -> pl.DataFrame:
    """Who is who: `id`, `cluster_id`, in the order given. `people`: `id`, `employer` and any of the fields of
    a roster, as text.

    `previous` (`id`, `cluster_id`) gives the names of before, so that they stay. With `certain`, only rows that are
    one person beyond doubt are put together.
    """
    known = {field: people[field] for field in _FIELDS if field in people.columns}
    raw = pl.DataFrame({"id": people["id"], **{_FIELDS[field]: values for field, values in known.items()}})
    compact = normalise("person", raw, workers=workers, progress=progress)
    model = Model.load("person").adapted(compact)
    found = with_employers(link_batch(compact, model, floor=FLOOR, levels=True, progress=progress), people)
    links, threshold = _without_other_names(found, certain=certain), LIKELY
    if certain:
        links, threshold = pl.concat([links, _same_address(compact)]), CERTAIN
    return cluster(raw["id"], links, threshold=threshold, previous=previous, progress=progress).clusters


def with_employers(links: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """The links with what `employer` says added, in bits, where both are known; the model of people knows no jobs.

    How often one person names the same employer twice is read from the surest links. That the same is named by chance
    depends on the town, which was weighed already: it is the employer's share of the town's people.
    """
    if "employer" not in people.columns or links.is_empty():
        return links
    town = _plain("city") if "city" in people.columns else pl.lit("")
    said = people.select("id", employer=_plain("employer"), town=town.fill_null(""))
    said = said.filter(pl.col("employer") != "").with_columns(
        share=pl.len().over("employer", "town") / pl.len().over("town")
    )
    pairs = links.join(said, left_on="left", right_on="id", how="left", maintain_order="left")
    pairs = pairs.join(said, left_on="right", right_on="id", how="left", maintain_order="left", suffix="_right")
    same = pl.col("employer") == pl.col("employer_right")
    sure = pairs.filter(pl.col("weight") >= SUREST).select(same.alias("same")).drop_nulls()["same"]
    faithful = min((float(sure.sum()) + 8.0) / (len(sure) + 10.0), 0.95)
    by_chance = pl.max_horizontal("share", "share_right")
    bits = pl.when(same).then((faithful / by_chance).log(2)).otherwise(math.log2(1 - faithful))
    known = pl.col("employer").is_not_null() & pl.col("employer_right").is_not_null()
    return links.with_columns(
        weight=pairs.select(pl.col("weight") + pl.when(known).then(bits).otherwise(0.0)).to_series()
    )


def _plain(column: str) -> pl.Expr:
    """A text in small letters with single spaces, without signs."""
    return pl.col(column).str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def _without_other_names(links: pl.DataFrame, *, certain: bool) -> pl.DataFrame:
    """The links, those between people of other names made light: colleagues share an office's address and town.

    With `certain` another given name is enough.
    """
    given, family = pl.col("level_given_name") == DIFFERENT_LEVEL, pl.col("level_family_name") == DIFFERENT_LEVEL
    others = given if certain else given & family
    weight = pl.when(others).then(FLOOR).otherwise(pl.col("weight")).alias("weight")
    return links.select("left", "right", weight)


def _same_address(compact: pl.DataFrame) -> pl.DataFrame:
    """Links between rows with one e-mail address and one given name, or where one has no name at all."""
    mailed = compact.select("id", "given", "family", "email_first").filter(pl.col("email_first").is_not_null())
    first = mailed.unique("email_first", keep="first", maintain_order=True)
    pairs = mailed.join(first, on="email_first", suffix="_first").filter(pl.col("id") != pl.col("id_first"))
    nameless = (pl.col("given").is_null() & pl.col("family").is_null()) | (
        pl.col("given_first").is_null() & pl.col("family_first").is_null()
    )
    alike = pl.col("given") == pl.col("given_first")
    return pairs.filter(alike.fill_null(False) | nameless.fill_null(False)).select(
        left=pl.min_horizontal("id", "id_first"), right=pl.max_horizontal("id", "id_first"), weight=pl.lit(SURE)
    )
