from django.apps import AppConfig
from django.core.signals import request_finished

from editorial import hooks


class SearchConfig(AppConfig):
    name = "immunosite.search"
    verbose_name = "Search"

    def ready(self) -> None:
        from immunosite.search.drafts import (  # noqa: PLC0415 - they need the tables
            documents_found,
            index_draft,
        )
        from immunosite.search.index import index, rebuild  # noqa: PLC0415
        from immunosite.search.missed import write_when_due  # noqa: PLC0415
        from immunosite.search.uses import pages_using  # noqa: PLC0415
        from immunosite.search.verifying import search_faults  # noqa: PLC0415
        from immunosite.search.wanted import wanted  # noqa: PLC0415

        hooks.edition_listeners.register(index)
        hooks.draft_listeners.register(index_draft)
        hooks.document_finders.register(documents_found)
        hooks.term_uses.register(pages_using)
        hooks.work_lists.register(wanted)
        hooks.record_checks.register(search_faults)
        hooks.search_repairs.register(rebuild)
        request_finished.connect(write_when_due)
