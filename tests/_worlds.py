"""One document in each state it can stand in, and everybody who might try to act on it."""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from editorial import acts
from editorial.models import Comment, Document, Review
from tests import cast

People = dict[str, Any]


@dataclass
class World:
    name: str
    people: People
    document: Document
    review: Review  # the open one, else the last
    remark: Comment  # the last one
    before: Any = None  # the database, to compare with


def people() -> People:
    superuser, superuser_who_edited = cast.clinician("Root"), cast.clinician("Rita")
    for each in (superuser, superuser_who_edited):
        each.is_superuser = True
        each.save()
    deactivated = cast.clinician("Dora", "Reviewer")
    deactivated.is_active = False
    deactivated.save()
    return {
        "author": cast.person("Wen", "Writer"),
        "contributor": cast.clinician("Connie", "Reviewer"),
        "other writer": cast.person("Will", "Writer"),
        "reviewer": cast.clinician("Ravi", "Reviewer"),
        "editor": cast.person("Edda", "Editor"),
        "administrator": cast.person("Ada", "Administrator"),
        "superuser": superuser,
        "superuser who edited": superuser_who_edited,
        "outsider": cast.person("Olga"),
        "anonymous": AnonymousUser(),
        "deactivated reviewer": deactivated,
        "signer": cast.clinician("Mei", "Reviewer"),  # signs the earlier editions
    }


def build(name: str, who: People | None = None) -> World:
    everybody = who or people()
    document = WORLDS[name](everybody)
    document = Document.objects.get(pk=document.pk)
    remark = Comment.objects.about(document).latest("pk")
    return World(name, everybody, document, document.reviews.latest("number"), remark)


# --- The way to each state ------------------------------------------------------------------------


def edited(document: Any, who: People, **fields: Any) -> Any:
    for name, value in fields.items():
        setattr(document, name, value)
    for editor in ("author", "contributor", "superuser who edited"):
        cast.save(document, who[editor])
    return document


def written(who: People, **fields: Any) -> Any:
    return edited(cast.article(who["author"], **fields), who)


def published(document: Any, who: People) -> Any:
    cast.sign(submitted(document, who["author"], who), who["signer"])
    return document.stored()


def revised(document: Any, who: People, **fields: Any) -> Any:
    acts.revise(document, by=who["author"])
    return edited(document.stored(), who, **fields)


def submitted(document: Any, by: Any, who: People) -> Review:
    """In each world there is a comment; it is resolved where the world does not say otherwise."""
    review = cast.submit(document, by)
    acts.resolve(remarked(review, who), by=who["reviewer"])
    return review


def remarked(review: Review, who: People) -> Comment:
    return acts.comment(review, by=who["reviewer"], body="Is this true?")


def under_review(who: People) -> Any:
    return submitted(written(who), who["author"], who).document


def with_a_remark(who: People) -> Any:
    """Given to a reviewer, who raised something."""
    document = under_review(who)
    acts.take(document.open_review(), by=who["reviewer"], shown_assignee=None)
    remarked(document.open_review(), who)
    return document


def recalled(document: Any, who: People) -> Any:
    acts.recall(document.open_review(), by=who["editor"])
    return document


def asked(who: People) -> Any:
    """Somebody else named the author as its writer; the author has not answered."""
    document = recalled(under_review(who), who).stored()
    for owner in ("other writer", "author"):
        document.owner = who[owner]
        cast.save(document, who["other writer"])
    return document


def live(who: People) -> Any:
    return published(written(who), who)


def reaffirming(who: People) -> Any:
    return acts.reaffirm(live(who), by=who["contributor"]).document


def live_and_scheduled(who: People) -> Any:
    return published(revised(live(who), who, publish_at=cast.days_ahead(3)), who)


def expired(who: People) -> Any:
    document = published(written(who, expire_at=timezone.now() + timedelta(seconds=4)), who)
    while document.live_edition():
        time.sleep(0.05)
    return document


def withdrawn(who: People) -> Any:
    document = live(who)
    acts.withdraw(document, by=who["editor"], reason="A study behind this page was retracted.")
    return document


def discarded(who: People) -> Any:
    return acts.discard(recalled(under_review(who), who), by=who["author"])


WORLDS = {
    "draft": lambda who: recalled(under_review(who), who),
    "draft, remarked": lambda who: recalled(with_a_remark(who), who),
    "draft, asked": asked,
    "draft, live": lambda who: revised(live(who), who),
    "review": under_review,
    "review, remarked": with_a_remark,
    "review, live": lambda who: (
        submitted(revised(live(who), who), who["other writer"], who).document
    ),
    "review, re-affirming": reaffirming,
    "live": live,
    "scheduled": lambda who: published(written(who, publish_at=cast.days_ahead(3)), who),
    "live and scheduled": live_and_scheduled,
    "expired": expired,
    "withdrawn": withdrawn,
    "discarded": discarded,
}
