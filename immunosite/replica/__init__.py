"""Public pages read from a copy of the database, where REPLICA_URL names one.

`routing` says which database is asked; `reading` which requests may ask the copy: those of readers
who are not signed in, while the copy has the last act that the database itself has.
"""
