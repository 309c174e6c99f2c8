"""What holds a submission back: headings out of order, pictures without words, dead links."""

import re
from collections.abc import Iterator

from editorial.findings import Level, Rule
from findings.rule import Hit, TextRule
from findings.text import Draft, Part

WCAG = "WCAG 2.2, success criterion"
LINK = re.compile(r'<a [^<>]*?\bhref="([^"<>]*)"')
PICTURE = re.compile(r"<img\b[^<>]*>")
ALT = re.compile(r'\salt="\s*[^"\s]')
FOUND = 300  # links that are looked at; a text with more is a list


def headings(draft: Draft) -> Iterator[Hit]:
    for part in draft.parts:
        yield from _of_part(part, 2 if draft.sectioned else 1)


def _of_part(part: Part, above: int) -> Iterator[Hit]:
    """`above` is the level under which the part stands: the page's h1, or the h2 of its section."""
    last = above
    for block in part.blocks:
        if not block.level:
            continue
        if block.level > last + 1:
            said = f"“{block.text}” is a heading of level {block.level} under one of level {last}."
            yield Hit(part, block.text, said, block.text)
        last = max(block.level, above)


def pictures(draft: Draft) -> Iterator[Hit]:
    for part in draft.parts:
        for picture in PICTURE.findall(part.html):
            if not ALT.search(picture):
                yield Hit(part, picture, "has a picture without a text that stands for it.")


def links(draft: Draft) -> Iterator[Hit]:
    for part in draft.parts:
        for address in dict.fromkeys(addresses(part.html)):
            if why := draft.links.dead.get(address):
                yield Hit(part, address, f"has a link to {address}, {why}.")


def early_links(draft: Draft) -> Iterator[Hit]:
    for part in draft.parts:
        for address in dict.fromkeys(addresses(part.html)):
            if address in draft.links.early:
                said = f"has a link to {address}, which is not public yet. Publish both together."
                yield Hit(part, address, said)


def addresses(html: str) -> list[str]:
    return LINK.findall(html)[:FOUND]


RULES = (
    TextRule(
        Rule(
            id="headings-in-order",
            level=Level.BLOCKS,
            reason="Who listens to the page finds their way by its headings.",
            standard=f"{WCAG} 1.3.1; W3C technique G141",
            fires=("<h3>First</h3><p>x</p>", "<h2>First</h2><p>x</p><h4>Then</h4><p>x</p>"),
            silent=("<h2>First</h2><h3>Then</h3><h4>And</h4><h2>Next</h2>", "<p>None at all.</p>"),
        ),
        headings,
    ),
    TextRule(
        Rule(
            id="alt-text",
            level=Level.BLOCKS,
            reason="Who does not see the picture is told what it shows.",
            standard=f"{WCAG} 1.1.1",
            fires=('<p><img src="/a.png"></p>', '<p><img src="/a.png" alt=" "></p>'),
            silent=('<p><img src="/a.png" alt="A T cell meets a tumour cell"></p>',),
        ),
        pictures,
    ),
    TextRule(
        Rule(
            id="dead-link",
            level=Level.BLOCKS,
            reason="A reader who follows the link finds nothing.",
            standard="NHS service manual, Links; W3C, Cool URIs don't change",
            fires=('<p><a href="/articles/no-such-page/">Here</a></p>',
                   '<p><a href="/no/such/place/">Here</a></p>',
                   '<p><a href="/articles/withdrawn/">Here</a></p>',
                   '<p><a href="/admin/">Here</a></p>'),
            silent=('<p><a href="/articles/live/">Here</a></p>',
                    '<p><a href="/articles/draft/">Here</a></p>',
                    '<p><a href="/articles/live/#first">Here</a></p>',
                    '<p><a href="/search/?q=rash">Here</a></p>',
                    '<p><a href="/">Here</a></p>',
                    '<p><a href="https://example.org/no-such-page/">Here</a></p>',
                    '<p><a href="tel:+441632960000">Here</a></p>',
                    '<p><a href="mailto:team@example.org">Here</a></p>'),
        ),
        links,
    ),
    TextRule(
        Rule(
            id="early-link",
            level=Level.ADVISES,
            weight=90,
            reason="Until that page is public, a reader who follows the link finds nothing.",
            standard="NHS service manual, Links",
            fires=('<p><a href="/articles/draft/">Here</a></p>',),
            silent=('<p><a href="/articles/live/">Here</a></p>',
                    '<p><a href="/articles/no-such-page/">Here</a></p>'),
        ),
        early_links,
    ),
)  # fmt: skip
