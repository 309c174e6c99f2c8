"""A whole site in one file, and back: `manage.py backup` and `restore`. See docs/adr/0040."""
