"""What comes out of a printer: whole tables, and where the links lead."""

import re

import pytest
from playwright.sync_api import Page

from tests import cast

# A4 less margins of 20 mm, in CSS pixels: narrower than what browsers leave by themselves.
PAPER = 642
SMALLEST = 6.5  # pixels: 5 point, for tables that a screen would not hold either
LINKS = """
<p>Write down <a href="https://example.org/diary">this diary</a>, <a href="/therapies/">see
this</a>, <a href="#one">the part above</a>, <a href="tel:+44123">call</a> or
<a href="mailto:a@example.org">write</a> about your antigen.</p><h2>One</h2>
<table><tbody><tr><th>Name</th></tr><tr><td><a href="https://example.org/cell">cell</a></td></tr>
</tbody></table>
"""


def row(tag: str, text: str, columns: int) -> str:
    cells = "".join(f"<{tag}>{text.format(number)}</{tag}>" for number in range(columns))
    return f"<tr>{cells}</tr>"


def table(columns: int, head: str = "Column heading number {}", text: str = "Longvalue{} mg/kg"):
    rows = row("th", head, columns) + row("td", text, columns)
    return f"<table><tbody>{rows}</tbody></table>"


TABLES = {
    "3 columns": table(3),
    "7 columns": table(7),
    "the 12 columns of the case": table(12),
    "24 columns": table(24),
    "one endless word": table(5, text="Immunosuppressioncorticosteroid" * 3),
    "an address in a cell": table(4, text="https://example.org/a/very/long/address/without/end/{}"),
    "beside a list": table(10, text="<ul><li>one {}</li><li>two</li></ul>"),
}


def on_paper(page: Page, address: str) -> None:
    page.set_viewport_size({"width": PAPER, "height": 1000})
    page.emulate_media(media="print")
    page.goto(address)


@pytest.mark.parametrize("body", TABLES.values(), ids=TABLES)
def test_all_columns_of_a_table_are_on_paper(page: Page, wen, mei, body):
    on_paper(page, cast.publish(cast.article(wen, body=body), wen, mei).get_absolute_url())
    cells = page.locator(".prose :is(th, td)")
    assert cells.count() == body.count("<th>") + body.count("<td>")
    for left, right, wide, small in cells.evaluate_all(
        """cells => cells.map(cell => [cell.getBoundingClientRect().left,
            cell.getBoundingClientRect().right, cell.scrollWidth - cell.clientWidth,
            parseFloat(getComputedStyle(cell).fontSize)])"""
    ):
        assert left >= 0
        assert right <= PAPER
        assert wide <= 0  # no words that stand out into the next cell
        assert small >= SMALLEST
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER


def test_therapies_side_by_side_are_on_paper(page: Page, wen, mei):
    for number in range(4):
        cast.publish(cast.therapy(wen, slug=f"t{number}"), wen, mei)
    on_paper(page, "/therapies/compare/?t=t0&t=t1&t=t2&t=t3")
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER


def printed(page: Page) -> str:
    """The text with what the style sheet puts behind it, in place."""
    return re.sub(
        r"\s+",
        " ",
        page.locator(".prose").evaluate(
            """prose => { for (const link of prose.querySelectorAll('a')) {
                const after = getComputedStyle(link, '::after').content;
                const shown = after.replaceAll('"', '').replace('none', '').replace('normal', '');
                link.append(shown.replace('attr(href)', link.getAttribute('href')));
            } return prose.textContent }"""
        ),
    )


def test_the_addresses_of_links_stand_behind_their_words(page: Page, wen, mei):
    cast.publish(cast.entry(wen, title="Antigen", slug="antigen"), wen, mei)
    edition = cast.publish(cast.article(wen, body=LINKS), wen, mei)
    on_paper(page, edition.get_absolute_url())
    assert page.locator(".prose a.term").count() == 1
    assert (
        printed(page)
        .strip()
        .startswith(
            "Write down this diary (https://example.org/diary), see this (/therapies/), the part "
            "above, call (tel:+44123) or write (mailto:a@example.org) about your antigen.One"
        )
    )
    assert "cell (" not in printed(page)


def test_on_the_screen_they_do_not(page: Page, wen, mei):
    page.goto(cast.publish(cast.article(wen, body=LINKS), wen, mei).get_absolute_url())
    assert "(" not in printed(page)
