"""A glossary, and how its links are read."""

import re

from glossary.matcher import Term

LINK = re.compile(r'<a class="term" href="/glossary/([^/]*)/" data-term="[^"]*">(.*?)</a>', re.S)


def term(name: str, *synonyms: str, short: str = "", slug: str = "") -> Term:
    slug = slug or re.sub(r"\W+", "-", name).lower()
    return Term(slug, name, "A meaning.", synonyms=synonyms, abbreviations=tuple(short.split()))


def unlinked(html: str) -> str:
    return LINK.sub(r"\2", html)
