"""Every type of public page and every state worth looking at, with its address in the site that
`_page_world.py` builds. A new route needs one line here, or a place among the machines."""

import re
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve

PAGES = {
    "home": "/",
    "articles": "/articles/",
    "articles, second page": "/articles/?page=2",
    "questions": "/articles/?kind=question",
    "articles, none found": "/articles/?kind=question&therapy=car-t",
    "articles, no such choice": "/articles/?kind=question&therapy=nothing",
    "explainer": "/articles/how-it-works/",
    "question": "/articles/does-it-hurt/",
    "everything in a text": "/articles/everything/",
    "overdue": "/articles/overdue/",
    "two signers": "/articles/high-risk/",
    "article's history": "/articles/how-it-works/history/",
    "article's old edition": "/articles/how-it-works/history/1/",
    "history with a withdrawal": "/articles/came-back/history/",
    "withdrawn edition": "/articles/came-back/history/1/",
    "article's passages": "/articles/how-it-works/history/passages/",
    "withdrawn": "/articles/taken-back/",
    "history of what was withdrawn": "/articles/taken-back/history/",
    "run out": "/articles/run-out/",
    "therapies": "/therapies/",
    "therapies, none found": "/therapies/?route=mouth",
    "therapy": "/therapies/car-t/",
    "therapy's history": "/therapies/car-t/history/",
    "therapy's old edition": "/therapies/car-t/history/1/",
    "therapy's passages": "/therapies/car-t/history/passages/",
    "compare none": "/therapies/compare/",
    "compare one": "/therapies/compare/?t=car-t",
    "compare three": "/therapies/compare/?t=car-t&t=checkpoint&t=virus",
    "compare what is not there": "/therapies/compare/?t=car-t&t=nothing",
    "conditions": "/conditions/",
    "condition": "/conditions/melanoma/",
    "condition's history": "/conditions/melanoma/history/",
    "condition's old edition": "/conditions/melanoma/history/1/",
    "condition's passages": "/conditions/melanoma/history/passages/",
    "glossary": "/glossary/",
    "glossary's letter": "/glossary/?letter=A",
    "glossary, found": "/glossary/?q=anti&match=contains",
    "glossary, none found": "/glossary/?q=xyz",
    "entry": "/glossary/antigen/",
    "entry's history": "/glossary/antigen/history/",
    "entry's old edition": "/glossary/antigen/history/1/",
    "entry's passages": "/glossary/antigen/history/passages/",
    "search, empty": "/search/",
    "search, found": "/search/?q=treatment",
    "search, second page": "/search/?q=article&kind=article&page=2",
    "search, misspelt": "/search/?q=melanmoa",
    "search, none found": "/search/?q=xyzzy",
    "reviewer": "/reviewers/mei/",
    "review process": "/about/review-process/",
    "receipts": "/about/receipts/",
    "standards": "/about/standards/",
    "funding": "/about/funding/",
    "privacy": "/about/privacy/",
    "corrections": "/corrections/",
    "report": "/articles/how-it-works/report/",
    "report, sent": "/articles/how-it-works/report/?sent=yes",
    "therapy's report": "/therapies/car-t/report/",
    "condition's report": "/conditions/melanoma/report/",
    "entry's report": "/glossary/antigen/report/",
    "ask": "/ask/",
    "ask, sent": "/ask/?sent=yes",
    "API": "/api/v1/docs/",
    "login": "/accounts/login/",
    "login, after one fails": "/accounts/login/?next=/review/",
    "signed out": "/accounts/logout/",
    "not there": "/nothing/",
}

# Addresses that answer a program, not a reader.
MACHINES = {
    "receipt-keys",
    "robots",
    "healthz",
    "readyz",
    "security",
    "opensearch",
    "manifest",
    "favicon",
    "search-suggest",
}
# Beside an edition: its bytes, its receipt, the proof of a passage; other times of a page.
OF_EDITION = re.compile(r"signed|-(receipt|proof|timegate|timemap)$")


def is_machines(name: str) -> bool:
    is_api = name.startswith("api-") and name != "api-docs"
    return (
        is_api
        or name in MACHINES
        or name.startswith(("feed-", "sitemap"))
        or bool(OF_EDITION.search(name))
    )


def route_of(address: str) -> str:
    """The name of the route that answers there; empty where none does."""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""
