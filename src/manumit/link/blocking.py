"""Which pairs are worth comparing: those that share a key, unless the key has grown too common.

A key is a name and the values of its parts, as one string. The live index stores the same strings as numbers, so batch
and live look at the same pairs. A key that more mentions share than its rule's cap is left out on both: it costs much
and says little, and the mentions that belong together share a rarer one.
"""

from collections.abc import Iterable
from hashlib import md5

import polars as pl

from manumit.link.comparison import Compact, Key, Kind, Part
from manumit.link.conditions import Dialect
from manumit.link.scratch import scratch_database

_SEPARATOR = "\x1f"


def keys_of(kind: Kind, compact: Compact) -> dict[str, Key]:
    """The keys of one compact mention, each with the rule that it comes from."""
    return {text: key for key in kind.keys for text in _texts(key, compact)}


def _texts(key: Key, compact: Compact) -> Iterable[str]:
    first, *rest = (compact[part.field] for part in key.parts)
    if first is None or None in rest:
        return ()
    several = first if isinstance(first, list) else [first]
    texts = [str(value)[: part.first] for value, part in zip(rest, key.parts[1:], strict=True)]
    return [_SEPARATOR.join((key.name, str(value)[: key.parts[0].first], *texts)) for value in several]


def key_number(text: str) -> int:
    """A key as a signed 64-bit number, the same everywhere; two that fall together are only one more pair to weigh."""
    return int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[8:], "little", signed=True)


def key_numbers(kind: Kind, mentions: pl.DataFrame) -> pl.DataFrame:
    """The keys of a table of compact mentions (with `number`): `key`, as `key_number` has it, and `number`; sorted."""
    keys = " union ".join(_keys_sql(key, kind, "duckdb", "mentions", "md5_number_lower") for key in kind.keys)
    with scratch_database() as connection:
        connection.register("mentions", mentions.to_arrow())
        found = pl.DataFrame(connection.sql(f"select distinct key, number from ({keys})").to_arrow_table())
    return found.with_columns(pl.col("key").reinterpret(signed=True)).sort("key", "number")


def pairs_sql(kind: Kind, dialect: Dialect, mentions: str) -> str:
    """The query for the pairs in a table of compact mentions (with `number`) that share a key not too common.

    Columns: `join_key_l` < `join_key_r`, and `match_key`, as Splink takes pairs that were blocked elsewhere.
    """
    hashed = {"duckdb": "hash", "spark": "xxhash64"}[dialect]
    keys = " union all ".join(_keys_sql(key, kind, dialect, mentions, hashed) for key in kind.keys)
    return f"""
        with keys as ({keys}),
             shared as (select key from keys group by key having count(*) between 2 and min(cap)),
             kept as (select keys.key, keys.number from keys join shared on keys.key = shared.key)
        select distinct '0' as match_key, l.number as join_key_l, r.number as join_key_r
        from kept l join kept r on l.key = r.key and l.number < r.number"""


def _keys_sql(key: Key, kind: Kind, dialect: Dialect, mentions: str, hashed: str) -> str:
    """The rows of one key rule: its text hashed, and the mention's number; none where a part is lacking."""
    first = key.parts[0].field
    several = isinstance(kind.schema[first], pl.List)
    if several:
        unnest = {"duckdb": "unnest", "spark": "explode"}[dialect]
        others = "".join(f", {part.field}" for part in key.parts[1:])
        mentions = f"(select number{others}, {unnest}({first}) as {first} from {mentions})"
    texts = [f"'{key.name}'", *(_part_sql(part) for part in key.parts)]
    known = " and ".join(f"{part.field} is not null" for part in key.parts)
    text = f" || '{_SEPARATOR}' || ".join(texts)
    distinct = "distinct " * several  # a mention may have several values with one beginning
    return f"select {distinct}{hashed}({text}) as key, number, {key.cap} as cap from {mentions} where {known}"


def _part_sql(part: Part) -> str:
    text = f"cast({part.field} as varchar(400))"
    return f"substring({text}, 1, {part.first})" if part.first else text
