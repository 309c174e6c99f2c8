"""Text from elsewhere, pasted by the real clipboard, saved, and read back from the database.

The `page` fixture fails on any breach of the policy, so no style may reach a document on the way.
"""

import re
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import ConsoleMessage, Page, Route, expect

from articles.models import Article
from editorial.text.rich_text import accepted
from tests import cast
from tests.admin_forms import address
from tests.editorial.admin.test_form_browser import editor, log_in

CLIPBOARD = Path(__file__).parents[1] / "text" / "clipboard"
FIXTURES = sorted(path.stem for path in CLIPBOARD.glob("*.html"))
# As a program puts it there: `navigator.clipboard.write` would clean it first.
COPY = """([html, text]) => document.addEventListener("copy", (event) => {
  event.clipboardData.setData("text/html", html);
  event.clipboardData.setData("text/plain", text);
  event.preventDefault();
}, { once: true })"""
INCOMING = "**/admin/incoming/"


@pytest.fixture
def form(page: Page, wen) -> Page:
    draft = cast.article(wen, body="<p>before</p>")
    log_in(page, "wen")
    page.goto(address(draft))
    expect(editor(page)).to_be_visible()
    page.console = []

    def note(message: ConsoleMessage) -> None:
        page.console.append(message.text)

    page.on("console", note)
    return page


def copy(tab: Page, html: str, text: str = "as plain text") -> None:
    other = tab.context.new_page()
    other.goto("/ask/")
    other.evaluate(COPY, [html, text])
    other.keyboard.press("Control+c")
    other.close()
    tab.bring_to_front()


def paste(tab: Page, html: str) -> None:
    """In place of what stands there."""
    copy(tab, html)
    editor(tab).click()
    tab.keyboard.press("Control+a")
    tab.keyboard.press("Control+v")


def told(tab: Page) -> str:
    status = tab.locator(".field-body .pasting")
    expect(status).to_contain_text(re.compile("Pasted|nothing was pasted", re.I))
    return status.inner_text()


def save(tab: Page) -> str:
    tab.click("[name=_continue]")
    expect(tab.locator(".messagelist")).to_contain_text("successfully")
    return Article.objects.get().body


# --- What other programs put there ----------------------------------------------------------------


@pytest.mark.parametrize("name", FIXTURES)
def test_what_is_stored_is_what_the_transform_says(form, name):
    html = (CLIPBOARD / f"{name}.html").read_text(encoding="utf-8")
    paste(form, html)
    assert "Pasted." in told(form)
    body = save(form)
    assert body == accepted(html)
    assert form.console == []
    assert "<sup>9</sup>/L" in body
    assert ("CO<sub>2</sub>" in body) == ("CO" in html)
    assert "160" not in body, "struck through, or deleted in a tracked change"


def test_structure_survives_and_looks_do_not(form):
    paste(form, (CLIPBOARD / "web-page.html").read_text(encoding="utf-8"))
    said = told(form)
    assert "deleted passages were left out" in said
    assert "picture" in said
    body = save(form)
    for part in (
        "<h2>Counts at home</h2>", "Ward 7<br>Second floor", "16 mg", "“the ‘blue’ card”",
        '<ol start="3">', 'href="tel:+440000000001"', 'href="https://www.example.org/leaflets"',
        "Dose by age", "<th", "Doses by weight: 5 mg under 20 kg",
    ):  # fmt: skip
        assert part in body, part
    assert "style" not in body


def test_bold_of_google_docs_is_its_own_bold_alone(form):
    paste(form, (CLIPBOARD / "google-docs.html").read_text(encoding="utf-8"))
    told(form)
    assert "<strong>Wait</strong> while" in save(form)


@pytest.mark.parametrize(
    "claim", ["", "<p data-immunosite-text>zero</p>"], ids=["foreign", "said to be ours"]
)
def test_styles_in_odd_places_reach_no_document(form, claim):
    odd = [
        "<p STYLE = color:red title=\"a>b\" style='x'>one</p>",
        '<p title="x"style="color:red">two</p>',
        '<style>p { color: red }</style><svg style="fill:red"><circle/></svg><p>three</p>',
        "<p style='a:b\n;c:d'\n>four</p>",
        '<p/style="color:red">five</p>',
    ]
    paste(form, claim + "".join(odd))
    if claim:
        expect(editor(form)).to_contain_text("five")
    else:
        told(form)
    body = save(form)
    assert [word in body for word in ("one", "two", "three", "four", "five")] == [True] * 5
    assert form.console == []


# --- Our own text ---------------------------------------------------------------------------------

OWN = (
    '<h2>A</h2><p>10<sup>9</sup>/L<br>CO<sub>2</sub> <a href="tel:+441">call</a></p><ol start="3">'
    '<li><p>c</p></li></ol><table><tbody><tr><th scope="col"><p>h</p></th></tr>'
    '<tr><td colspan="1" rowspan="1"><p>d</p></td></tr></tbody></table><p>end</p>'
)


def test_a_copy_of_our_own_text_is_pasted_exactly_and_asks_nobody(form):
    draft = Article.objects.get()
    draft.body = OWN
    cast.save(draft, draft.owner)
    form.reload()
    asked = []
    form.on("request", lambda request: asked.append(request.url))
    before = Article.objects.get().body
    editor(form).click()
    form.keyboard.press("Control+a")
    form.keyboard.press("Control+x")
    expect(editor(form)).to_have_text("")
    form.keyboard.press("Control+v")
    expect(editor(form)).to_contain_text("end")
    assert not [url for url in asked if "incoming" in url]
    assert save(form) == before


