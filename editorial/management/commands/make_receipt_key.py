"""Make the site's own key for receipts; with --rotate, a new one in the place of the old."""

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from editorial.receipts import keys


class Command(BaseCommand):
    help = "Make the key that signs receipts: one file, which only the site's user may read."
    requires_system_checks = ()  # they would complain of the key that is not there yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rotate", action="store_true", help="set the key in use aside, and make another"
        )

    def handle(self, *args: object, rotate: bool, **options: object) -> None:
        path = keys.key_file()
        now = f"{timezone.now():%Y%m%dT%H%M%S}"
        aside = path.with_name(f"{path.stem}-until-{now}{path.suffix}")
        try:
            key = keys.rotate(path, aside) if rotate else keys.make(path)
        except FileExistsError as error:
            raise CommandError(
                f"{error.filename2} is there already. With --rotate the key in use is set aside, "
                "and another is made."
            ) from None
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be used: {error.strerror}.") from None
        self.stdout.write(f"{path} holds the key {key.thumbprint()}. Keep a copy of it, in secret.")
        if rotate:
            self.stdout.write(
                f"The key before it is in {aside}, and signs nothing once the new one was used. "
                "What it signed stays valid: its public half stays at /.well-known/jwks.json."
            )
