"""Under which names the site answers."""

import logging
import sys

import pytest
from django.core.exceptions import BadRequest, PermissionDenied, TooManyFieldsSent
from django.http.multipartparser import MultiPartParserError

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "host", ["evil.example", "x" * 3000, "a b", "", "[::", "localhost\nX: y", "é"]
)
def test_a_wrong_host_is_one_line_in_the_log(stranger, host, caplog):
    with caplog.at_level(logging.DEBUG):
        for path in ("/", "/admin/", "/static/site.css", "/no/such"):
            caplog.clear()
            response = stranger.get(path, HTTP_HOST=host)
            assert response.status_code == 400
            assert response.headers["Content-Type"].startswith("text/plain")
            assert len(caplog.records) == 1
            (record,) = caplog.records
            assert "\n" not in record.getMessage()
            assert (record.exc_info, len(record.getMessage()) < 200) == (None, True)


@pytest.mark.parametrize(
    ("fault", "lines"),
    [
        (BadRequest, 1),
        (TooManyFieldsSent, 1),
        (MultiPartParserError, 1),
        (PermissionDenied, 1),
        (ValueError, 2),
    ],
)
def test_the_fault_of_a_stranger_is_one_line(settings, capsys, fault, lines):
    stream = logging.StreamHandler(sys.stdout)
    stream.addFilter(settings.LOGGING["filters"]["without_traceback"]["()"]())
    try:
        raise fault("No.")
    except Exception as error:
        told = logging.LogRecord("django.request", 40, "", 1, "Refused", (), (fault, error, None))
    stream.handle(told)
    assert len(capsys.readouterr().out.splitlines()) == lines
