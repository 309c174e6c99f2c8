"""Are the accounts, and the changes of them that somebody confirms, those in the audit log?"""

from collections.abc import Iterator

from django.db.models import QuerySet

from editorial.digests import digest_of
from editorial.models import IdentityHold, User
from editorial.people import identity
from editorial.record.ledger import Ledger


def all_holds() -> QuerySet[IdentityHold]:
    return IdentityHold.objects.select_related("person")


def person_faults(person: User, ledger: Ledger) -> Iterator[str]:
    if ledger.people.pop(person.pk, None) != digest_of(identity.standing(person)):
        yield (
            f"Account {person.pk} ({person.username}): password, names, roles, profile or second "
            "factors are not those in the audit log."
        )


def hold_faults(hold: IdentityHold, ledger: Ledger) -> Iterator[str]:
    name = f"Change of an account {hold.event} ({hold.person.username})"
    if ledger.held.pop(hold.event, None) != digest_of(hold.as_record()):
        yield f"{name}: the audit log has no such change."
    confirmed = digest_of(hold.confirmation_as_record()) if hold.confirmed_at else None
    if ledger.confirmed.pop(hold.event, None) != confirmed:
        yield f"{name}: its confirmation is not the one in the audit log."
