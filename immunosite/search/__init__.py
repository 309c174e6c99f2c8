"""Search over what is public now. `finding.find` answers the page, `suggestions.suggest`
the box while it is typed in.

    index       one entry for each edition, written in the transaction of its publication
    query       from what was typed to what is looked for: words, phrases, other names
    sqlite      FTS5; postgresql: tsvector and pg_trgm. The same questions, put to either
    finding     the answer: hits, counts, a better spelling

Nothing of an edition that is not in force reaches a hit, a count, a suggestion or a spelling.
"""
