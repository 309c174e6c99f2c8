"""The words of clean HTML, on one line: for search, feeds, summaries, machines and counts.

The text is HTML as nh3 leaves it: every `<` opens a tag, every attribute is in double quotes.
"""

import re
from html import unescape

TAG = re.compile(r'<(?P<closes>/?)(?P<name>[a-z][a-z0-9]*)(?P<attributes>(?:[^>"]|"[^"]*")*)>')
# The number of a source is no word of the text.
CITATION = re.compile(r'<sup class="citation">.*?</sup>', re.DOTALL)
# They stand within a word: `im<strong>mu</strong>nity` is one, `<p>a</p><p>b</p>` are two.
INLINE = frozenset({"a", "abbr", "b", "dfn", "em", "i", "mark", "span", "strong", "sub", "sup"})
RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")


def words_of(html: str) -> str:
    """What the tags say of a word is kept: “10⁹/L”, “CO₂”, and “2^(nd)” where Unicode has no such
    letters. A tag that ends a line parts words."""
    html = CITATION.sub("", html)
    out: list[str] = []
    scripts: list[tuple[str, int]] = []  # open sub and sup, each with where its words begin
    at = 0
    for tag in TAG.finditer(html):
        out.append(unescape(html[at : tag.start()]))
        at = tag.end()
        name = tag["name"]
        if name not in INLINE:
            out.append(" ")
        elif name in ("sub", "sup") and not tag["closes"]:
            scripts.append((name, len(out)))
        elif name in ("sub", "sup") and scripts:
            script, start = scripts.pop()
            out[start:] = [_scripted("".join(out[start:]), script)]
    out.append(unescape(html[at:]))
    return " ".join("".join(out).split())


def _scripted(text: str, script: str) -> str:
    inner = text.strip()
    if not inner:
        return text
    table = RAISED if script == "sup" else LOWERED
    if all(ord(char) in table for char in inner):
        return text.translate(table)
    sign = "^" if script == "sup" else "_"
    return text.replace(inner, f"{sign}({inner})")


def shortened(text: str, most: int) -> str:
    """The text, or as many whole words of it as fit with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
