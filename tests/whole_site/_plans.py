"""How SQLite goes about a question, and whether that costs more on a site with more documents."""

import re
from functools import cache

from django.apps import apps
from django.db import connection

# Tables that do not grow with the documents: people and what they have, rights, and what the
# software itself keeps.
SMALL = {
    *("editorial_user", "editorial_user_groups", "editorial_user_user_permissions"),
    *("editorial_reviewerprofile", "editorial_reviewerprofile_teams", "editorial_reviewteam"),
    *("auth_group", "auth_group_permissions", "auth_permission", "django_content_type"),
    *(
        "editorial_identityhold",
        "editorial_receiptkey",
        "account_emailaddress",
        "mfa_authenticator",
    ),
    "evidence_sourcealert",  # of sources that were retracted, which are few
    *("search_spellingpair", "search_missedsearch", "search_searchword", "sample_site_load"),
}
NAMED = re.compile(r'(?:FROM|JOIN) "?(\w+)"? (?:AS )?"?([A-Z]\d+|\w+)"?')
SCAN = re.compile(r"^SCAN (\w+)")


@cache
def growing() -> set[str]:
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return {table for table in tables if table.startswith(OURS)} - SMALL


OURS = ("editorial_", "articles_", "glossary_", "evidence_", "search_", "letters_", "reversion_")


@cache
def scans(sql: str) -> tuple[str, ...]:
    """The steps that read a whole table that grows: all of it, or all of an index where no row is
    the last that is wanted."""
    names = {alias: table for table, alias in NAMED.findall(sql)}
    tables = growing()
    in_order = " LIMIT " in sql
    found = []
    for step in _plan(sql):
        match = SCAN.match(step)
        table = names.get(match[1], match[1]) if match else ""
        if table in tables and not (in_order and "USING" in step):
            found.append(f"{table}: {step}")
    return tuple(found)


def _plan(sql: str) -> list[str]:
    if not sql.lstrip().upper().startswith(("SELECT", "WITH")):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}".replace("%", "%%"), [])
        return [row[3] for row in cursor.fetchall()]
