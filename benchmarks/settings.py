"""The site's own settings; static files by their plain names, since none were collected here."""

from immunosite.settings import *
from immunosite.settings import STORAGES

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STORAGES = STORAGES | {"staticfiles": PLAIN}
