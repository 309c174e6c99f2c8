"""The benchmark's own arithmetic, its tables and its charts."""

import re

import pytest
from lxml import etree

from benchmarks import charts, report
from benchmarks.cold import Site
from benchmarks.parts_pages import stored_part
from benchmarks.parts_site import growth_part
from benchmarks.plan import SMOKE
from benchmarks.results import Bars, Part, Reached, ratio
from benchmarks.servers import nginx, requests_a_second

SVG = "{http://www.w3.org/2000/svg}"
BARS = Bars("Pages, <fast>", "requests a second", ("ours", "Wagtail"),
            (("article", (6000.0, 2000.0)), ("search & lists", (3000.0, None))))  # fmt: skip
RATES = {"ours": [400.0, 100.0, 900.0], "bare WSGI": [500.0, 100.0, 1000.0],
         "Wagtail, cached": [100.0, 50.0, 300.0], "Wagtail": [10.0, 10.0, 10.0]}  # fmt: skip


def test_a_ratio_is_the_median_of_those_of_each_round_and_not_of_the_medians():
    assert ratio([1, 10, 300], [2, 10, 100]) == 1


def test_what_is_not_installed_is_said_in_its_row_and_nothing_is_made_up():
    part = stored_part({"article": RATES}, {"nginx": "nginx is not installed"})
    row = dict(zip(part.header, part.rows[0], strict=True))
    assert row["nginx"] == "not measured: nginx is not installed"
    assert (row["bare WSGI"], row["ours"]) == ("500 (0.90)", "400")
    assert [each.is_reached for each in part.reached] == [True, True]


def test_without_wagtail_its_line_says_that_it_was_not_measured():
    missing = dict.fromkeys(("Wagtail, cached", "Wagtail"), "Wagtail was not asked for")
    rates = {"article": {name: RATES[name] for name in ("ours", "bare WSGI")}}
    line = report.line_of(stored_part(rates, missing | {"nginx": "-"}).reached[1])
    assert line[2:] == ("not measured", "–", "Wagtail was not asked for")


def test_growth_is_reached_only_where_no_page_grows_more():
    flat, steep = [(5.0, 4), (5.5, 4)], [(5.0, 4), (9.0, 4)]
    assert growth_part({"/a": flat}, SMOKE).reached[0].is_reached
    found = growth_part({"/a": flat, "/b": steep}, SMOKE).reached[0]
    assert (found.is_reached, found.why) == (False, "most: /b")


def test_what_was_not_reached_stands_out():
    line = report.line_of(Reached("a page", "≥ 1", "0.5"))
    assert line == ("a page", "≥ 1", "0.5", "**no**", "")


def test_the_page_has_the_machine_the_commit_and_each_part(tmp_path):
    part = Part("Stored pages", "Text.", ("page", "ours"), (("article", "9"),), BARS)
    written = report.write([part], SMOKE, tmp_path).read_text()
    assert re.search(r"- Date: .* UTC; commit \S+\.", written)
    assert "- Machine: " in written
    assert "| article | 9 |" in written
    assert (tmp_path / "benchmarks" / BARS.file).exists()


def test_a_chart_says_in_words_all_that_it_shows():
    chart = etree.fromstring(charts.svg(BARS).encode())
    assert chart.get("role") == "img"
    named = {each.get("id"): each.text for each in chart if each.get("id")}
    assert named[chart.get("aria-labelledby").split()[0]] == BARS.title
    for words in ("article: ours 6,000, Wagtail 2,000", "search & lists", "Wagtail not measured"):
        assert words in named["desc"]
    drawn = [each.text for each in chart.iter(f"{SVG}text")]
    assert {"6,000", "2,000", "not measured", "ours", "Wagtail"} <= set(drawn)


def test_the_longest_bar_is_the_greatest_value_and_none_leaves_the_picture():
    chart = etree.fromstring(charts.svg(BARS).encode())
    bars = [each for each in chart.iter(f"{SVG}rect") if each.get("height") == str(charts.BAR)]
    widths = [float(each.get("width")) for each in bars]
    assert widths[0] == max(widths) == pytest.approx(3 * widths[1], abs=1)
    assert widths[3] == 0
    assert widths[0] + charts.LABEL < charts.WIDTH


def test_a_chart_follows_the_reader_s_dark_mode():
    assert "prefers-color-scheme: dark" in charts.svg(BARS)


@pytest.mark.parametrize(
    ("act", "said"),
    [(lambda: nginx(SMOKE.folder).__enter__(), "nginx"),
     (lambda: requests_a_second("127.0.0.1:1", "/", 1), "wrk")],
)  # fmt: skip
def test_a_program_that_is_not_there_is_named(monkeypatch, act, said):
    monkeypatch.setattr("shutil.which", lambda name, path=None: None)
    with pytest.raises(FileNotFoundError, match=f"{said} is not installed"):
        act()


def test_a_site_is_measured_from_the_request_to_the_last_byte(monkeypatch):
    class Module:
        @staticmethod
        def application(environ, start_response):
            start_response("200 OK", [])
            return [environ["PATH_INFO"].encode(), environ["QUERY_STRING"].encode()]

    monkeypatch.setattr("benchmarks.cold.import_module", lambda name: Module)
    assert Site("any", lambda: None).answer("/articles/?page=2") == (200, 16)
