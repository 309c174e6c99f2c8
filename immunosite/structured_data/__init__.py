"""Structured data: schema.org markup (JSON-LD) of what a page shows, and of nothing else.

Each kind of page has a function that says what the page is about. They take the same typed page,
signatures and names as the template does, so the markup cannot say more than a reader sees; a test
looks for each of its strings in the page.
"""

from immunosite.structured_data.breadcrumb import breadcrumb
from immunosite.structured_data.script import script
from immunosite.structured_data.shown import Shown
from immunosite.structured_data.web_page import web_page
from immunosite.structured_data.website import website

__all__ = ["Shown", "breadcrumb", "script", "web_page", "website"]
