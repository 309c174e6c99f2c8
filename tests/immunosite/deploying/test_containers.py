"""What the image and compose.yaml promise; they are built where Docker runs."""

import re
from concurrent.futures import ThreadPoolExecutor
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
import yaml
from django.conf import settings

from immunosite.start import is_alive

ROOT = settings.BASE_DIR
DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())


def test_each_base_is_pinned_by_its_version():
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    bases += [each["image"] for each in COMPOSE["services"].values() if "build" not in each]
    assert len(bases) == 3
    assert all(re.search(r":\d+\.\d+", base) for base in bases)


def test_nobody_is_root_in_it_and_it_says_whether_it_lives():
    assert re.findall(r"^USER (.*)", DOCKERFILE, re.MULTILINE)[-1] == "10001:10001"
    assert "immunosite.start.is_alive" in DOCKERFILE
    assert DOCKERFILE.index("USER ") < DOCKERFILE.index("HEALTHCHECK")


def test_nothing_secret_is_written_into_it():
    set_in_it = re.findall(r"^(?:ENV|ARG) (.*(?:\\\n.*)*)", DOCKERFILE, re.MULTILINE)
    assert not re.search("SECRET_KEY|PASSWORD|TOKEN", "".join(set_in_it))


def test_it_holds_what_the_site_runs_on_and_no_secret_of_the_folder():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert "*" in lines
    let_in = [each[1:] for each in lines if each.startswith("!")]
    for secret in (".env", "var", ".git", ".venv", "tests", "compose.yaml", "docs"):
        assert not any(fnmatch(secret, each) for each in let_in), secret
    assert all((ROOT / each).exists() for each in let_in)
    # Each folder of the repository that holds code of the site is there.
    rooms = {each.parent.name for each in ROOT.glob("*/apps.py")}
    assert len(rooms) >= 3
    assert rooms <= set(let_in)


def test_no_port_is_open_beyond_this_machine():
    ports = [port for each in COMPOSE["services"].values() for port in each.get("ports", [])]
    assert ports == ["127.0.0.1:8000:8000"]


def test_a_stop_leaves_time_for_requests_in_hand():
    # STOP_DELAY, gunicorn's thirty seconds, and some more.
    assert COMPOSE["services"]["web"]["stop_grace_period"] == "45s"


@pytest.mark.parametrize(("status", "alive"), [(200, True), (503, False)])
def test_the_health_check_asks_by_the_sites_own_name(monkeypatch, status, alive):
    heard = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            heard.append((self.path, self.headers["Host"]))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *said):
            pass

    with HTTPServer(("127.0.0.1", 0), Server) as server, ThreadPoolExecutor(1) as beside:
        asked = beside.submit(server.handle_request)
        monkeypatch.setenv("BIND", f"127.0.0.1:{server.server_port}")
        monkeypatch.setenv("ALLOWED_HOSTS", ".example.org,localhost")
        assert is_alive.is_alive() is alive
        asked.result()
        assert heard == [("/healthz", "example.org")]
    assert is_alive.is_alive() is False  # nobody is there
