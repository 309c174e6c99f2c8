"""What is listed of a paper. Nothing that was not looked up is ever “none listed”."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.db.models.enums import TextChoices

from evidence.retractions.models import Nature, RetractionData, RetractionNotice


class Listed(TextChoices):
    RETRACTED = "retracted", "Retracted"
    CONCERN = "concern", "Expression of concern"
    CORRECTED = "corrected", "Corrected"
    NONE = "none", "None listed"
    NOT_CHECKED = "not_checked", "Not checked"


class Paper(NamedTuple):
    doi: str
    pmid: str
    title_key: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Standing:
    """`as_of`: of which day the data are. `possible`: the title is that of a listed paper, or its
    row could not be read; a person has to look."""

    listed: Listed
    as_of: date | None = None
    since: date | None = None
    notice_doi: str = ""
    possible: bool = False

    @property
    def warns(self) -> bool:
        return self.listed in (Listed.RETRACTED, Listed.CONCERN)

    @property
    def words(self) -> str:
        return f"{_words(self)}{'; possibly listed under another number' * self.possible}"


def _words(standing: Standing) -> str:
    when = f" on {standing.since:%-d %B %Y}" if standing.since else ""
    of = f" as of {standing.as_of:%-d %B %Y}" if standing.as_of else ""
    match standing.listed:
        case Listed.NONE:
            return f"None listed{of}"
        case Listed.NOT_CHECKED:
            return "Not checked"
        case _:
            return f"{standing.listed.label}{when}, listed{of}"


def retracted_words(key: str, standing: Standing) -> str:
    when = f" on {standing.since:%-d %B %Y}" if standing.since else ""
    where = f" (doi:{standing.notice_doi})" if standing.notice_doi else ""
    return (
        f"“{key}” was retracted{when}{where}. Take it and what rests on it out of the text, or "
        "cite another source."
    )


NOT_CHECKED = Standing(Listed.NOT_CHECKED)
WEIGHT = {Nature.CORRECTION: Listed.CORRECTED, Nature.CONCERN: Listed.CONCERN,
          Nature.RETRACTION: Listed.RETRACTED}  # fmt: skip


def current() -> RetractionData | None:
    return RetractionData.objects.filter(current=True).first()


def standings(papers: Iterable[Paper], data: RetractionData | None = None) -> dict[Paper, Standing]:
    """Of each paper, by the current data or those given. Two queries, or one with `data`."""
    wanted = list(dict.fromkeys(papers))
    data = data or (current() if wanted else None)
    if data is None:
        return dict.fromkeys(wanted, NOT_CHECKED)
    found = _Found(data.notices.filter(_about(wanted)).order_by("pk"))
    return {paper: _standing(paper, found, data) for paper in wanted}


def _about(papers: list[Paper]) -> Q:
    about = Q(doi__in={paper.doi for paper in papers if paper.doi})
    about |= Q(pmid__in={paper.pmid for paper in papers if paper.pmid})
    return about | Q(title_key__in={paper.title_key for paper in papers if paper.title_key})


class _Found:
    def __init__(self, notices: QuerySet[RetractionNotice]) -> None:
        self.by: dict[tuple[str, str], list[RetractionNotice]] = defaultdict(list)
        for notice in notices:
            for name in ("doi", "pmid", "title_key"):
                if value := getattr(notice, name):
                    self.by[name, value].append(notice)

    def surely(self, paper: Paper) -> list[RetractionNotice]:
        found = [*self.by.get(("doi", paper.doi), []), *self.by.get(("pmid", paper.pmid), [])]
        return list({each.pk: each for each in found}.values())

    def by_title(self, paper: Paper) -> list[RetractionNotice]:
        found = self.by.get(("title_key", paper.title_key), [])
        years = {paper.year, None}
        return [each for each in found if paper.year is None or each.year in years | _near(paper)]


def _near(paper: Paper) -> set[int | None]:
    year = paper.year or 0
    return {year - 1, year + 1}


def _standing(paper: Paper, found: _Found, data: RetractionData) -> Standing:
    notices = found.surely(paper)
    certain = [each for each in notices if each.nature != Nature.UNREAD]
    others = [each for each in found.by_title(paper) if each not in notices]
    possible = len(certain) < len(notices) or bool(others)
    counted = _last_that_counts(certain)
    if counted:
        listed = WEIGHT[Nature(counted.nature)]
        return Standing(listed, data.as_of, counted.date, counted.notice_doi, possible)
    # Without a number nothing was looked up; a title alone tells of a hit, never of none.
    checked = bool(paper.doi or paper.pmid)
    listed = Listed.NONE if checked else Listed.NOT_CHECKED
    return Standing(listed, data.as_of if checked else None, possible=possible)


def _last_that_counts(notices: list[RetractionNotice]) -> RetractionNotice | None:
    """The gravest that no later reinstatement took back. Without dates nothing is taken back."""
    back = max((n.date for n in notices if n.nature == Nature.REINSTATEMENT and n.date),
               default=None)  # fmt: skip
    for nature in reversed(WEIGHT):
        stand = [
            each
            for each in notices
            if each.nature == nature and not (back and each.date and each.date < back)
        ]
        if stand:
            return max(stand, key=lambda each: each.date or date.min)
    return None
