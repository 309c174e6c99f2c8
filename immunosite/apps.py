from django.apps import AppConfig


class ImmunositeConfig(AppConfig):
    name = "immunosite"
    verbose_name = "ImmunoSite"
