#!/usr/bin/env python
"""Django's commands for this site: `./manage.py help`."""

import sys

from django.core.management import execute_from_command_line

from immunosite import environment

if __name__ == "__main__":
    environment.use_settings("immunosite.settings")
    execute_from_command_line(sys.argv)
