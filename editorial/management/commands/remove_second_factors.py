"""`manage.py remove_second_factors USER`: for who has lost phone, key and list of codes."""

from argparse import ArgumentParser

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError

from editorial.models import User


class Command(BaseCommand):
    help = "Take app, passkeys and recovery codes from an account. It goes on record."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: object, username: str, **options: object) -> None:
        person = User.objects.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account called {username!r}.")
        rows = Authenticator.objects.filter(user=person)
        count = rows.count()
        for row in rows:
            row.delete()  # one by one, as each is put on record
        self.stdout.write(
            f"{count} taken from {username}. The password alone opens the account now."
        )
