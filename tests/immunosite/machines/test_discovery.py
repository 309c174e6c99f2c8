"""robots.txt, security.txt, OpenSearch, manifest and icons; and a browser that reads them."""

import struct
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone
from lxml import etree, html

from tests._answers import text_of
from tests.immunosite.machines.machine_pages import SITE, publish_all

pytestmark = pytest.mark.django_db

SECURITY = "/.well-known/security.txt"
CONTACT = ["mailto:security@example.org", "https://example.org/report"]


def fields(text):
    return [tuple(line.split(": ", 1)) for line in text.splitlines()]


def test_robots_are_shown_the_sitemap_and_kept_from_the_desk():
    lines = text_of(Client().get("/robots.txt")).splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1] == f"Sitemap: {SITE}/sitemap.xml"
    assert "Disallow: /admin/" in lines
    assert "Disallow: /search/?" in lines
    assert not {"Disallow: /", "Disallow: /search/"} & set(lines)


def test_a_sample_site_asks_robots_to_stay_away(settings):
    settings.SAMPLE_SITE = True
    assert text_of(Client().get("/robots.txt")) == "User-agent: *\nDisallow: /\n"


def test_security_txt_is_not_there_without_a_contact(settings):
    settings.SECURITY_CONTACT = []
    assert Client().get(SECURITY).status_code == 404


def test_security_txt_keeps_rfc_9116(settings):
    settings.SECURITY_CONTACT = CONTACT
    answer = Client().get(SECURITY)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"  # section 3
    said = fields(text_of(answer))
    assert [value for name, value in said if name == "Contact"] == CONTACT  # 2.5.3
    [expires] = [value for name, value in said if name == "Expires"]  # 2.5.5
    left = datetime.fromisoformat(expires) - timezone.now()
    assert timedelta(days=170) < left < timedelta(days=365)
    assert ("Canonical", f"{SITE}{SECURITY}") in said  # 2.5.2


def test_open_search_leads_to_the_sites_search():
    answer = Client().get("/opensearch.xml")
    assert answer.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    tree = etree.fromstring(answer.content)
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    assert len(tree.findtext(f"{space}ShortName")) <= 16
    [search] = [each for each in tree.findall(f"{space}Url") if each.get("type") == "text/html"]
    assert search.get("template") == f"{SITE}/search/?q={{searchTerms}}"
    asked = search.get("template").removeprefix(SITE).replace("{searchTerms}", "antigen")
    assert Client().get(asked).status_code == 200


def test_the_manifests_icons_are_there():
    data = Client().get("/manifest.webmanifest").json()
    assert data["start_url"] == data["scope"] == "/"
    for icon in data["icons"]:
        path = finders.find(icon["src"].removeprefix("/static/"))
        assert path, icon
        assert etree.parse(path).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_who_asks_for_a_favicon_finds_one():
    answer = Client().get("/favicon.ico")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/static/favicon.svg")


def picture(address):
    """The size of one of our PNG files, by its first bytes, and its weight."""
    file = Path(finders.find(address.removeprefix(SITE).removeprefix("/static/"))).read_bytes()
    assert file.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", file[16:24]), len(file)


def test_a_link_to_us_is_shown_with_our_picture_and_what_it_says():
    tree = html.fromstring(text_of(Client().get("/")))
    said = {each.get("property"): each.get("content") for each in tree.iter("meta")}
    size, weight = picture(said["og:image"])
    assert said["og:image"].startswith(f"{SITE}/static/")
    assert size == (int(said["og:image:width"]), int(said["og:image:height"])) == (1200, 630)
    assert weight < 40_000
    assert said["og:image:alt"].startswith("ImmunoSite. ")


def test_a_telephones_home_screen_has_an_icon():
    [icon] = html.fromstring(text_of(Client().get("/"))).xpath("//link[@rel='apple-touch-icon']")
    size, weight = picture(icon.get("href"))
    assert size == (180, 180)
    assert weight < 10_000


@pytest.mark.parametrize("address", ["/robots.txt", "/opensearch.xml", "/manifest.webmanifest"])
def test_they_set_no_cookie_and_cost_one_query(address, django_assert_num_queries):
    with django_assert_num_queries(1):
        answer = Client().get(address)
    assert not answer.cookies
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_their_addresses_are_the_sites_own(host):
    for address in ("/robots.txt", "/opensearch.xml"):
        page = text_of(Client().get(address, headers={"host": host}))
        assert "127.0.0.1" not in page


def test_a_browser_reads_the_markup_and_finds_no_breach_of_the_policy(page, wen, mei):
    """The `page` fixture fails on any. Data blocks are not run, so the policy lets them be."""
    publish_all(wen, mei)
    page.goto("/articles/what-it-is/")
    blocks = page.locator('script[type="application/ld+json"]')
    kinds = [
        page.evaluate("text => JSON.parse(text)['@type']", t) for t in blocks.all_inner_texts()
    ]
    assert sorted(kinds) == ["BreadcrumbList", "MedicalWebPage"]


def test_a_browser_finds_the_manifest_from_the_home_page(page):
    page.goto("/")
    manifest = page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then(a => a.json())"
    )
    assert manifest["id"] == "/"
