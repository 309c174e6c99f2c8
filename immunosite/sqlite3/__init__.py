"""Django's SQLite, for a site that many processes read and write. See docs/adr/0015."""