def test_what_another_editor_of_the_same_make_copied_is_transformed(form):
    paste(form, '<p data-pm-slice="1 1 []">10<span style="vertical-align:super">9</span></p>')
    told(form)
    assert save(form) == "<p>10<sup>9</sup></p>"


# --- Time passes ----------------------------------------------------------------------------------


def slow(tab: Page) -> list[Route]:
    held: list[Route] = []
    # Playwright cannot wrap a bound method of a built-in type.
    tab.route(INCOMING, lambda route: held.append(route))  # noqa: PLW0108
    return held


def wait_for(tab: Page, held: list[Route]) -> None:
    expect(tab.locator(".field-body .pasting")).to_contain_text("being read")
    for _ in range(50):
        if held:
            return
        tab.wait_for_timeout(50)


def test_it_comes_where_it_was_pasted_though_the_writer_typed_on(form):
    held = slow(form)
    copy(form, "<p>pas<i>ted</i></p>")
    editor(form).click()
    form.keyboard.press("Control+End")
    form.keyboard.press("Control+v")
    form.keyboard.type(" after")
    wait_for(form, held)
    held[0].continue_()
    assert told(form) == "Pasted."
    form.keyboard.type("wards")
    assert save(form) == "<p>beforepas<em>ted</em> afterwards</p>"


def test_a_save_waits_for_what_is_on_its_way(form):
    held = slow(form)
    paste(form, "<p>pasted</p>")
    wait_for(form, held)
    form.locator("[name=_continue]").click(no_wait_after=True)
    held[0].continue_()
    expect(form.locator(".messagelist")).to_contain_text("successfully")
    assert Article.objects.get().body == "<p>pasted</p>"


@pytest.mark.parametrize("way", ["offline", "fault", "signed out"])
def test_where_the_site_does_not_answer_nothing_is_pasted_and_nothing_lost(form, way):
    if way == "signed out":
        Session.objects.all().delete()
    else:
        act = (lambda r: r.abort()) if way == "offline" else (lambda r: r.fulfill(status=500))
        form.route(INCOMING, act)
    paste(form, "<p>10<sup>9</sup></p>")
    said = told(form)
    assert "othing was pasted" in said
    assert ("Ctrl+Shift+V" in said) or ("Sign in" in said)
    assert editor(form).inner_text() == "before"
    assert not [text for text in form.console if "Failed to load resource" not in text]


def test_what_the_server_refuses_is_told_with_its_reason(form):
    paste(form, "<div>" * 5_000 + "deep")
    assert "nested" in told(form)
    assert editor(form).inner_text() == "before"


def test_pictures_stay_at_home(form):
    sent: list[int] = []
    form.on("request", lambda each: sent.append(len(each.post_data_buffer or b"")))
    picture = "data:image/png;base64," + "A" * 3_000_000
    paste(form, f"<p>a</p><img alt='Two arms' src=\"{picture}\"><img src='{picture}'><p>b</p>")
    assert "picture" in told(form)
    assert max(sent) < 10_000
    assert save(form) == "<p>a</p><p>Two arms</p><p>b</p>"


# --- Other ways in --------------------------------------------------------------------------------


def test_plain_text_keeps_its_lines(form):
    copy(form, "<p>10<sup>9</sup></p>", "one\ntwo")
    editor(form).click()
    form.keyboard.press("Control+a")
    form.keyboard.press("Control+Shift+v")
    expect(editor(form)).to_contain_text("two")
    assert save(form) == "<p>one</p><p>two</p>"


def drop(tab: Page, kind: str, data: str) -> None:
    tab.evaluate(
        """([kind, data]) => {
          const target = document.querySelector(".field-body .tiptap p");
          const box = target.getBoundingClientRect();
          const dataTransfer = new DataTransfer();
          const file = new File([data], "a.png", { type: "image/png" });
          if (kind === "Files") dataTransfer.items.add(file);
          else dataTransfer.setData(kind, data);
          const at = { clientX: box.left + 1, clientY: box.top + 4 };
          const how = { ...at, bubbles: true, cancelable: true, dataTransfer };
          target.dispatchEvent(new DragEvent("drop", how));
        }""",
        [kind, data],
    )


def test_what_is_dropped_goes_the_same_way(form):
    drop(form, "text/html", '<b style="font-weight:normal">10<sup>9</sup> </b>')
    assert told(form) == "Pasted."
    assert "10<sup>9</sup>" in save(form)
    assert form.console == []


def test_a_dropped_picture_does_not_take_the_page_away(form):
    drop(form, "Files", "bytes")
    assert "Pictures and files cannot stand in a text" in told(form)
    assert editor(form).inner_text() == "before"


def test_an_address_pasted_onto_words_makes_them_a_link(form):
    copy(form, '<a href="https://www.example.org/">x</a>', "https://www.example.org/")
    editor(form).click()
    form.keyboard.press("Control+a")
    form.keyboard.press("Control+v")
    expect(editor(form).locator("a")).to_have_text("before")
