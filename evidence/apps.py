from django.apps import AppConfig

from editorial import hooks


class EvidenceConfig(AppConfig):
    name = "evidence"
    verbose_name = "Evidence"

    def ready(self) -> None:
        from evidence.retractions import checks  # noqa: PLC0415 - it needs the tables

        hooks.source_faults.register(checks.retracted_in)
        hooks.called_for_review.register(checks.retracted_editions)
        hooks.record_checks.register(checks.retraction_faults)
