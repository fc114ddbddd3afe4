"""One batch in a process of its own, so that its peak memory is its own: python -m bench.link_stages WHOSE FOLDER.

Ours reads mentions.parquet in the folder and leaves compact.parquet, with which the peer begins. Prints the seconds of
each stage and the gigabytes of its greatest memory, and of its helping processes', as JSON.
"""

import json
import resource
import sys
import time
from pathlib import Path

import polars as pl

from bench.splink_peer import Peer
from manumit.link.batch import link_batch
from manumit.link.clusters import cluster
from manumit.link.model import Model
from manumit.link.normalise import normalise

WORKERS = 2
FLOOR = -10.0


def main(whose: str, folder: Path) -> None:
    """Run one batch and print what it took."""
    stages: dict[str, float] = {}
    began = time.perf_counter()

    def lap(stage: str) -> None:
        nonlocal began
        now = time.perf_counter()
        stages[stage] = now - began
        began = now

    def blocked(_: str, done: float) -> None:
        if done == 0.4:
            lap("block")

    if whose == "ours":
        raw = pl.read_parquet(folder / "mentions.parquet")
        began = time.perf_counter()
        compact = normalise("person", raw, workers=WORKERS)
        lap("normalise")
        model = Model.load("person").adapted(compact)
        lap("adapt")
        links = link_batch(compact, model, floor=FLOOR, progress=blocked)
        lap("score")
        cluster(compact["id"], links, threshold=model.threshold)
        lap("cluster")
        compact.write_parquet(folder / "compact.parquet")
    else:
        compact = pl.read_parquet(folder / "compact.parquet")
        model = Model.load("person").adapted(compact)
        began = time.perf_counter()
        peer = Peer(compact, model)
        found = peer.links(FLOOR)
        lap("block and score")
        peer.clusters(found, model.threshold)
        lap("cluster")
    own, helpers = (
        resource.getrusage(who).ru_maxrss / 2**20 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(json.dumps({"seconds": stages, "gigabytes": own, "helper gigabytes": helpers}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
