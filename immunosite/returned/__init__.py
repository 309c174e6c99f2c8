"""What somebody posted is never lost by our answer: it comes back on a page, to be sent again.

The session has ended, the form's token is old, the database is busy or its disk full, an error of
ours: each answer shows all that was typed and posts it again, to the same address and through the
same checks. Nothing is stored on the server; the text stands in the page alone. See docs/adr/0013.
"""
