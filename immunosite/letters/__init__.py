"""Letters from readers: reports of a problem with a page, and questions for the site.

What readers write is for the editors' eyes alone. No public page shows a word of it.
"""

# Characters that a letter may have.
TEXT_LIMIT = 2000
