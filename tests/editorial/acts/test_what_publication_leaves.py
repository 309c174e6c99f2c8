"""What signatures, editions and withdrawals leave: the rows, and one event that tells all."""

from django.utils import timezone

from editorial import acts
from editorial.digests import digest_of
from editorial.models import AuditEvent, Decision, Document, ReceiptKey, SignOff
from editorial.receipts import keys
from tests import cast
from tests.editorial.acts._scene import *  # noqa: F403
from tests.editorial.acts._scene import row, tells

# --- Publication ----------------------------------------------------------------------------------


def test_the_first_of_two_signatures(scene):
    review = cast.submit(cast.article(scene.wen, risk="high"), scene.wen)
    assert cast.sign(review, scene.ravi) is None
    signature = SignOff.objects.get()
    tells(
        "sign off", scene.ravi, review.document, digest=review.digest,
        data={
            "review": review.pk, "sign_off": signature.pk, "shown_plan": "", "read": [],
            "sign_off_digest": digest_of(signature.as_record()),
        },
    )  # fmt: skip
    assert row(review).is_open


def test_the_signature_that_publishes(scene, team):
    edition = cast.sign(scene.review, scene.mei, team=" Oncology team ")
    signature, stored = SignOff.objects.get(), row(scene.review)
    assert (signature.signer, signature.signer_slug) == (scene.mei, "mei")
    assert (signature.printed_name, signature.credentials) == ("Mei Sample", "MD (fictional)")
    assert (signature.team, signature.scope) == ("Oncology team", "whole")
    assert signature.conflict_of_interest == "None declared."
    assert (stored.decision, stored.decided_by) == (Decision.SIGNED, scene.mei)
    event = AuditEvent.objects.last()
    assert signature.signed_at == edition.published_at == edition.effective_from <= event.time
    tells(
        "sign off", scene.mei, scene.draft, digest=scene.review.digest,
        data={
            "review": scene.review.pk, "sign_off": signature.pk, "shown_plan": "", "read": [],
            "sign_off_digest": digest_of(signature.as_record()),
            "decision": stored.decision_as_record(),
            "editions": [row(edition).as_record()],
            "passages": {
                "edition": edition.pk, "digest": digest_of(edition.passages.as_record()),
            },
            "receipt_key": keys.fact_of(ReceiptKey.objects.get()),  # its first use
        },
    )  # fmt: skip


def test_the_edition_that_is_published(scene):
    edition = row(scene.edition())
    snapshot = scene.review.snapshot
    assert (edition.kind, edition.slug) == (snapshot["kind"], snapshot["slug"])
    assert (edition.title, edition.summary) == (snapshot["title"], snapshot["summary"])
    assert (edition.snapshot, edition.digest) == (snapshot, scene.review.digest)
    assert (edition.review, edition.number) == (scene.review, 1)
    assert (edition.published_by, edition.effective_until) == (scene.ravi, None)
    assert edition.last_reviewed == timezone.localdate(edition.published_at)


def test_rescheduling(scene):
    edition, moment = scene.scheduled(), cast.days_ahead(5)
    document = edition.document
    acts.reschedule(document, by=scene.edda, effective_from=moment, reason=" Later. ")
    assert row(edition).effective_from == moment
    assert Document.objects.get(pk=document.pk).publish_at == moment
    tells(
        "reschedule", scene.edda, document, digest=edition.digest, reason="Later.",
        data={"editions": [row(edition).as_record()]},
    )  # fmt: skip


def test_withdrawing(scene):
    edition = scene.edition()
    document = scene.revised(edition)
    review = cast.submit(document, scene.wen)
    withdrawal = acts.withdraw(document, by=scene.edda, reason=" A retracted study. ")
    assert (withdrawal.edition, withdrawal.reason) == (edition, "A retracted study.")
    assert (withdrawal.withdrawn_by, row(review).decided_by) == (scene.edda, scene.edda)
    assert row(review).reason == "A retracted study."
    assert row(edition).effective_until == withdrawal.withdrawn_at
    tells(
        "withdraw", scene.edda, document, digest=edition.digest, reason="A retracted study.",
        data={
            "withdrawal": row(withdrawal).as_record(),
            "decision": row(review).decision_as_record(),
            "editions": [row(edition).as_record()],
        },
    )  # fmt: skip


# --- Drafts ---------------------------------------------------------------------------------------


def test_a_save(scene):
    generation = AuditEvent.objects.last().generation
    document = cast.article(scene.wen, title="New")
    event = AuditEvent.objects.last()
    assert (event.act, event.actor_id, event.generation) == (
        "create", str(scene.wen.pk), generation,
    )  # fmt: skip
    cast.save(document, scene.ravi)
    event = AuditEvent.objects.last()
    assert (event.act, event.actor_id, event.generation) == (
        "edit", str(scene.ravi.pk), generation,
    )  # fmt: skip
    save = event.data["save"]
    assert (save["document"], save["draft_version"]) == (document.pk, 2)
    assert document.stored().updated_at <= event.time
