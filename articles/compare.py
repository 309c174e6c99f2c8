"""Therapies side by side: what each signed page says of the same topic."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe

from articles.kind_names import THERAPY
from articles.pages import TherapyPage
from editorial.models import Edition
from editorial.public.views import linked_pages
from editorial.text.outline import framed

FEWEST, MOST = 2, 4
# What is compared: the section of the page, and what readers call it.
TOPICS = {
    "how-it-works": "How it works",
    "how-it-is-given": "How it is given",
    "conditions": "Conditions",
    "benefits": "Benefits",
    "risks-text": "Risks",
    "unknowns": "What is not known",
}
# On its own page a source is a jump away and can be jumped back from; here it is on another page.
SOURCE = re.compile(r'(<a [^>]*?href=")#([^"]*")(?: id="cite-[^"]*")?')


@dataclass
class Selection:
    """Which of the published therapies were asked for, and what to tell the reader about it."""

    slugs: list[str]
    notes: list[str] = field(default_factory=list)

    @property
    def is_enough(self) -> bool:
        return len(self.slugs) >= FEWEST


def choose(slugs: list[str], published: Mapping[str, str]) -> Selection:
    """`published` holds the titles by address. What is not in it is not named to the reader
    either: a draft, a withdrawn page and a slip of the pen all look the same."""
    once = list(dict.fromkeys(slugs))
    known = [slug for slug in once if slug in published]
    choice = Selection(known[:MOST])
    if missing := len(once) - len(known):
        choice.notes.append(_left_out(missing))
    if len(slugs) > len(once):
        choice.notes.append("A therapy that was chosen twice stands here once.")
    if more := known[MOST:]:
        titles = ", ".join(published[slug] for slug in more)
        choice.notes.append(f"Four at most can stand side by side. Left out: {titles}.")
    if once and not choice.is_enough:
        few = "Choose at least one more" if known else "Choose at least two"
        choice.notes.append(f"{few} from the list below.")
    return choice


def _left_out(missing: int) -> str:
    if missing == 1:
        return "One of the therapies asked for is not published here and is left out."
    return f"{missing} of the therapies asked for are not published here and are left out."


@dataclass(frozen=True)
class Column:
    edition: Edition
    page: TherapyPage
    conditions: list[Edition]
    # The query that leaves the others side by side.
    others: str

    def says(self, topic: str) -> SafeString:
        """The signed text of a section, its links to sources leading to its own page."""
        section = self.page.section(topic)
        html = framed(section.html) if section else ""
        address = self.edition.get_absolute_url()
        # Signed HTML, cleaned when it was saved.
        return mark_safe(SOURCE.sub(rf"\g<1>{address}#\g<2>", html))  # noqa: S308


@dataclass(frozen=True)
class Cell:
    column: Column
    html: SafeString


@dataclass(frozen=True)
class ComparedRow:
    topic: str
    heading: str
    cells: list[Cell]


def published() -> dict[str, str]:
    """The titles of all therapies that can be compared, by address."""
    live = Edition.objects.live().filter(kind=THERAPY)
    therapies = live.true_copies().values_list("slug", "title")
    return dict(sorted(therapies, key=lambda each: each[1].casefold()))


def columns(slugs: list[str]) -> list[Column]:
    """The live pages in the order asked for. Three queries, however many."""
    live = Edition.objects.live().filter(kind=THERAPY, slug__in=slugs)
    editions = {edition.slug: edition for edition in live.shown()}
    found = [editions[slug] for slug in slugs if slug in editions]
    pages = [(edition, edition.page_as(TherapyPage)) for edition in found]
    named = linked_pages({"condition": [pk for _, page in pages for pk in page.ids("condition")]})
    return [
        Column(edition, page, _conditions(page, named), _without(edition.slug, slugs))
        for edition, page in pages
    ]


def _conditions(page: TherapyPage, named: Mapping[int, Edition]) -> list[Edition]:
    live = [named[pk] for pk in page.ids("condition") if pk in named]
    return sorted(live, key=lambda edition: edition.title.casefold())


def _without(slug: str, slugs: list[str]) -> str:
    return urlencode([("t", each) for each in slugs if each != slug])


def rows(side_by_side: list[Column]) -> list[ComparedRow]:
    return [
        ComparedRow(topic, heading, [Cell(column, column.says(topic)) for column in side_by_side])
        for topic, heading in TOPICS.items()
    ]


def table(choice: Selection) -> dict[str, object]:
    """Nothing to show until there are two."""
    side_by_side = columns(choice.slugs) if choice.is_enough else []
    return {"columns": side_by_side, "rows": rows(side_by_side)}
