"""The account of an estimate as one page that a person who is no statistician can read, print and pass on."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from manumit.estimate.report import Report, rounded
from manumit.pictures.estimates import draw_estimates
from manumit.pictures.render import svg

_STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}th,td{text-align:left;padding:.3rem .6rem;"
    "border-bottom:1px solid #c9c9c9}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}"
    ".headline{font-size:1.2rem;border-left:.4rem solid #1f5fa8;padding-left:1rem}"
    ".warning{border-left:.4rem solid #d97706;padding-left:1rem}svg{max-width:100%;height:auto}caption{text-align:left}"
)


def estimate_page(reports: Mapping[str, Report]) -> str:
    """A whole HTML page of reports by title, pictures in it and nothing fetched from elsewhere. All text is escaped."""
    title = escape(next(iter(reports)))
    body = "".join(_account(report, name) for name, report in reports.items())
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head>'
        f"<body><main>{body}</main></body></html>\n"
    )


def _account(report: Report, title: str) -> str:
    parts = [
        f"<h1>{escape(title)}</h1>",
        f'<p class="headline">{escape(report.headline)}</p>',
        *(f'<p class="warning"><strong>Take care:</strong> {escape(said)}.</p>' for said in report.warnings),
        f"<figure>{svg(draw_estimates(report))}</figure>",
        _methods(report),
        _lists(report),
        _reruns(report),
        _known_truth(report),
        _settings(report),
    ]
    return "".join(parts)


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: int) -> str:
    """A table of which the last `numbers` columns are numbers."""
    words = len(headings) - numbers
    head = "".join(f'<th scope="col"{_kind(n >= words)}>{escape(one)}</th>' for n, one in enumerate(headings))
    body = "".join(
        f"<tr>{''.join(f'<td{_kind(n >= words)}>{escape(cell)}</td>' for n, cell in enumerate(row))}</tr>"
        for row in rows
    )
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _kind(number: bool) -> str:
    return ' class="n"' if number else ""


def _methods(report: Report) -> str:
    rows = [
        (
            one.name,
            one.assumes,
            rounded(one.estimate),
            "" if one.low is None or one.high is None else f"{rounded(one.low)} to {rounded(one.high)}",
        )
        for one in report.methods
    ]
    return _table("Every method, and what it assumes", ("method", "assumes", "estimate", "95% interval"), rows, 2)


def _lists(report: Report) -> str:
    sizes = _table("The lists", ("list", "people"), [(name, f"{n:,}") for name, n in report.sizes.items()], 1)
    pairs = [(one.one, one.other, f"{one.people:,}") for one in report.overlaps]
    return f"<h2>What was counted</h2>{sizes}" + _table(
        "People on both of two lists", ("one", "other", "people"), pairs, 1
    )


def _reruns(report: Report) -> str:
    if not report.reruns:
        return ""
    rows = [(one.what, rounded(one.estimate)) for one in report.reruns]
    return "<h2>How much hangs on one list</h2>" + _table("The stepwise estimate again", ("if", "estimate"), rows, 1)


def _known_truth(report: Report) -> str:
    if not report.known_truth:
        return ""
    rows = [(one.hidden, f"{one.truth:,}", rounded(one.estimate)) for one in report.known_truth]
    said = "People of one list, as the others would have estimated them without it"
    return "<h2>Tried where the truth is known</h2>" + _table(said, ("list", "truly", "estimate"), rows, 2)


def _settings(report: Report) -> str:
    said = ", ".join(f"{name} {value}" for name, value in report.settings.items())
    return f"<p>Made with: {escape(said)}. 95% intervals hold only if the method's assumption holds.</p>"
