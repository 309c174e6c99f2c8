"""Addresses: which edition a public address shows now, where it moved, or why it is gone."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Subquery
from django.http import Http404
from django.utils import timezone

from editorial.built_from import address, reading
from editorial.models import Edition, Withdrawal
from editorial.models.edition import EditionQuerySet
from editorial.prepared import Prepared
from editorial.proof import is_text


@dataclass
class Moved(Exception):
    """The page lives elsewhere now."""

    edition: Edition


@dataclass
class Gone(Exception):
    """The page was public and is not any more; `withdrawal` is None when its time ran out."""

    edition: Edition
    withdrawal: Withdrawal | None
    # Where the page is now: the address of what was withdrawn keeps its notice.
    again: Edition | None = None


def _live_at(kind: str, slug: str, now: datetime) -> EditionQuerySet:
    return Edition.objects.live(now).filter(kind=kind, slug=slug).with_record()[:1]


_at = Prepared(Edition, _live_at)


def find(kind: str, slug: str) -> Edition:
    """The live edition at an address, with the words of its text; what is shown beside a badge goes
    through `as_signed` besides. One query; raises Moved, Gone or Http404."""
    with reading(address(kind, slug)):
        edition = next(iter(_at(kind, slug, timezone.now())), None)
    if edition and not is_text(edition):
        raise Http404("There is no text at this address.")
    return edition or _explain(kind, slug)


def _explain(kind: str, slug: str) -> Edition:
    # Only what was once public is looked at: a scheduled address must stay unknown.
    past = Edition.objects.ever_public().filter(kind=kind, slug=slug)
    edition = past.order_by("-effective_from").first()
    if edition is None:
        raise Http404("There is no such page.")
    now = Edition.objects.live().filter(document=edition.document_id).shown().first()
    if now and not edition.withdrawals.exists():
        raise Moved(now)
    raise Gone(edition, _withdrawal(edition, now), now)


def _withdrawal(edition: Edition, again: Edition | None) -> Withdrawal | None:
    """The notice of what was at this address, where the page is public again elsewhere; else that
    of the document's last public edition."""
    if again:
        return edition.withdrawal
    public = Edition.objects.ever_public().filter(document=edition.document_id)
    last = public.order_by("-number").values("pk")[:1]
    return Withdrawal.objects.filter(edition=Subquery(last)).first()
