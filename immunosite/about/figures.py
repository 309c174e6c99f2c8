"""Figures: what the live editions say of the whole site. The database counts, not Python."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from django.db.models import Count, F, Q
from django.utils import timezone

from editorial.models import Edition


@dataclass(frozen=True)
class Share:
    """So many of the live pages."""

    part: int
    whole: int

    def __str__(self) -> str:
        if self.is_all and self.whole > 1:
            return f"All {self.whole} live pages"
        return f"{self.part} of {self.whole} live pages"

    @property
    def is_all(self) -> bool:
        return self.part == self.whole


@dataclass(frozen=True)
class Reviews:
    """How fresh the reviews of the live pages are; ages in days."""

    pages: int
    overdue: int
    last: date | None
    median_age: int | None

    @property
    def in_date(self) -> Share:
        return Share(self.pages - self.overdue, self.pages)


@dataclass(frozen=True)
class Texts:
    sourced: Share
    explained: Share  # of those with a second edition: they say what changed, and why


def reviews() -> Reviews:
    """One query, with a row for each day on which a page was last reviewed."""
    today = timezone.localdate()
    days = (
        Edition.objects.live()
        .order_by("last_reviewed")
        .values_list("last_reviewed")
        .annotate(pages=Count("pk"), overdue=Count("pk", filter=Q(next_review_due__lt=today)))
    )
    rows = list(days)
    ages = Counter({(today - day).days: pages for day, pages, _ in rows})
    return Reviews(
        pages=ages.total(),
        overdue=sum(overdue for *_, overdue in rows),
        last=rows[-1][0] if rows else None,
        median_age=median_low(ages.elements()) if rows else None,
    )


def texts() -> Texts:
    """One query."""
    revised = Q(number__gt=1)
    counted = Edition.objects.live().aggregate(
        pages=Count("pk"),
        sourced=Count("pk", filter=Q(snapshot__content__sources__0__isnull=False)),
        revised=Count("pk", filter=revised),
        silent=Count("pk", filter=revised & Q(snapshot__change_note="")),
    )
    return Texts(
        sourced=Share(counted["sourced"], counted["pages"]),
        explained=Share(counted["revised"] - counted["silent"], counted["revised"]),
    )


def signed(pages: int) -> Share:
    """The live pages whose review and signatures all hold the edition's digest. One query.

    Whether the text has that digest is computed when a page is shown, and by `verify_records`."""
    theirs = Count("review__sign_offs")
    same = Count("review__sign_offs", filter=Q(review__sign_offs__digest=F("digest")))
    live = Edition.objects.live().filter(review__digest=F("digest")).order_by()
    counted = live.annotate(theirs=theirs, same=same).filter(
        same=F("theirs"), same__gte=F("review__required_signers")
    )
    return Share(counted.count(), pages)
