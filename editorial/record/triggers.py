"""Database triggers that keep the record: what was signed is never updated or deleted.

Overriding `save()` does not make a table immutable (`QuerySet.update`, raw SQL); these do. They are
put back after every migration, because SQLite loses a table's triggers when it remakes the table.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

from editorial.record.trigger_sql import Trigger, dialect

NEVER = "are never updated or deleted"


def append_only(table: str, what: str) -> list[Trigger]:
    return [
        Trigger(f"{table}_no_{event.lower()}", table, event, "1 = 1", f"{what} {NEVER}")
        for event in ("UPDATE", "DELETE")
    ]


def never_replaced(table: str, what: str, keys: list[str]) -> Trigger:
    """INSERT OR REPLACE deletes the old row, and in a plain `sqlite3` shell without a word to the
    triggers on DELETE. So a key that is there is refused before; `keys` as SQL over `kept`."""
    there = f"EXISTS (SELECT 1 FROM {table} kept WHERE {' OR '.join(keys)})"  # noqa: S608
    return Trigger(f"{table}_no_replace", table, "INSERT", there, f"{what} {NEVER}")


def needs_event(table: str, act: str, tells: str) -> Trigger:
    """A row comes right after the last audit event, and that event tells of it; `tells` as SQL over
    `event`."""
    there = f"""EXISTS (SELECT 1 FROM editorial_auditevent event WHERE event.act = '{act}'
    AND event.sequence = (SELECT max(sequence) FROM editorial_auditevent) AND {tells})"""  # noqa: S608
    return Trigger(
        f"{table}_event", table, "INSERT", f"NOT {there}", "The audit log has no such act"
    )


def frozen(table: str, what: str, columns: list[str]) -> list[Trigger]:
    """The named columns never change and rows are never deleted; other columns may change."""
    changed = " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in columns)
    return [
        Trigger(f"{table}_frozen", table, "UPDATE", changed, f"{what}: this is never changed"),
        Trigger(f"{table}_no_delete", table, "DELETE", "1 = 1", f"{what} {NEVER}"),
    ]


REVIEW = ["id", "document_id", "number", "reaffirms", "snapshot", "digest", "draft_version",
          "revision_id", "baseline_id", "required_signers", "note", "submitted_by_id",
          "submitted_at"]  # fmt: skip
COMMENT = ["id", "review_id", "place", "body", "written_by_id", "written_at"]
HOLD = ["id", "person_id", "event", "changer_id", "since", "what", "key"]
EDITION = ["id", "document_id", "number", "review_id", "kind", "slug", "title", "summary",
           "snapshot", "digest", "published_by_id", "published_at", "expires_at", "last_reviewed",
           "next_review_due"]  # fmt: skip

# Two spans meet, and neither is the empty span of a cancelled edition, or withdrawn, which is in
# force at no time.
OVERLAP = """NOT NEW.withdrawn AND EXISTS (
    SELECT 1 FROM editorial_edition other
    WHERE other.id <> NEW.id AND other.document_id = NEW.document_id AND NOT other.withdrawn
    AND (other.effective_until IS NULL OR other.effective_until > other.effective_from)
    AND (NEW.effective_until IS NULL OR NEW.effective_until > NEW.effective_from)
    AND (NEW.effective_until IS NULL OR other.effective_from < NEW.effective_until)
    AND (other.effective_until IS NULL OR other.effective_until > NEW.effective_from))"""

# An address that was public, or is about to be, stays with its document. An edition that was
# cancelled before it began holds nothing.
ADDRESS = """EXISTS (
    SELECT 1 FROM editorial_edition other
    WHERE other.document_id <> NEW.document_id
    AND other.kind = NEW.kind AND lower(other.slug) = lower(NEW.slug)
    AND (other.effective_until IS NULL OR other.effective_until > other.effective_from))"""

# A span that has ended stays ended, and it may be drawn out only to where a later edition begins.
REOPENED = """OLD.effective_until IS NOT NULL
    AND (NEW.effective_until IS NULL OR NEW.effective_until > OLD.effective_until)
    AND (OLD.effective_until <= {now} OR NEW.effective_until IS NULL OR NOT EXISTS (
        SELECT 1 FROM editorial_edition later
        WHERE later.document_id = NEW.document_id AND later.number > NEW.number
        AND later.effective_from >= NEW.effective_until))"""

# Only a start that has not come may be moved, and only to one that has not come.
BACKDATED = """OLD.effective_from {differs} NEW.effective_from
    AND (OLD.effective_from <= {now} OR NEW.effective_from <= {now})"""

# Each event follows the last one.
LOOSE = """NEW.sequence <> (SELECT coalesce(max(sequence), 0) + 1 FROM editorial_auditevent)
    OR NEW.previous_hash <> coalesce((SELECT last.hash FROM editorial_auditevent last
        WHERE last.sequence = NEW.sequence - 1), NEW.previous_hash)"""

# What makes a row of each table the same as another, for a replacement.
SAME = "kept.id = NEW.id"
KEYS = {
    "editorial_signoff": [
        SAME, "(kept.review_id = NEW.review_id AND kept.signer_id = NEW.signer_id)"],
    "editorial_auditevent": ["kept.sequence = NEW.sequence"],
    "editorial_withdrawal": [SAME],
    "editorial_answer": [SAME],
    "editorial_editionfacet": [SAME],
    "editorial_authorship": [
        SAME, "(kept.document_id = NEW.document_id AND kept.draft_version = NEW.draft_version"
        " AND kept.passage = NEW.passage AND kept.author_id = NEW.author_id"
        " AND kept.took_out = NEW.took_out)"],
    "editorial_editionpassages": [SAME, "kept.edition_id = NEW.edition_id"],
    "editorial_review_change_contributors": [
        SAME, "(kept.review_id = NEW.review_id AND kept.user_id = NEW.user_id)"],
    "editorial_review_contributors": [
        SAME, "(kept.review_id = NEW.review_id AND kept.user_id = NEW.user_id)"],
    "reversion_version": [
        SAME, "(kept.db = NEW.db AND kept.content_type_id = NEW.content_type_id"
        " AND kept.object_id = NEW.object_id AND kept.revision_id = NEW.revision_id)"],
    "reversion_revision": [SAME],
    "editorial_reviewerprofile": [SAME, "kept.user_id = NEW.user_id", "kept.slug = NEW.slug"],
    "editorial_identityhold": [SAME, "kept.event = NEW.event"],
    "editorial_keysignature": ["kept.sign_off_id = NEW.sign_off_id"],
    "editorial_receipt": [SAME, "kept.edition_id = NEW.edition_id"],
    "editorial_receiptkey": ["kept.kid = NEW.kid", "kept.in_use_from = NEW.in_use_from"],
    "editorial_review": [
        SAME, "(kept.document_id = NEW.document_id AND (kept.number = NEW.number"
        " OR (kept.decision = 'open' AND NEW.decision = 'open')))"],
    "editorial_comment": [SAME],
    "editorial_edition": [
        SAME, "kept.review_id = NEW.review_id",
        "(kept.document_id = NEW.document_id AND (kept.number = NEW.number"
        " OR (kept.effective_until IS NULL AND NEW.effective_until IS NULL)))"],
}  # fmt: skip

TRIGGERS: list[Trigger] = [
    *append_only("editorial_signoff", "Sign-offs"),
    *append_only("editorial_keysignature", "Signatures of keys"),
    *append_only("editorial_auditevent", "Audit events"),
    *append_only("editorial_receipt", "Receipts"),
    *append_only("editorial_receiptkey", "Keys of receipts"),
    *append_only("editorial_withdrawal", "Withdrawals"),
    *append_only("editorial_answer", "Answers to comments"),
    *append_only("editorial_editionfacet", "Facets of an edition"),
    *append_only("editorial_authorship", "Authors of passages"),
    *append_only("editorial_editionpassages", "Passages of an edition"),
    *append_only("editorial_review_contributors", "Contributors to a review"),
    *append_only("editorial_review_change_contributors", "Contributors to a review"),
    *append_only("reversion_version", "Saved versions"),
    *append_only("reversion_revision", "Revisions"),
    *frozen("editorial_review", "Reviews", REVIEW),
    *frozen("editorial_comment", "Comments", COMMENT),
    *frozen("editorial_edition", "Editions", EDITION),
    *frozen("editorial_reviewerprofile", "Reviewer profiles", ["id", "user_id", "slug"]),
    *frozen("editorial_identityhold", "Changes of accounts", HOLD),
    Trigger("editorial_identityhold_confirmed", "editorial_identityhold", "UPDATE",
            "OLD.confirmed_at IS NOT NULL", "A confirmed change is never changed"),
    *(never_replaced(table, "Rows of the record", keys) for table, keys in KEYS.items()),
    needs_event("editorial_signoff", "sign off",
                "event.digest = NEW.digest AND event.sequence = NEW.event_id"
                " AND event.actor_id = CAST(NEW.signer_id AS text) AND {its_sign_off} = NEW.id"),
    needs_event("editorial_edition", "sign off",
                "event.digest = NEW.digest AND event.sequence = NEW.event_id"
                " AND event.document_id = CAST(NEW.document_id AS text)"
                " AND {its_edition} = NEW.id"),
    needs_event("editorial_editionfacet", "sign off", "{its_edition} = NEW.edition_id"),
    needs_event("editorial_editionpassages", "sign off", "{its_edition} = NEW.edition_id"),
    needs_event("editorial_withdrawal", "withdraw", "{its_withdrawal} = NEW.id"),
    Trigger("editorial_auditevent_follows", "editorial_auditevent", "INSERT", LOOSE,
            "Audit events follow one another"),
    Trigger("editorial_review_decided", "editorial_review", "UPDATE",
            "OLD.decision <> 'open'", "A closed review is never changed"),
    Trigger("editorial_comment_resolved", "editorial_comment", "UPDATE",
            "OLD.resolved_at IS NOT NULL", "A resolved comment is never changed"),
    Trigger("editorial_edition_reopened", "editorial_edition", "UPDATE", REOPENED,
            "An edition that ended never comes back"),
    Trigger("editorial_edition_backdated", "editorial_edition", "UPDATE", BACKDATED,
            "Nothing is published into the past"),
    Trigger("editorial_edition_overlap_insert", "editorial_edition", "INSERT", OVERLAP,
            "Two editions of one document cannot be in force at once"),
    Trigger("editorial_edition_overlap_update", "editorial_edition", "UPDATE", OVERLAP,
            "Two editions of one document cannot be in force at once"),
    Trigger("editorial_edition_address", "editorial_edition", "INSERT", ADDRESS,
            "A public address stays with its page"),
    Trigger("editorial_edition_withdrawn", "editorial_edition", "UPDATE",
            "OLD.withdrawn AND NOT NEW.withdrawn", "What was withdrawn stays withdrawn"),
]  # fmt: skip


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every trigger in place, replacing what stands there under its name."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            # Dropped and made anew, not made if missing: an altered trigger of the right name would
            # stay.
            for statement in dialect(connection).create(trigger):
                cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away. For tests that alter or empty the record on purpose."""
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            cursor.execute(dialect(connection).drop(trigger))


def faults(connection: BaseDatabaseWrapper) -> list[str]:
    """The triggers that are missing, switched off, or not as written here, and strange ones."""
    ours = dialect(connection)
    expected = {key: text for trigger in TRIGGERS for key, text in ours.expected(trigger).items()}
    # Strange triggers count too: one that undoes ours on the same table would pass by name.
    guarded = {table for table, _ in expected}
    with connection.cursor() as cursor:
        standing = ours.standing(cursor)
        # A trigger may stand there and never fire: replication mode on PostgreSQL, REPLACE on
        # SQLite.
        found = [] if ours.fires(cursor) else ["Triggers are switched off on this connection."]
    for table, name in sorted(expected.keys() | standing.keys()):
        if (table, name) not in expected and table in guarded:
            found.append(f"Trigger {name} on {table} is not one of ImmunoSite's.")
        elif expected.get((table, name)) != standing.get((table, name)) and table in guarded:
            found.append(f"Trigger {name} on {table} is missing, off or altered.")
    return found
