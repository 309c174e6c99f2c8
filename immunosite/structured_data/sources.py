"""The numbered sources, with the links that stand beside each."""

from urllib.parse import quote

from editorial.public.page import Source
from editorial.text.plain_text import words_of
from immunosite.structured_data.node import Node, node


def citation(source: Source) -> Node:
    url, *others = [*links(source), ""]
    return node("CreativeWork", name=words_of(source.html), url=url, sameAs=others[:-1])


def links(source: Source) -> list[str]:
    """As in _partials/sources.html."""
    doi = source.doi and f"https://doi.org/{quote(source.doi)}"
    pubmed = source.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{quote(source.pmid)}/"
    full_text = source.pmcid and f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(source.pmcid)}/"
    return [link for link in (doi, pubmed, full_text, "" if doi else source.url) if link]
