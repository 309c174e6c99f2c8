"""The settings of the tests, with connections that are kept, as in production."""

from tests.settings import *  # noqa: F403 - settings are names
from tests.settings import DATABASES

DATABASES["default"]["CONN_MAX_AGE"] = 60
