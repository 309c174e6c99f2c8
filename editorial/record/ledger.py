"""What the audit log says of each row. The checks take out what they find; what is left was
deleted."""

from collections.abc import Iterable, Iterator

from editorial.digests import digest_of
from editorial.models import AuditEvent, State
from editorial.record.clock import Clock
from editorial.record.states import state_after


class Ledger:
    """What the chain says of each row, by its id; the facts as digests, to stay small."""

    def __init__(self) -> None:
        self.submitted: dict[object, str] = {}
        self.decided: dict[object, str] = {}
        self.signed: dict[object, str] = {}
        self.editions: dict[object, str] = {}
        self.withdrawn: dict[object, str] = {}
        self.assigned: dict[object, str] = {}
        self.comments: dict[object, str] = {}
        self.answers: dict[object, str] = {}
        self.resolved: dict[object, str] = {}
        self.saves: dict[object, str] = {}
        self.passages: dict[object, str] = {}
        # Of the rows of a save, by document and draft version.
        self.authorship: dict[tuple[int, int], str] = {}
        self.states: dict[str, State] = {}
        self.namings: dict[str, object] = {}
        self.own_keys: dict[object, str] = {}
        self.people: dict[int, str] = {}
        self.held: dict[int, str] = {}
        self.confirmed: dict[int, str] = {}
        self.clock = Clock()
        # The last event that tells of a row, by which its badge is computed.
        self.told: dict[tuple[str, object], int] = {}
        # What a group that administrators made may do, by its id.
        self.rights: dict[str, set[str]] = {}

    def enter(self, event: AuditEvent) -> None:
        data = event.data
        for kept, fact, key in (
            (self.submitted, data.get("submission"), "review"),
            (self.decided, data.get("decision"), "review"),
            (self.withdrawn, data.get("withdrawal"), "withdrawal"),
            (self.assigned, data.get("assignment"), "review"),
            (self.comments, data.get("comment"), "comment"),
            (self.answers, data.get("answer"), "answer"),
            (self.resolved, data.get("resolution"), "comment"),
        ):
            if fact:
                # A later event replaces an earlier one: of what may change (dates, assignee), the
                # last word counts.
                kept[fact[key]] = digest_of(fact)
        if "sign_off" in data:
            self.signed[data["sign_off"]] = data["sign_off_digest"]
            self.told["sign-off", data["sign_off"]] = event.sequence
        if save := data.get("save"):
            self.saves[save["revision"]] = save["digest"]
            self.authorship[save["document"], save["draft_version"]] = save["authorship"]
        if passages := data.get("passages"):
            self.passages[passages["edition"]] = passages["digest"]
        if naming := data.get("naming"):
            self.namings[event.document_id] = naming
        self._enter_people(event)
        for edition in data.get("editions", []):
            self.editions[edition["edition"]] = digest_of(edition)
            self.told["edition", edition["edition"]] = event.sequence
        if event.document_kind == "group":
            held = self.rights.setdefault(event.document_id, set())
            held |= set(data.get("given", []))
            held -= set(data.get("taken", []))
        if state := state_after(event):
            self.states[event.document_id] = state

    def _enter_people(self, event: AuditEvent) -> None:
        if own := event.data.get("key_signature"):
            self.own_keys[int(str(own["sign_off"]))] = str(own["digest"])
        if account := event.data.get("identity"):
            self.people[int(event.document_id)] = digest_of(account)
        if held := event.data.get("held"):
            self.held[event.sequence] = digest_of(held)
        if confirmation := event.data.get("confirmation"):
            self.confirmed[int(str(confirmation["hold"]))] = digest_of(confirmation)


def ledger_faults(ledger: Ledger) -> Iterator[str]:
    """What the log tells of and is not there any more."""
    left: dict[str, Iterable[object]] = {
        "Review": ledger.submitted,
        "Sign-off": ledger.signed,
        "Edition": ledger.editions,
        "Withdrawal": ledger.withdrawn,
        "Comment": ledger.comments,
        "Answer": ledger.answers,
        "Save": ledger.saves,
        "Document": ledger.states,
        "Passages of edition": ledger.passages,
        "Signature of a key, sign-off": ledger.own_keys,
        "Account": ledger.people,
        "Change of an account, event": ledger.held,
        "Confirmation of a change, event": ledger.confirmed,
    }
    for name, keys in left.items():
        for key in keys:
            yield f"{name} {key} stands in the audit log and is missing."
    for save in ledger.authorship:
        yield f"{authors_of_save(*save)} stand in the audit log and are missing."


def authors_of_save(document: int, draft_version: int) -> str:
    return f"The authors in draft version {draft_version} of document {document}"
