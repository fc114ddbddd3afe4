"""Drawing SVG directly, for pictures that a chart library does not lay out. All text goes through the XML writer."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from manumit.pictures.render import INK

FONT = "sans-serif"
_NOT_IN_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Drawing:
    """An SVG picture of a width and height in pixels; whatever text is put in stays text."""

    def __init__(self, width: float, height: float, title: str) -> None:
        size = {"width": _short(width), "height": _short(height), "viewBox": f"0 0 {_short(width)} {_short(height)}"}
        self._root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", **size})
        SubElement(self._root, "title").text = _printable(title)
        self.rectangle(0, 0, width, height, "#ffffff")

    def rectangle(self, x: float, y: float, width: float, height: float, fill: str) -> None:
        """A filled box."""
        self._add("rect", x=x, y=y, width=width, height=height, fill=fill)

    def circle(self, x: float, y: float, radius: float, fill: str, *, title: str = "") -> None:
        """A disc, with words for whoever points at it."""
        self._add("circle", title, cx=x, cy=y, r=radius, fill=fill, stroke="#ffffff")

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str, *, width: float = 1) -> None:
        """A straight line."""
        self._add("line", x1=start[0], y1=start[1], x2=end[0], y2=end[1], stroke=colour, stroke_width=width)

    def path(self, data: str, fill: str, *, title: str = "") -> None:
        """An area by its SVG path data."""
        self._add("path", title, d=data, fill=fill, stroke="#ffffff", stroke_width=0.7)

    def text(
        self, x: float, y: float, words: str, *, anchor: str = "start", size: float = 12, colour: str = INK
    ) -> None:
        """Words at a point: `anchor` is start, middle or end."""
        shown = self._add("text", x=x, y=y, text_anchor=anchor, font_size=size, fill=colour, font_family=FONT)
        shown.text = _printable(words)

    def svg(self) -> str:
        """The picture as SVG text."""
        return tostring(self._root, encoding="unicode")

    def _add(self, tag: str, title: str = "", /, **attributes: float | str) -> Element:
        shown = {
            name.replace("_", "-"): value if isinstance(value, str) else _short(value)
            for name, value in attributes.items()
        }
        element = SubElement(self._root, tag, shown)
        if title:
            SubElement(element, "title").text = _printable(title)
        return element


def shortened(words: str, most: int) -> str:
    """Words cut to a number of characters, with a sign that they were."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def shades(colours: Sequence[str], greatest: int) -> list[tuple[int, int, str]]:
    """Whole numbers from 1 to the greatest in as many ranges as there are colours, or fewer: first, last, colour."""
    count = min(len(colours), greatest)
    ends = [greatest * (place + 1) // count for place in range(count)]
    starts = [1, *(end + 1 for end in ends)]
    return list(zip(starts, ends, colours[len(colours) - count :], strict=False))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _printable(words: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", words)
