"""A writer at work in the admin."""

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article
from tests.admin_forms import address
from tests.editorial.admin.test_form_browser import editor, log_in


@pytest.fixture
def writing(client, wen):
    client.force_login(wen)
    return client


@pytest.fixture
def form(page: Page, draft: Article) -> Page:
    log_in(page, "wen")
    page.goto(address(draft))
    expect(editor(page)).to_be_visible()
    return page
