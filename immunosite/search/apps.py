from django.apps import AppConfig
from django.core.signals import request_finished

from editorial.announcements import listen, listen_to_drafts
from glossary.uses import finds_uses


class SearchConfig(AppConfig):
    name = "immunosite.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from editorial.admin.looking import finds_documents  # noqa: PLC0415 - they need the tables
        from immunosite.search.drafts import documents_found, index_draft  # noqa: PLC0415
        from immunosite.search.index import index  # noqa: PLC0415
        from immunosite.search.missed import write_when_due  # noqa: PLC0415
        from immunosite.search.uses import pages_using  # noqa: PLC0415

        listen(index)
        listen_to_drafts(index_draft)
        finds_documents(documents_found)
        request_finished.connect(write_when_due)
        finds_uses(pages_using)
