"""Who and what stands in which file: a small graph, laid out on the server. Numbers are those of the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from manumit.errors import InputError
from manumit.pictures.drawing import Drawing, shortened
from manumit.pictures.render import FOR, NEUTRAL

MOST_NODES = 60
WIDTH, HEIGHT, MARGIN = 860, 620, 100
COLOURS = {"subject": "#0b2e59", "mention": FOR, "file": "#b45309"}


@dataclass(frozen=True, slots=True)
class Node:
    """A point: the subject itself, another mention, or a file (a tip, a case)."""

    id: str
    words: str
    kind: Literal["subject", "mention", "file"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two nodes, and what it means."""

    left: str
    right: str
    words: str


def table_network(nodes: Sequence[Node], edges: Sequence[Edge]) -> pl.DataFrame:
    """The lines as a table: `number` and `from`, `means`, `to_number` and `to`."""
    number = {node.id: place for place, node in enumerate(nodes, 1)}
    words = {node.id: node.words for node in nodes}
    rows = [(number[one.left], words[one.left], one.words, number[one.right], words[one.right]) for one in edges]
    schema = {"number": pl.Int64, "from": pl.String, "means": pl.String, "to_number": pl.Int64, "to": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def draw_network(nodes: Sequence[Node], edges: Sequence[Edge], *, title: str) -> str:
    """The picture as SVG text. InputError for more than 60 nodes: nobody can read that."""
    if len(nodes) > MOST_NODES:
        raise InputError(
            f"{len(nodes)} nodes are too many for one picture", remedy=f"choose at most {MOST_NODES} of them"
        )
    picture = Drawing(WIDTH, HEIGHT, title)
    picture.text(10, 22, title, size=14)
    places = _places(nodes, edges)
    for edge in edges:
        picture.line(places[edge.left], places[edge.right], NEUTRAL)
    for number, node in enumerate(nodes, 1):
        x, y = places[node.id]
        if node.kind == "file":
            picture.rectangle(x - 11, y - 11, 22, 22, COLOURS[node.kind])
        else:
            picture.circle(x, y, 14 if node.kind == "subject" else 11, COLOURS[node.kind], title=node.words)
        picture.text(x, y + 4, str(number), anchor="middle", size=11, colour="#ffffff")
        picture.text(x, y + 27, shortened(node.words, 26), anchor="middle", size=11)
    _legend(picture)
    return picture.svg()


def _places(nodes: Sequence[Node], edges: Sequence[Edge]) -> dict[str, tuple[float, float]]:
    """Where each node stands; the same graph always stands the same."""
    import networkx as nx  # only the desk draws graphs

    graph = nx.Graph()
    graph.add_nodes_from(node.id for node in nodes)
    graph.add_edges_from((edge.left, edge.right) for edge in edges)
    if len(graph) < 2:
        return {node.id: (WIDTH / 2, HEIGHT / 2) for node in nodes}
    spots = nx.spring_layout(graph, seed=1, k=2.2 / len(graph) ** 0.5, iterations=80)
    across = [float(x) for x, _ in spots.values()]
    down = [float(y) for _, y in spots.values()]
    return {
        one: (
            _stretched(float(x), across, MARGIN, WIDTH - MARGIN),
            _stretched(float(y), down, MARGIN, HEIGHT - MARGIN - 20),
        )
        for one, (x, y) in spots.items()
    }


def _stretched(value: float, of: Sequence[float], low: float, high: float) -> float:
    span = max(of) - min(of)
    return low + (high - low) * ((value - min(of)) / span if span else 0.5)


def _legend(picture: Drawing) -> None:
    foot = HEIGHT - 18
    picture.circle(20, foot, 8, COLOURS["subject"])
    picture.text(34, foot + 4, "the subject")
    picture.circle(130, foot, 8, COLOURS["mention"])
    picture.text(144, foot + 4, "mentioned beside it")
    picture.rectangle(290, foot - 8, 16, 16, COLOURS["file"])
    picture.text(312, foot + 4, "a tip or case")
