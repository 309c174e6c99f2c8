"""The site's settings as the tests run them; only what a test run needs is different."""

import atexit
import json
import os
import secrets
import shutil
import tempfile
from pathlib import Path

from joserfc.jwk import OKPKey

from immunosite import environment

# A key for receipts, as an operator makes one: one for the whole run, its workers and its servers.
KEY_FILE = os.environ.get("IMMUNOSITE_TEST_KEY_FILE", "")
if not KEY_FILE:
    KEY_FILE = str(Path(tempfile.mkdtemp(prefix="immunosite-test-")) / "receipt-key.json")
    with os.fdopen(os.open(KEY_FILE, os.O_WRONLY | os.O_CREAT, 0o600), "w") as key_file:
        json.dump(OKPKey.generate_key("Ed25519").as_dict(private=True), key_file)
    atexit.register(shutil.rmtree, Path(KEY_FILE).parent, ignore_errors=True)
    os.environ["IMMUNOSITE_TEST_KEY_FILE"] = KEY_FILE

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
    "RECEIPT_KEY_FILE": KEY_FILE,
    "PAGE_FILES_MEGABYTES": "0",  # a page is made anew where a test says so
    "SIGNING_REQUIRES_MFA": "false",  # the cast signs hundreds of times; its tests turn it on
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
