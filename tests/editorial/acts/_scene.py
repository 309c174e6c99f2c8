"""A page under review and the cast, for what each refusal says and each act leaves."""

from contextlib import contextmanager

import pytest

from editorial import acts
from editorial.models import AuditEvent
from tests import cast


class Scene:
    """The cast and a page under review; the rest of what a refusal needs is done here."""

    def __init__(self, wen, ravi, mei, edda, olga):
        self.wen, self.ravi, self.mei, self.edda, self.olga = wen, ravi, mei, edda, olga
        self.draft = cast.article(wen, title="Rash", slug="rash")
        self.review = cast.submit(self.draft, wen)

    def document(self):
        return self.draft.stored()

    def edition(self):
        return cast.sign(self.review, self.ravi)

    def scheduled(self):
        document = cast.article(self.wen, publish_at=cast.days_ahead(3))
        return cast.publish(document, self.wen, self.ravi)

    def remark(self, by=None):
        return acts.comment(self.review, by=by or self.mei, body="Is this so?")

    def sign_off(self, **given):
        return acts.sign_off(
            self.review,
            **{
                "by": self.ravi,
                "password": cast.PASSWORD,
                "shown_digest": self.review.digest,
                "statement": cast.statement(shown_as=cast.shown_as(self.ravi)),
            }
            | given,
        )

    def revised(self, edition):
        acts.revise(edition.document, by=self.wen)
        document = edition.document.stored()
        document.summary = "Another dose."
        return cast.save(document, self.wen)


@pytest.fixture
def scene(wen, ravi, mei, edda, olga):
    return Scene(wen, ravi, mei, edda, olga)


@contextmanager
def says(kind, message, brief=""):
    """Such a refusal, and these words from the first to the last."""
    with pytest.raises(kind) as refused:
        yield
    assert refused.type is kind
    assert (refused.value.message, refused.value.brief) == (message, brief or message)


def tells(act, by, document, **facts):
    """The last event, all but its time and its place in the chain."""
    event = AuditEvent.objects.last()
    given = {"digest": "", "reason": "", "data": {}} | facts
    assert {name: getattr(event, name) for name in given} == given
    assert (event.act, event.actor, event.actor_id) == (act, f"{by} ({by.username})", str(by.pk))
    about = (event.document_kind, event.document_id, event.document_title)
    assert about == ("article", str(document.pk), document.title)
    assert event.generation == event.sequence
    return event


def row(record):
    return type(record).objects.get(pk=record.pk)
