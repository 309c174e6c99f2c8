from django.apps import AppConfig

from editorial.roles import EDITOR, grant


class LettersConfig(AppConfig):
    name = "immunosite.letters"
    verbose_name = "Letters"

    def ready(self) -> None:
        grant(EDITOR, "letters", "letter", ["view", "change"])
