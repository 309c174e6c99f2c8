from django.apps import AppConfig

from editorial import hooks


class ImmunositeConfig(AppConfig):
    name = "immunosite"
    verbose_name = "ImmunoSite"

    def ready(self) -> None:
        from immunosite.cdn.purging import (  # noqa: PLC0415 - it needs the tables
            purge_after_act,
        )

        hooks.edition_listeners.register(purge_after_act)
