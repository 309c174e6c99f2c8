from django.apps import AppConfig

from editorial import hooks


class FindingsConfig(AppConfig):
    name = "findings"
    verbose_name = "Findings"

    def ready(self) -> None:
        from findings import checking  # noqa: PLC0415 - it needs the tables

        hooks.draft_checks.register(checking.faults)
        hooks.draft_advice.register(checking.advice)
