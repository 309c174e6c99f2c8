"""Does each document's state agree with what is in force? Asked after every act, inside its
transaction, and by `verify_records`."""

from collections.abc import Iterator
from typing import Protocol, cast

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from editorial.exceptions import RecordsDoNotMatch
from editorial.models import Document, Edition, Review, State, Withdrawal


class Facts(Protocol):
    """What `with_facts` adds to a document; an annotation has no type of its own."""

    is_reviewed: bool
    is_public: bool
    was_public: bool
    last_is_withdrawn: bool | None  # None: there is no edition
    has_notice: bool


def check_standing(document: Document) -> None:
    """Raises RecordsDoNotMatch, which undoes the act."""
    for fault in standing_faults(with_facts().get(pk=document.pk)):
        raise RecordsDoNotMatch(
            f"{fault} Nothing was changed; call an operator: `manage.py mend_state --dry-run` says "
            "what can be put right."
        )


def with_facts() -> QuerySet[Document]:
    """Documents with all that the check looks at. One query."""
    editions = Edition.objects.filter(document=OuterRef("pk"))
    latest = editions.exclude(effective_until=F("effective_from")).order_by("-number")
    return Document.objects.only("slug", "state", "kind", "owner", "byline", "naming").annotate(
        is_reviewed=Exists(Review.objects.open().filter(document=OuterRef("pk"))),
        is_public=Exists(Edition.objects.not_over().filter(document=OuterRef("pk"))),
        was_public=Exists(Edition.objects.ever_public().filter(document=OuterRef("pk"))),
        last_is_withdrawn=Subquery(latest.values("withdrawn")[:1]),
        has_notice=Exists(Withdrawal.objects.filter(edition__document=OuterRef("pk"))),
    )


def standing_faults(document: Document) -> Iterator[str]:
    """Of a document `with_facts`."""
    facts = cast("Facts", document)
    name, state = f"Document {document.pk} ({document.slug})", document.state
    if facts.is_reviewed != (state == State.MEDICAL_REVIEW):
        there = "a review is open" if facts.is_reviewed else "no review is open"
        yield f"{name}: it is in {state}, and {there}."
    if state == State.WITHDRAWN and facts.is_public:
        yield f"{name}: it is withdrawn, and an edition of it is public or waits to be."
    if state == State.WITHDRAWN and not facts.has_notice:
        yield f"{name}: it is withdrawn, and there is no notice that says why."
    if state == State.PUBLISHED and facts.last_is_withdrawn is not False:
        yield f"{name}: it is published, and its last edition is withdrawn or missing."
    if state == State.DISCARDED and (facts.is_public or facts.was_public):
        yield f"{name}: it is discarded, and readers have or had an edition of it."
