"""The site's settings as the tests run them; only what a test run needs is different."""

import os
import secrets
import tempfile
from pathlib import Path

from immunosite import environment

# Nothing of the machine's own configuration reaches the tests, except the database server.
OWN = {
    "IMMUNOSITE_ENV_FILE": os.devnull,
    "IMMUNOSITE_SAMPLE": "false",
    "IMMUNOSITE_HTTPS": "false",
    "SECRET_KEY": secrets.token_urlsafe(50),
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "SITE_URL": "http://localhost",
    "EMAIL_URL": "smtp://localhost",  # the test runner keeps all mail to itself
    "EMAIL_FROM": "editors@example.org",
}
environment.put(OWN)

from immunosite.settings import *
from immunosite.settings import DATABASES

# In a file, because threads that race for one row each need their own connection; one file for
# each run, because two runs may share this folder.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    folder = Path(tempfile.gettempdir())
    DATABASES["default"]["TEST"] = {"NAME": folder / f"immunosite-test-{os.getpid()}.sqlite3"}
# A connection that outlives its thread would keep PostgreSQL's test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

# Argon2 is slow on purpose; the cast signs in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Files straight from their folders, without a collectstatic before each run.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
