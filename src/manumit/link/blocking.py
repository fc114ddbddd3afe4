"""Which pairs are worth comparing: those that share a key, unless the key has grown too common.

A key is a name and the values of its parts, as one string. The live index stores the same strings, so batch and live
look at the same pairs. A key that more than `KEY_CAP` mentions share is left out on both: it costs much and says little,
and the mentions that belong together share a rarer one.
"""

from collections.abc import Iterable

import polars as pl

from manumit.link.comparison import Compact, Key, Kind, Part

KEY_CAP = 100
_SEPARATOR = "\x1f"


def keys_of(kind: Kind, compact: Compact) -> dict[str, Key]:
    """The keys of one compact mention, each with the rule that it comes from."""
    return {text: key for key in kind.keys for text in _texts(key, compact)}


def _texts(key: Key, compact: Compact) -> Iterable[str]:
    if isinstance(compact[key.parts[0].field], list):
        return [_SEPARATOR.join((key.name, value)) for value in compact[key.parts[0].field]]
    values = [compact[part.field] for part in key.parts]
    if None in values:
        return ()
    texts = [str(value)[: part.first] for value, part in zip(values, key.parts, strict=True)]
    return (_SEPARATOR.join((key.name, *texts)),)


def key_table(kind: Kind, compact: pl.DataFrame) -> pl.DataFrame:
    """The keys of a compact table: `key` (a hash), `row` (the mention's row number)."""
    rows = compact.with_row_index("row")
    parts = [_key_rows(rows, key) for key in kind.keys]
    return pl.concat(parts)


def _key_rows(rows: pl.DataFrame, key: Key) -> pl.DataFrame:
    first = key.parts[0].field
    if isinstance(rows.schema[first], pl.List):
        rows = rows.select("row", first).explode(first)
    text = pl.concat_str([pl.lit(key.name), *(_part(part) for part in key.parts)], separator=_SEPARATOR)
    keyed = rows.lazy().select("row", key=text).drop_nulls("key").unique()
    return keyed.select(key=pl.col("key").hash(), row="row").collect()


def _part(part: Part) -> pl.Expr:
    text = pl.col(part.field).cast(pl.String)
    return text.str.slice(0, part.first) if part.first else text
