from django.apps import AppConfig

from editorial import hooks
from editorial.roles import EDITOR, grant


class LettersConfig(AppConfig):
    name = "immunosite.letters"
    verbose_name = "Letters"

    def ready(self) -> None:
        from immunosite.letters import waiting  # noqa: PLC0415 - it needs the tables

        hooks.work_lists.register(waiting.letters_waiting)
        hooks.document_notices.register(waiting.letters_about)
        grant(EDITOR, "letters", "letter", ["view", "change"])
