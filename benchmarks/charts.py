"""Bars as SVG that anybody can read: a title and a description for screen readers, each bar with
its number as text, and colours that follow the reader's light or dark mode."""

from collections.abc import Iterator
from html import escape

from benchmarks.results import Bars

WIDTH, LABEL, ROOM = 720, 190, 90
BAR, GAP, TOP = 18, 14, 64
# Each apart in lightness, too: for whoever does not see colours, and for print.
STYLE = """
  text { font: 14px system-ui, sans-serif; fill: #1c1c1a }
  .title { font-weight: 600; font-size: 16px }
  .ground { fill: #fff }
  .s0 { fill: #12506b } .s1 { fill: #b8860b } .s2 { fill: #7a4d9e } .s3 { fill: #8a8f98 }
  @media (prefers-color-scheme: dark) {
    text { fill: #ecebe6 }
    .ground { fill: #14171c }
    .s0 { fill: #6fc0e0 } .s1 { fill: #e3b341 } .s2 { fill: #c09be0 } .s3 { fill: #9aa0aa }
  }
"""


def svg(bars: Bars) -> str:
    height = TOP + len(bars.rows) * (len(bars.series) * (BAR + 2) + GAP)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img"'
        ' aria-labelledby="title desc">',
        f'<title id="title">{escape(bars.title)}</title>',
        f'<desc id="desc">{escape(described(bars))}</desc>',
        f"<style>{STYLE}</style>",
        # Of its own, for a page that is dark where the reader's system is not, and the other way.
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        f'<text class="title" x="0" y="18">{escape(bars.title)}</text>',
        *legend(bars),
        *drawn(bars),
        "</svg>",
        "",
    ])  # fmt: skip


def described(bars: Bars) -> str:
    """All that the picture says, in words."""
    rows = (f"{label}: {', '.join(named(bars, values))}" for label, values in bars.rows)
    return f"Bars, in {bars.unit}. {'. '.join(rows)}."


def named(bars: Bars, values: tuple[float | None, ...]) -> Iterator[str]:
    return (f"{name} {said(value)}" for name, value in zip(bars.series, values, strict=True))


def said(value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def legend(bars: Bars) -> Iterator[str]:
    if len(bars.series) == 1:
        return
    left = 0
    for number, name in enumerate(bars.series):
        yield f'<rect class="s{number}" x="{left}" y="32" width="14" height="14"/>'
        yield f'<text x="{left + 20}" y="44">{escape(name)}</text>'
        left += 40 + 8 * len(name)


def drawn(bars: Bars) -> Iterator[str]:
    most = max((v for _, values in bars.rows for v in values if v), default=1)
    top = TOP
    for label, values in bars.rows:
        yield f'<text x="0" y="{top + 14}">{escape(label)}</text>'
        for number, value in enumerate(values):
            width = (value or 0) / most * (WIDTH - LABEL - ROOM)
            size = f'width="{width:.1f}" height="{BAR}"'
            yield f'<rect class="s{number}" x="{LABEL}" y="{top}" {size}/>'
            yield f'<text x="{LABEL + width + 6:.1f}" y="{top + 14}">{said(value)}</text>'
            top += BAR + 2
        top += GAP
