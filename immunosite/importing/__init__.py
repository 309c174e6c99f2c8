"""Importing documents: files → rows → drafts, through the one door that saves drafts.

Reading order: `files` (files to rows), `mapping` (foreign columns to fields), `columns`,
`row_form` and `draft` (rows to drafts), `checking` (of all, before anything is written), `spool`,
`saving` (drafts to the database, two passes).
"""
