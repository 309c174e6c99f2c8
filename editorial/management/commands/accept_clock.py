"""`manage.py accept_clock`: the clock is right and the record ran ahead; two people say so."""

from getpass import getpass

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from editorial import acts
from editorial.exceptions import Refusal
from editorial.models import User
from editorial.people.forms import check_own
from editorial.record import audit


class Command(BaseCommand):
    help = (
        "Show the server's clock beside the record; with --propose or --confirm, accept it. Two "
        "different editors or administrators are needed, each with their password."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--propose", metavar="USERNAME", help="say that the clock is right")
        act.add_argument("--confirm", metavar="USERNAME", help="confirm what another person said")

    def handle(
        self, *args: object, propose: str | None, confirm: str | None, **options: object
    ) -> None:
        try:
            if propose:
                acts.propose_clock(by=_person(propose))
                self.stdout.write("On record. Now a second person runs this with --confirm.")
            elif confirm:
                acts.accept_clock(by=_person(confirm))
                self.stdout.write("Accepted. Acts go on from this clock.")
            else:
                self.stdout.write(audit.clock_fault() or "The clock is not behind the record.")
        except Refusal as refusal:
            raise CommandError(refusal.message) from refusal


def _person(username: str) -> User:
    password = getpass(f"Password of {username}: ")
    person = User.objects.filter(username=username).first()
    try:
        if person is None:
            raise ValidationError("There is nobody of that name.")
        check_own(person, password)
    except ValidationError:
        raise CommandError("User name and password do not belong together.") from None
    return person
