"""DOIs, PMIDs and PMCIDs: one spelling for each, so that the library holds a source once."""

import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

if TYPE_CHECKING:
    _TextField = models.CharField[str, str]
else:  # Django's own field takes no type parameters
    _TextField = models.CharField

# DOI Handbook 2.2: directory indicator 10, registrant's code, slash, any suffix. Printable ASCII
# is all that registrars use, brackets of the old Wiley names included.
START = r"10\.\d{4,9}(?:\.\d+)*/"
DOI = re.compile(rf"{START}[!-~]+", re.ASCII)
FIRST_DOI = re.compile(rf"(?<![\d.]){START}.*", re.ASCII | re.DOTALL)
SEVERAL_DOIS = re.compile(rf"[\s;,|]+\S*?{START}|(?:doi:|doi\.org/){START}", re.ASCII)
# What addresses carry beside the DOI: `?utm_source=mail`, `#abstract`. A DOI itself may end in a
# bare `#`: it is a check character of the old names (SICI, ANSI/NISO Z39.56, 3.3).
ADDRESS_END = re.compile(r"(?:\?[^?#/]*=[^?#]*|\?)?(?:#[^#\s]+)?\Z")
PUBLISHERS_END = re.compile(r"(?:/(?:full|abstract|pdf|epdf|fulltext|meta|html)|\.pdf)+\Z")
PMID = re.compile(r"[1-9]\d{0,8}", re.ASCII)
PMCID = re.compile(r"PMC[1-9]\d{0,8}", re.ASCII)
PUBMED = re.compile(
    r"(?:https?://)?(?:pubmed\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:m/)?pubmed)"
    r"/(\d+)/?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
PMC = re.compile(
    r"(?:https?://)?(?:pmc\.ncbi\.nlm\.nih\.gov|(?:www\.)?ncbi\.nlm\.nih\.gov/(?:m/)?pmc)"
    r"/articles/(?:PMC)?(\d+)/?\S*",
    re.IGNORECASE | re.ASCII,
)
LABELLED_PMID = re.compile(r"\bpmid\W{0,3}(\d{1,9})\b", re.IGNORECASE | re.ASCII)
LABELLED_PMCID = re.compile(r"\bPMC(\d{1,9})\b", re.IGNORECASE | re.ASCII)
EUROPE = re.compile(
    r"(?:https?://)?(?:www\.)?europepmc\.org/(?:article|abstract)s?/(?:med|(?:pmc/)?(?=PMC))"
    r"/?((?:PMC)?\d+)/?(?:[?#]\S*)?",
    re.IGNORECASE | re.ASCII,
)
RESOLVER = re.compile(r"(?:https?://)?(?:dx\.)?doi\.org/", re.IGNORECASE)
BY_PUBMED = re.compile(r"\s*\[pubmed\]\s*\Z", re.IGNORECASE)
# What comes along when an identifier is copied out of a reference list.
COPIED_END = " \t\r\n\xa0.,;:'\"”’"
BRACKETS = {")": "(", "]": "[", ">": "<", "}": "{"}
HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-")
UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


def normal_doi(value: str) -> str:
    """`https://doi.org/10.1056/NEJMoa1003466?utm=x` → `10.1056/nejmoa1003466`; DOIs ignore case.

    Taken out of any address or reference line that holds one; a text with two of them keeps both,
    and `check_doi` refuses it.
    """
    value = _decoded(_plain(value)).lower()
    found = FIRST_DOI.search(value)
    if found is None:
        return value.strip(COPIED_END)
    before, doi = value[: found.start()], found[0]
    doi = _without_end(doi)
    if "://" in before and "doi.org" not in before:
        doi = PUBLISHERS_END.sub("", doi)
    return doi


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).translate(HYPHENS | UNSEEN)


def _decoded(value: str) -> str:
    """Percent signs and entities decoded as often as somebody encoded them."""
    for _ in range(5):
        decoded = html.unescape(unquote(value))
        if decoded == value:
            break
        value = decoded
    return value


