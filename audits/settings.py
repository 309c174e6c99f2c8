"""The site's own settings, with every file of the run in a folder that is thrown away."""

import os
from pathlib import Path

from immunosite.settings import *

VAR_DIR = Path(os.environ["AUDIT_FOLDER"])
STATIC_ROOT = VAR_DIR / "static"
ROOT_URLCONF = "audits.urls"
