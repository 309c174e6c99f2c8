"""Structured data: schema.org markup (JSON-LD) of what a page shows, and of nothing else.

Each kind says by a function what its pages are about (`editorial/kinds.py`). All of them take the
same typed page, signatures and names as the template does, so the markup cannot say more than a
reader sees; a test looks for each of its strings in the page.
"""

from editorial.public.schema_org import Shown
from immunosite.machines.structured_data.nodes import breadcrumb, script, website
from immunosite.machines.structured_data.web_page import web_page

__all__ = ["Shown", "breadcrumb", "script", "web_page", "website"]
