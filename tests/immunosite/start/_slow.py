"""The settings of a site with an answer that waits for a file, and one that breaks; no database."""

from tests.settings import *  # noqa: F403 - settings are names

ROOT_URLCONF = "tests.immunosite.start._slow_urls"
