"""A site with documents in every state, to alter behind the application's back."""

import re

import pytest

from editorial import acts
from editorial.models import (
    Answer,
    AuditEvent,
    Comment,
    Edition,
    Review,
    RiskLevel,
    SignOff,
    Withdrawal,
)
from tests import cast
from tests._rows import built_once, undone
from tests._tampering import faults
from tests._worlds import WORLDS, build, people

LABELS = {
    Edition: "Edition",
    Review: "Review",
    SignOff: "Sign-off",
    Withdrawal: "Withdrawal",
    Comment: "Comment",
    Answer: "Answer",
    AuditEvent: "Audit event",
}


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """Documents in every state, and whatever else an act leaves behind."""
    with built_once(django_db_blocker):
        who = people()
        for name in WORLDS:
            build(name, who)
        half_signed = cast.submit(cast.article(who["author"], risk=RiskLevel.HIGH), who["author"])
        cast.sign(half_signed, who["signer"])
        cast.article(who["author"])
        sent_back = cast.submit(cast.article(who["author"]), who["author"])
        remark = acts.comment(sent_back, by=who["signer"], body="Which dose?", place="First")
        acts.answer(remark, by=who["author"], body="The lower.", done=True)
        acts.comment(sent_back, by=who["signer"], body="And how often?")
        acts.resolve(remark, by=who["signer"], reason="As it should be.")
        acts.request_changes(sent_back, by=who["signer"], reason="One word is wrong.")
        yield who


@pytest.fixture
def record(site):
    with undone():
        yield site


def found(row):
    """Is there a fault that names this row?"""
    name = re.compile(rf"{LABELS[type(row)]} {row.pk}\b")
    return any(name.search(fault) for fault in faults())
