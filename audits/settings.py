"""The site's own settings, with every file of the run in a folder that is thrown away."""

from pathlib import Path

from immunosite import environment
from immunosite.settings import *

VAR_DIR = Path(environment.text("AUDIT_FOLDER"))
STATIC_ROOT = VAR_DIR / "static"
ROOT_URLCONF = "audits.urls"