def _without_end(doi: str) -> str:
    """Until nothing changes: a stop may stand within a bracket, and a bracket after a stop."""
    while True:
        shorter = ADDRESS_END.sub("", doi.rstrip(COPIED_END)).rstrip(COPIED_END)
        opening = BRACKETS.get(shorter[-1:])
        if opening and shorter.count(opening) < shorter.count(shorter[-1]):
            shorter = shorter[:-1]
        if shorter == doi:
            return doi
        doi = shorter


def normal_pmid(value: str) -> str:
    """`https://pubmed.ncbi.nlm.nih.gov/20525992/`, `20525992 [PubMed]` → `20525992`."""
    value = BY_PUBMED.sub("", _plain(value).strip(COPIED_END))
    found = PUBMED.fullmatch(value) or LABELLED_PMID.search(value)
    return found[1] if found else value.strip(COPIED_END + "[]()")


def normal_pmcid(value: str) -> str:
    """`https://pmc.ncbi.nlm.nih.gov/articles/PMC3549297/`, `3549297` → `PMC3549297`."""
    value = _plain(value).strip(COPIED_END)
    if found := PMC.fullmatch(value) or LABELLED_PMCID.search(value):
        return f"PMC{found[1]}"
    return f"PMC{value}" if PMID.fullmatch(value) else value


def identifier_at(address: str) -> tuple[str, str]:
    """What a web address stands for: `("pmid", "20525992")` at PubMed, likewise `pmcid` at PubMed
    Central and `doi` at doi.org; `("", "")` for any other page.
    """
    address = _plain(address).strip(COPIED_END + "()<>[]")
    if found := EUROPE.fullmatch(address):
        number = found[1].upper()
        return ("pmcid" if number.startswith("PMC") else "pmid"), number
    if found := PUBMED.fullmatch(address):
        return "pmid", found[1]
    if found := PMC.fullmatch(address):
        return "pmcid", f"PMC{found[1]}"
    if RESOLVER.match(address) and DOI.fullmatch(doi := normal_doi(address)):
        return "doi", doi
    return "", ""


def check_doi(value: str) -> None:
    if SEVERAL_DOIS.search(value[3:]):
        raise ValidationError(
            "“%(value)s” holds more than one DOI. A source has one; add the other as a source "
            "of its own.",
            code="doi",
            params={"value": value},
        )
    if not DOI.fullmatch(value):
        raise ValidationError(
            "“%(value)s” is not a DOI. It begins with 10., a number and a slash, "
            "for example 10.1056/nejmoa1003466.",
            code="doi",
            params={"value": value},
        )


def check_pmid(value: str) -> None:
    if not PMID.fullmatch(value) and PMCID.fullmatch(normal_pmcid(value)):
        raise ValidationError(
            "“%(value)s” is a number of PubMed Central. It belongs into the field PMCID.",
            code="pmid",
            params={"value": value},
        )
    if not PMID.fullmatch(value):
        raise ValidationError(
            "“%(value)s” is not a PMID. PubMed's numbers have one to nine digits, "
            "for example 20525992.",
            code="pmid",
            params={"value": value},
        )


def check_pmcid(value: str) -> None:
    if not PMCID.fullmatch(value):
        raise ValidationError(
            "“%(value)s” is not a PMCID. It is PMC and one to nine digits, for example PMC3549297.",
            code="pmcid",
            params={"value": value},
        )


def check_address(value: str) -> None:
    """Django's own, and the addresses that `Reference.clean` takes for their numbers."""
    if not identifier_at(value)[0]:
        is_web_address(value)


is_web_address = URLValidator(schemes=["http", "https"])


class DoiField(_TextField):
    """Normal by itself: in full_clean(), in a bare save() and in queries."""

    default_validators = [check_doi]

    def to_python(self, value: object) -> object:
        return value if value is None else normal_doi(str(value))


class PmidField(_TextField):
    default_validators = [check_pmid]

    def to_python(self, value: object) -> object:
        return value if value is None else normal_pmid(str(value))


class PmcidField(_TextField):
    default_validators = [check_pmcid]

    def to_python(self, value: object) -> object:
        return value if value is None else normal_pmcid(str(value))
