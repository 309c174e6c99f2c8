"""The public site as files that nginx serves: `manage.py export_site DIR`. See docs/adr/0055.

`routes` says of every address of the site whether it is exported, `addresses` lists those to begin
with, `asking` asks the site for each, `links` finds where its pages lead, `queue` holds what is
still to be asked, `tree` writes the files, `nginx` the configuration, and `exporting` puts them
together.
"""
