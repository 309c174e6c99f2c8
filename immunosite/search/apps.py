from django.apps import AppConfig
from django.core.signals import request_finished

from editorial.announcements import listen
from glossary.uses import finds_uses


class SearchConfig(AppConfig):
    name = "immunosite.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from immunosite.search.index import index  # noqa: PLC0415 - they need the tables
        from immunosite.search.missed import write_when_due  # noqa: PLC0415
        from immunosite.search.uses import pages_using  # noqa: PLC0415

        listen(index)
        request_finished.connect(write_when_due)
        finds_uses(pages_using)
