"""How long the glossary takes to link one page: `python -m benchmarks.glossary_linker`.

A page of 2,000 words with 240 pieces of markup, and glossaries of 50, 500 and 5,000 invented terms.
The page uses 40 of them, and each fifth word begins a term that then does not follow. With
`--terms FILE` (JSON lines with `term` and `synonyms`) also a glossary of real ones. The least of
many runs is shown, in milliseconds.
"""

import argparse
import json
import random
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import django
from django.utils.html import escape

from glossary.linker import PageLinker
from glossary.matcher import Matcher, Term
from immunosite import environment

WORDS, USED, RUNS = 2000, 40, 100
LIMIT = 5.0  # milliseconds
SYLLABLES = "an ti bo dy im mu no the ra py car cin o ma cell tu mor kin ase li gand re cep tor"


def word(chance: random.Random) -> str:
    return "".join(chance.choices(SYLLABLES.split(), k=chance.randint(2, 4)))


def invented(count: int, chance: random.Random) -> list[Term]:
    """Terms of one to three words, each with a synonym and an abbreviation."""
    return [
        Term(
            slug=f"term-{number}",
            name=" ".join(word(chance) for _ in range(chance.randint(1, 3))),
            meaning="What it is, in one sentence.",
            synonyms=(f"{word(chance)} {word(chance)}",),
            abbreviations=(word(chance)[:4].upper(),),
        )
        for number in range(count)
    ]


def real(lines: Iterable[str]) -> list[Term]:
    rows = [json.loads(line) for line in lines]
    return [
        Term(f"term-{number}", row["term"], "What it is.", synonyms=tuple(row["synonyms"]))
        for number, row in enumerate(rows)
    ]


def page(terms: list[Term], chance: random.Random) -> str:
    """Paragraphs of about 80 words, with headings, bold, links, citations and some of the terms."""
    begun = [term.name.split()[0] for term in terms if " " in term.name]
    text = [chance.choice(begun) if n % 5 == 0 else f"x{word(chance)}" for n in range(WORDS)]
    for place, term in enumerate(terms[:USED]):
        text[place * WORDS // USED + 3] = term.name
    text = [escape(each) for each in text]
    for place in range(0, WORDS, 50):
        text[place] = f"<strong>{text[place]}</strong>"
        text[place + 7] = f'<a href="#x">{text[place + 7]}</a>'
        text[place + 14] += '<sup class="citation"><a href="#source-1">1</a></sup>'
    blocks = [" ".join(text[start : start + 80]) for start in range(0, WORDS, 80)]
    html = [f'<h2 id="h{n}">Heading</h2>\n<p>{block}.</p>' for n, block in enumerate(blocks)]
    return '<div class="prose">' + "\n".join(html) + "</div>"


def fastest(act: Callable[[], object], runs: int = RUNS) -> float:
    """Milliseconds."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        act()
        times.append(time.perf_counter() - start)
    return min(times) * 1000


def measure(name: str, terms: list[Term]) -> float:
    html = page(terms, random.Random(2))  # noqa: S311 - a benchmark, not a secret
    build = fastest(lambda: Matcher(terms), 3)
    matcher = Matcher(terms)
    linker = PageLinker(matcher)
    linker.link(html)
    link = fastest(lambda: PageLinker(matcher).link(html, frozenset({"prose"})))
    print(f"{name:>12} {len(terms):>6} {len(linker.linked):>7} {build:>9.1f} {link:>8.2f}")
    return link


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--terms", type=Path)
    given = parser.parse_args()
    environment.use_settings("tests.settings")
    django.setup()
    terms = invented(5000, random.Random(1))  # noqa: S311
    print(f"{'glossary':>12} {'terms':>6} {'linked':>7} {'build ms':>9} {'page ms':>8}")
    times = [measure("invented", terms[:count]) for count in (50, 500, 5000)]
    if given.terms:
        times.append(measure("real", real(given.terms.read_text().splitlines())))
    print(f"5,000 terms cost {times[2] / times[0]:.2f} times as much as 50.")
    if max(times) > LIMIT:
        raise SystemExit(f"Over the limit of {LIMIT} ms.")


if __name__ == "__main__":
    main()
