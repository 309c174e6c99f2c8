"""The site's own settings, with every file of the run in a folder that is thrown away."""

from pathlib import Path

from immunosite import environment
from immunosite.settings import *

VAR_DIR = Path(environment.text("AUDIT_FOLDER"))
STATIC_ROOT = VAR_DIR / "static"
ROOT_URLCONF = "audits.urls"
# The session's cookie comes with every page: where a page sets a cookie of its own, Chromium sends
# no longer the one that Lighthouse was given, and what the page loads would be refused.
SESSION_SAVE_EVERY_REQUEST = True
