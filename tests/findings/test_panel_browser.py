"""The findings in a browser: beside the text where there is room, and a jump to the words."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import cast
from tests.accessibility.staff._axe import faults_of
from tests.admin_forms import address
from tests.editorial.admin.test_form_browser import editor, log_in
from tests.findings._text import TELLING

SHOTS = os.environ.get("SCREENSHOTS")  # a folder, for whoever wants to look


def shot(page, name):
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name}.png")


@pytest.fixture
def form(page, wen):
    draft = cast.article(wen, body=TELLING)
    log_in(page, "wen")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address(draft))
    expect(editor(page)).to_be_visible()
    return page


def test_the_panel_stands_beside_the_text_and_leads_to_the_words(form):
    panel, text = form.locator("section.findings"), editor(form)
    assert panel.bounding_box()["x"] >= text.bounding_box()["x"] + text.bounding_box()["width"]
    shot(form, "findings-1280")
    words = text.get_by_text("Severe reactions are rare.")
    expect(words).not_to_be_in_viewport()
    panel.locator("li", has_text="Severe reactions are rare.").locator("a").first.click()
    expect(words).to_be_in_viewport()
    assert form.evaluate("() => getSelection().toString()") == "Severe reactions are rare."
    expect(panel).to_be_in_viewport()
    shot(form, "findings-jumped")


def test_it_is_readable_for_everybody_and_on_a_phone(form):
    form.emulate_media(reduced_motion="reduce")  # no colour on its way to another
    form.context.add_init_script(Axe().axe_script)
    form.reload()
    expect(editor(form)).to_be_visible()
    assert faults_of(form) == []
    for width, scheme in ((390, "light"), (820, "light"), (1280, "dark"), (390, "dark")):
        form.set_viewport_size({"width": width, "height": 1100})
        form.emulate_media(color_scheme=scheme)
        form.locator("section.findings").scroll_into_view_if_needed()
        shot(form, f"findings-{width}-{scheme}")


def test_without_a_script_a_link_leads_to_the_field(browser, live_server, form):
    context = browser.new_context(
        base_url=live_server.url,
        java_script_enabled=False,
        storage_state=form.context.storage_state(),
    )
    plain = context.new_page()
    plain.goto(form.url)
    plain.locator("section.findings a", has_text="Body").first.click()
    assert plain.url.endswith("#at-body")
    context.close()


def test_on_the_desk_a_link_leads_to_the_words(page, wen, ravi):
    review = cast.submit(cast.article(wen, body=TELLING), wen)
    log_in(page, "ravi")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"/review/{review.pk}/")
    shot(page, "findings-desk")
    page.locator(".case-facts li", has_text="Severe reactions are rare.").locator("a").click()
    words = page.locator("#review-text").get_by_text("Severe reactions are rare.")
    expect(words).to_be_in_viewport()


def test_a_writer_dismisses_advice_without_leaving_the_keyboard(form):
    finding = form.locator("section.findings li", has_text="Severe reactions are rare.")
    finding.locator(".dismiss summary").press("Enter")
    reason = finding.get_by_label("Why does it not apply here?")
    shot(form, "findings-dismiss")
    reason.fill("The number stands in the table.")
    finding.get_by_role("button", name="Dismiss with this reason").press("Enter")
    expect(form.locator(".messagelist")).to_contain_text("Dismissed.")
    told = form.locator(".dismissed-findings")
    told.locator("summary").first.press("Enter")
    expect(told).to_contain_text("“The number stands in the table.”")
    shot(form, "findings-dismissed")
