"""DOIs and PMIDs: one spelling for each, so that the library holds a source once."""

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models

if TYPE_CHECKING:
    _TextField = models.CharField[str, str]
else:  # Django's own field takes no type parameters
    _TextField = models.CharField

DOI_PREFIXES = re.compile(r"(?:\s|(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:)+")
# DOI Handbook 2.2: directory indicator 10, registrant's code, slash, any suffix. Printable ASCII
# is all that registrars use, brackets of the old Wiley names included.
DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/[!-~]+", re.ASCII)
PMID = re.compile(r"[1-9]\d{0,8}", re.ASCII)
# What comes along when an identifier is copied out of a reference list.
COPIED_END = " \t\r\n\xa0.,;"


def normal_doi(value: str) -> str:
    """`https://doi.org/10.1056/NEJMoa1003466` → `10.1056/nejmoa1003466`; DOIs ignore case."""
    value = value.lower()
    start = DOI_PREFIXES.match(value)
    return value[start.end() if start else 0 :].rstrip(COPIED_END)


def normal_pmid(value: str) -> str:
    return re.sub(r"^(?:\s|pmid:?)+", "", value, flags=re.IGNORECASE).rstrip(COPIED_END)


def check_doi(value: str) -> None:
    if not DOI.fullmatch(value):
        raise ValidationError(
            "“%(value)s” is not a DOI. It begins with 10., a number and a slash, "
            "for example 10.1056/nejmoa1003466.",
            code="doi",
            params={"value": value},
        )


def check_pmid(value: str) -> None:
    if not PMID.fullmatch(value):
        raise ValidationError(
            "“%(value)s” is not a PMID. PubMed's numbers have one to nine digits, "
            "for example 20525992.",
            code="pmid",
            params={"value": value},
        )


class DoiField(_TextField):
    """Normal by itself: in full_clean(), in a bare save() and in queries."""

    default_validators = [check_doi]

    def to_python(self, value: Any) -> Any:
        return value if value is None else normal_doi(str(value))


class PmidField(_TextField):
    default_validators = [check_pmid]

    def to_python(self, value: Any) -> Any:
        return value if value is None else normal_pmid(str(value))
