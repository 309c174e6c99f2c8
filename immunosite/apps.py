from django.apps import AppConfig
from django.core import checks


class ImmunositeConfig(AppConfig):
    name = "immunosite"
    verbose_name = "ImmunoSite"

    def ready(self) -> None:
        from immunosite.checks import check_kinds  # noqa: PLC0415 - it needs the tables

        checks.register(check_kinds)
