"""Settings of the Wagtail site that ours is measured against: those of a production site, as far as
they cost anything. It runs in a virtual environment of its own (`benchmarks.wagtail`)."""

import os
from pathlib import Path

VAR = Path(os.environ["BENCHMARK_VAR"])
REPOSITORY = Path(__file__).resolve().parent.parent.parent
SECRET_KEY = "only for the benchmark, on loopback"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "benchmarks.wagtail_site.urls"
WSGI_APPLICATION = "benchmarks.wagtail_site.wsgi.application"
# Made anew for the benchmark's own database, beside it.
MIGRATION_MODULES = {"wagtail_site": "wagtail_migrations"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
WAGTAIL_SITE_NAME = "ImmunoSite"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

INSTALLED_APPS = [
    "benchmarks.wagtail_site",
    "wagtail.contrib.redirects",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "django_tasks",
    "modelcluster",
    "taggit",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

# Those of Wagtail's own project template.
OWN_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
CACHE = "django.middleware.cache"
IS_CACHED = os.environ.get("BENCHMARK_CACHE") == "true"
MIDDLEWARE = (
    [f"{CACHE}.UpdateCacheMiddleware", *OWN_MIDDLEWARE, f"{CACHE}.FetchFromCacheMiddleware"]
    if IS_CACHED
    else OWN_MIDDLEWARE
)
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Our own scripts and marks stand in its pages as they stand in ours.
        "DIRS": [REPOSITORY / "static", REPOSITORY / "templates" / "_partials"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "wagtail.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"},
    }
}
LOGGING = {"version": 1, "root": {"level": "ERROR"}}
