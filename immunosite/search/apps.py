from django.apps import AppConfig

from editorial.announcements import listen
from glossary.uses import finds_uses


class SearchConfig(AppConfig):
    name = "immunosite.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from immunosite.search.index import index  # noqa: PLC0415 - they need the tables
        from immunosite.search.uses import pages_using  # noqa: PLC0415

        listen(index)
        finds_uses(pages_using)
