"""Therapies grouped by what they do in the body."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Case, IntegerField, OuterRef, Subquery, Value, When

from articles.choices import Mechanism
from articles.diagrams import Diagram
from articles.pages import TherapyPage
from editorial.models import Edition, EditionFacet
from editorial.models.edition import EditionQuerySet


@dataclass(frozen=True)
class Group:
    mechanism: str
    therapies: list[Edition]

    @property
    def diagram(self) -> Diagram | None:
        """The drawing, where one of these pages has it under a signature that holds."""
        pages = (each.page_as(TherapyPage) for each in self.therapies if each.badge)
        drawn = (page.diagram for page in pages if page.mechanism == self.mechanism)
        return next((diagram for diagram in drawn if diagram and diagram.svg), None)


def by_mechanism(therapies: EditionQuerySet) -> EditionQuerySet:
    """In the order of Mechanism, so that a page of the list can be grouped by it."""
    places = [
        When(mechanism=name, then=Value(place)) for place, name in enumerate(Mechanism.values)
    ]
    facet = EditionFacet.objects.filter(edition=OuterRef("pk"), role="mechanism")
    named = therapies.annotate(mechanism=Subquery(facet.values("value")[:1]))
    last = Value(len(places))
    place = Case(*places, default=last, output_field=IntegerField())
    return named.order_by(place, "title", "pk")


def grouped(therapies: Iterable[Edition]) -> list[Group]:
    """Neighbours of one mechanism together; they come in that order."""
    groups = groupby(therapies, key=lambda edition: vars(edition)["mechanism"] or "")
    return [Group(mechanism, list(editions)) for mechanism, editions in groups]
