"""In which encodings an answer goes out."""

import gzip

import brotli
import pytest
from django.conf import settings as site
from django.test import Client

from immunosite.edge.encodings import liked_best

pytestmark = pytest.mark.django_db


LIKED = {
    "": [],
    "identity": [],
    "gzip": ["gzip"],
    "br, gzip": ["br", "gzip"],
    "gzip, deflate, br, zstd": ["br", "gzip"],
    "GZIP;Q=1.0 , BR": ["br", "gzip"],
    "x-gzip": ["gzip"],
    "br;q=0": [],
    "br;q=0.0": [],
    "br;q=0.000, gzip": ["gzip"],
    "br; q=0, gzip;q=0.5": ["gzip"],
    "br ; q = 0, gzip": ["gzip"],
    "gzip;q=0, br": ["br"],
    "br;q=0.2, gzip;q=0.8": ["gzip"],
    "br;q=0.001": ["br"],
    "*": ["br", "gzip"],
    "*;q=0.5": ["br", "gzip"],
    "br;q=0, *": ["gzip"],
    "gzip;q=0, *;q=0.1": ["br"],
    "identity;q=1, br;q=0.5": [],
    "identity;q=0.5, br;q=0.5": ["br"],
    "identity;q=0, gzip": ["gzip"],
    "*;q=0, gzip": ["gzip"],
    "*;q=0, identity": [],
    "identity;q=0": None,
    "*;q=0": None,
    "br;q=0, gzip;q=0, identity;q=0": None,
    "br;q=2, gzip": ["gzip"],
    "br;q=abc": [],
    "br;q=": [],
    "br;q=0.0001, gzip": ["gzip"],
    "gzip;level=1": [],
    "bread, brotli, gzipped": [],
    ",,;,;q=1": [],
}


@pytest.mark.parametrize(("header", "liked"), LIKED.items())
def test_an_encoding_is_chosen_by_the_book(header, liked):
    assert liked_best(header) == liked


DECODE = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize(("header", "liked"), LIKED.items())
def test_pages_go_out_as_the_reader_likes(client, edition, header, liked):
    plain = client.get(edition.get_absolute_url()).content
    response = client.get(edition.get_absolute_url(), headers={"Accept-Encoding": header})
    assert response.headers["Vary"] == "Accept-Encoding"
    if liked is None:
        assert response.status_code == 406
        return
    coding = response.headers.get("Content-Encoding")
    assert coding == (liked[0] if liked else None)
    assert DECODE[coding](response.content) == plain


@pytest.fixture
def static_file(settings, tmp_path):
    """A built style sheet in its three forms, as WhiteNoise serves them."""
    plain = (site.BASE_DIR / "static" / "site.css").read_bytes()
    forms = {"": plain, ".gz": gzip.compress(plain), ".br": brotli.compress(plain)}
    for suffix, body in forms.items():
        (tmp_path / f"site.css{suffix}").write_bytes(body)
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_AUTOREFRESH = False
    return plain


@pytest.mark.parametrize(("header", "liked"), LIKED.items())
def test_static_files_go_out_as_the_reader_likes(static_file, header, liked):
    response = Client().get("/static/site.css", headers={"Accept-Encoding": header})
    if liked is None:
        assert response.status_code == 406
        return
    coding = response.headers.get("Content-Encoding")
    assert coding == (liked[0] if liked else None)
    assert DECODE[coding](response.getvalue()) == static_file
