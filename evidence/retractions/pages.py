"""What readers are told of the sources of a page, beside the signed words and never among them."""

from editorial.built_from import reading
from editorial.public.page import Page, Source
from evidence.retractions.standing import Listed, Paper, Standing, standings

# What a page is built from here; new data are an act that touches every page.
SOURCES = "retractions"


def told_of(page: Page) -> dict[int, Standing]:
    """By its number, each source of a page that readers are told something of. One query, or two.

    Nothing is told of what was not looked up.
    """
    papers = {source.number: _paper(source) for source in page.sources}
    looked_up = {number: paper for number, paper in papers.items() if paper.doi or paper.pmid}
    with reading(SOURCES):
        found = standings(looked_up.values())
    told = (Listed.RETRACTED, Listed.CONCERN, Listed.CORRECTED)
    by_number = {number: found[paper] for number, paper in looked_up.items()}
    return {number: each for number, each in by_number.items() if each.listed in told}


def _paper(source: Source) -> Paper:
    return Paper(source.doi, source.pmid)
