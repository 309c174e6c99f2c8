from django.apps import AppConfig


class SampleSiteConfig(AppConfig):
    name = "immunosite.sample_site"
    verbose_name = "Sample site"
