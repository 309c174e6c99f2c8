from django.apps import AppConfig
from django.core import checks

from editorial.announcements import listen
from editorial.roles import EDITOR, grant
from glossary.uses import finds_uses


class ImmunositeConfig(AppConfig):
    name = "immunosite"
    verbose_name = "ImmunoSite"

    def ready(self) -> None:
        from immunosite.checks import check_kinds  # noqa: PLC0415 - they need the tables
        from immunosite.search.index import index  # noqa: PLC0415
        from immunosite.search.uses import pages_using  # noqa: PLC0415

        grant(EDITOR, "immunosite", "letter", ["view", "change"])
        listen(index)
        checks.register(check_kinds)
        finds_uses(pages_using)
