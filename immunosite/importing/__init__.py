"""Importing documents: files → rows → drafts, through the one door that saves drafts.

Reading order: `rows`, `reading` (files to rows), `mapping` (foreign columns to fields), `kinds` and
`values` (rows to a draft's values), `saving` (drafts to the database, two passes).
"""
