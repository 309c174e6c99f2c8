"""The cast and their work: Wen writes, Ravi and Mei review, Edda edits, Olga is an outsider.

Every fixture reaches its state by walking the workflow; nothing is set by hand.
"""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.models import Article, Condition, TherapyType
from editorial import acts
from editorial.acts import drafts
from editorial.acts.statement import Statement
from editorial.checklist import QUESTIONS
from editorial.models import Document, Edition, Review, ReviewerProfile, ReviewTeam, User
from editorial.passages.reading import keys_of_ticks
from editorial.people import identity
from editorial.plan import plan_of
from evidence.cited import attach_cited
from glossary.models import GlossaryEntry

PASSWORD = "correct horse battery staple"
_number = count(1)


# --- People ---------------------------------------------------------------------------------------


@identity.as_one_change()
def person(name: str, *roles: str, **fields: Any) -> User:
    user = User.objects.create_user(
        name.lower(), password=PASSWORD, first_name=name, last_name="Sample", **fields
    )
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


@identity.as_one_change()
def clinician(name: str, *roles: str) -> User:
    user = person(name, *roles, is_staff=True)
    ReviewerProfile.objects.create(
        user=user, slug=name.lower(), printed_name=f"{name} Sample", credentials="MD (fictional)"
    )
    return user


@pytest.fixture
def wen(db: None) -> User:
    return person("Wen", "Writer", is_staff=True)


@pytest.fixture
def will(db: None) -> User:
    """A second writer."""
    return person("Will", "Writer", is_staff=True)


@pytest.fixture
def ravi(db: None) -> User:
    return clinician("Ravi", "Reviewer")


@pytest.fixture
def mei(db: None) -> User:
    return clinician("Mei", "Reviewer")


@pytest.fixture
def edda(db: None) -> User:
    return person("Edda", "Editor", is_staff=True)


@pytest.fixture
def ada(db: None) -> User:
    return person("Ada", "Administrator", is_staff=True)


@pytest.fixture
def root(db: None) -> User:
    """A superuser with a reviewer profile: even so bound by four eyes."""
    user = clinician("Root")
    user.is_superuser = True
    user.save()
    return user


@pytest.fixture
def olga(db: None) -> User:
    return person("Olga")


@pytest.fixture
def team(mei: User) -> ReviewTeam:
    team = ReviewTeam.objects.create(name="Oncology team", slug="oncology-team")
    mei.reviewer_profile.teams.add(team)
    return team


# --- Acts, with what a test does not care about filled in -----------------------------------------


def save(document: Any, by: User, comment: str = "", **relations: Any) -> Any:
    with drafts.saving(
        document, by=by, draft_version=document.draft_version, comment=comment
    ) as saved:
        for name, values in relations.items():
            getattr(saved, name).set(values)
        attach_cited(saved)
    return document


def article(by: User, **fields: Any) -> Article:
    number = next(_number)
    relations = {name: fields.pop(name, []) for name in ("therapies", "conditions", "see_also")}
    given = {
        "owner": by,
        "title": f"Article {number}",
        "slug": f"article-{number}",
        "summary": "What it is, in one sentence.",
        "body": "<h2>First</h2><p>Some text.</p><h2>Second</h2><p>More text.</p>",
    }
    return save(Article(**given | fields), by, **relations)


def therapy(by: User, **fields: Any) -> TherapyType:
    number = next(_number)
    conditions = fields.pop("conditions", [])
    sections = dict.fromkeys(TherapyType.rich_fields, "<p>Some text.</p>")
    given = {
        "owner": by,
        "title": f"Therapy {number}",
        "slug": f"therapy-{number}",
        "summary": "A family of treatments.",
        "mechanism": "checkpoint",
        "routes": ["vein"],
    }
    document = TherapyType(**sections | given | fields)
    with drafts.saving(document, by=by, draft_version=0):
        document.conditions.set(conditions)
        document.risks.create(name="Rash", frequency="Common", seek_help="Call your team.")
    return document


def condition(by: User, **fields: Any) -> Condition:
    number = next(_number)
    sections = dict.fromkeys(Condition.rich_fields, "<p>Some text.</p>")
    given = {
        "owner": by,
        "title": f"Condition {number}",
        "slug": f"condition-{number}",
        "summary": "An illness.",
    }
    return save(Condition(**sections | given | fields), by)


def entry(by: User, **fields: Any) -> GlossaryEntry:
    number = next(_number)
    given = {
        "owner": by,
        "title": f"Term {number}",
        "slug": f"term-{number}",
        "summary": "A word.",
        "patient_definition": "<p>What the word means.</p>",
    }
    return save(GlossaryEntry(**given | fields), by)


def agreed(document: Any) -> Any:
    """Whoever is named as its writer by somebody else is content with it."""
    acts.agree(document, by=document.owner)
    return document


def submit(document: Document, by: User, note: str = "") -> Review:
    return acts.submit(document, by=by, draft_version=document.draft_version, note=note)


def statement(**fields: Any) -> Statement:
    given: dict[str, Any] = {
        "conflict_of_interest": "None declared.",
        "next_review_due": timezone.localdate() + timedelta(days=300),
        "answers": dict.fromkeys(QUESTIONS, "yes"),
    }
    return Statement(**given | fields)


def plan_key(review: Review) -> str:
    """The plan that the signer sees now."""
    return plan_of(Review.objects.get(pk=review.pk), timezone.now()).key


def ticked(review: Review) -> frozenset[str]:
    """Each passage that was changed or taken out, as the signer ticks it."""
    return keys_of_ticks(Review.objects.get(pk=review.pk))


def shown(review: Review, by: User) -> dict[str, Any]:
    """What the form of a signature carries from the page, with all read."""
    return {"shown_plan": plan_key(review), "shown_as": shown_as(by), "read": ticked(review)}


def shown_as(by: User) -> tuple[str, str]:
    """Name and credentials as the signer's page shows them now."""
    profile = ReviewerProfile.objects.filter(user_id=by.pk or 0).first()
    return profile.as_printed if profile else ("", "")


def sign(review: Review, by: User, **fields: Any) -> Edition | None:
    return acts.sign_off(
        review,
        by=by,
        password=PASSWORD,
        shown_digest=review.digest,
        statement=statement(**shown(review, by) | fields),
    )


def publish(document: Document, writer: User, reviewer: User) -> Edition:
    edition = sign(submit(document, writer), reviewer)
    assert edition is not None
    document.refresh_from_db()
    return edition


def days_ahead(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


# --- A document in each state ---------------------------------------------------------------------


@pytest.fixture
def draft(wen: User) -> Article:
    return article(wen)


@pytest.fixture
def review(draft: Article, wen: User) -> Review:
    return submit(draft, wen)


@pytest.fixture
def edition(draft: Article, wen: User, ravi: User) -> Edition:
    return publish(draft, wen, ravi)


@pytest.fixture
def scheduled(wen: User, ravi: User) -> Edition:
    return publish(article(wen, publish_at=days_ahead(3)), wen, ravi)


@pytest.fixture
def withdrawn(edition: Edition, edda: User) -> Edition:
    acts.withdraw(edition.document, by=edda, reason="A study behind this page was retracted.")
    edition.refresh_from_db()
    return edition
