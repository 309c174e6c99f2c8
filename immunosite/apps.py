from django.apps import AppConfig

from editorial.announcements import listen


class ImmunositeConfig(AppConfig):
    name = "immunosite"
    verbose_name = "ImmunoSite"

    def ready(self) -> None:
        from immunosite.search.index import index  # noqa: PLC0415 - it needs the tables

        listen(index)
