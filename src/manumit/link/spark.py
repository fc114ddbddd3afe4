"""The batch on Spark: the same keys, the same model, the same weights, beyond one machine.

Needs the extra `spark` and a Java runtime. It runs in the session that is active (a cluster's), else in a local one.
"""

import os
import sys
import tempfile
from collections.abc import Callable

import pyarrow as pa
from pyspark.sql import SparkSession
from pyspark.sql.functions import arrow_udf  # type: ignore[attr-defined]  # its stub does not list it
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from splink import SparkAPI

from manumit.link.batch import predict
from manumit.link.blocking import pairs_sql
from manumit.link.model import Model
from manumit.link.splink_settings import NUMBER
from manumit.progress import Progress


def local_session() -> SparkSession:
    """The active Spark session, or a new one on this machine's cores that asks nothing of the network."""
    active = SparkSession.getActiveSession()
    if active is not None:
        return active
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the workers take the first python3 on the path
    return (
        SparkSession.builder.master("local[*]")
        .appName("manumit")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.warehouse.dir", tempfile.gettempdir())
        .config("spark.sql.shuffle.partitions", "8")
        .getOrCreate()
    )


def _similarities(left: pa.Array, right: pa.Array) -> pa.Array:
    return pa.array(_measured(JaroWinkler.similarity, left, right), pa.float64())


def _edits(left: pa.Array, right: pa.Array) -> pa.Array:
    return pa.array(_measured(DamerauLevenshtein.distance, left, right), pa.int64())


def _measured(measure: Callable[[str, str], float], left: pa.Array, right: pa.Array) -> list[float | None]:
    """A measure of two arrays' strings pair by pair; None where either is absent."""
    return [None if None in pair else measure(*pair) for pair in zip(left.to_pylist(), right.to_pylist(), strict=True)]


def _register_measures(spark: SparkSession) -> None:
    """Give Spark the string measures of the live index: other libraries' differ on one pair in a few hundred."""
    spark.udf.register("manumit_similarity", arrow_udf(_similarities, "double"))
    spark.udf.register("manumit_edits", arrow_udf(_edits, "bigint"))


def score_on_spark(mentions: pa.Table, model: Model, floor: float, levels: bool, progress: Progress) -> pa.Table:
    """Splink's predictions over numbered compact mentions, at `floor` bits or more."""
    spark = local_session()
    spark.sparkContext.setLogLevel("ERROR")
    _register_measures(spark)
    progress("finding pairs that share a key", 0.0)
    held = spark.createDataFrame(mentions)
    held.createOrReplaceTempView("manumit_mentions")
    pairs = spark.sql(pairs_sql(model.kind, "spark", "manumit_mentions"))
    progress("weighing the pairs", 0.4)
    api = SparkAPI(
        spark_session=spark,
        break_lineage_method="persist",
        num_partitions_on_repartition=spark.sparkContext.defaultParallelism,  # one a core, of however many machines
        register_udfs_automatically=False,
    )
    compared = held.select(NUMBER, *model.kind.compared_fields)
    scored = predict(api, api.register(compared), api.register(pairs), mentions, model, floor, levels)
    result = scored.as_spark_dataframe().toArrow()
    progress("weighing the pairs", 1.0)
    return result
