"""docs/nginx/immunosite.conf in a real nginx, before a real server of the site."""

import json
import os
import ssl
import subprocess
import time
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings

from audits import site
from immunosite.environment import for_child
from tests.machine import nginx
from tests.postgres import free_port

NAME = "www.example.org"
FILE = settings.BASE_DIR / "docs" / "nginx" / "immunosite.conf"
PATIENCE = 30  # seconds
AROUND = """
{user}
daemon off;
pid {own}/pid;
error_log {own}/error.log;
events {{}}
http {{
    client_body_temp_path {own}/body;
    proxy_temp_path {own}/proxy;
    fastcgi_temp_path {own}/fastcgi;
    uwsgi_temp_path {own}/uwsgi;
    scgi_temp_path {own}/scgi;
    include {own}/immunosite.conf;
}}
"""


def certify(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = made.add_extension(here, critical=False)
    (folder / "fullchain.pem").write_bytes(made.sign(key, SHA256()).public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(private)


class Front:
    """The file as it stands, but for its places."""

    def __init__(self, folder, behind):
        self.folder, self.http, self.https = folder, free_port(), free_port()
        certify(folder)
        text = FILE.read_text()
        for given, here in {
            "server 127.0.0.1:8000;": f"server {behind};",
            "listen 80;": f"listen 127.0.0.1:{self.http};",
            "listen 443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            "/etc/ssl/immunosite": str(folder),
            "/var/log/nginx": str(folder),
        }.items():
            assert given in text
            text = text.replace(given, here)
        (folder / "immunosite.conf").write_text(text)
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "nginx.conf").write_text(AROUND.format(user=user, own=folder))
        self.command = [
            nginx(),
            "-e",
            folder / "error.log",
            "-p",
            folder,
            "-c",
            folder / "nginx.conf",
        ]

    @contextmanager
    def running(self):
        process = subprocess.Popen(self.command)
        try:
            end = time.monotonic() + PATIENCE
            while True:
                try:
                    self.plain("/")
                    break
                except OSError:
                    assert process.poll() is None, (self.folder / "error.log").read_text()
                    assert time.monotonic() < end
                    time.sleep(0.05)
            yield self
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def plain(self, path):
        return heard(HTTPConnection("127.0.0.1", self.http, timeout=PATIENCE), "GET", path)

    def get(self, path, method="GET", body=None, **headers):
        trusting = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        asked = HTTPSConnection("127.0.0.1", self.https, timeout=PATIENCE, context=trusting)
        return heard(asked, method, path, body, headers)

    def log(self):
        return [
            json.loads(each) for each in (self.folder / "immunosite.log").read_text().splitlines()
        ]


def heard(connection, method, path, body=None, headers=None):
    with closing(connection):
        connection.request(method, path, body, {"Host": NAME} | (headers or {}))
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.fixture
def front(tmp_path):
    """nginx, and behind it the site as docs/deploying.md has it, without a database."""
    place = f"127.0.0.1:{free_port()}"
    changed = {
        "DJANGO_SETTINGS_MODULE": "tests.immunosite.deploying._behind_nginx",
        "BIND": place,
        "WEB_WORKERS": "1",
    }
    served = site.served(f"http://{place}", for_child(changed), tmp_path / "log")
    with served, Front(tmp_path, place).running() as running:
        yield running


def test_the_whole_block_serves_the_site_and_keeps_what_is_nobody_elses(front):
    moved = front.plain("/echo/?q=my-illness")
    assert (moved.status, moved.headers["Location"]) == (301, f"https://{NAME}/echo/?q=my-illness")
    # What the site hears is nginx's own word, not the reader's.
    lies = {
        "X-Forwarded-For": "192.0.2.1",
        "X-Forwarded-Proto": "http",
        "X-Request-ID": "a-number-of-the-readers-own",
    }
    answer = front.get("/echo/?q=my-illness", **lies)
    assert answer.status == 200
    assert answer.headers["X-Secure"] == "True"
    assert answer.headers["X-Network"] == "127.0.0.1/32"
    assert answer.headers["X-Host"] == NAME
    number = answer.headers["X-Request-ID"]
    assert number != lies["X-Request-ID"]
    # One number in both logs, and no words of the reader in either.
    assert number in {line["request_id"] for line in front.log() if line["path"] == "/echo/"}
    front.get("/accounts/password/new/9z-secret-key/")
    for name in ("immunosite.log", "immunosite-error.log", "error.log", "log"):
        text = (front.folder / name).read_text()
        assert "illness" not in text, name
        assert "secret-key" not in text, name
    for inside in ("/metrics", "/healthz", "/readyz"):
        assert front.get(inside).status == 404
    large = b"x" * (16 * 1024 * 1024 + 1)
    assert front.get("/echo/", "POST", large).status == 413


def test_nginx_finds_no_fault_in_it(tmp_path):
    tried = Front(tmp_path, "127.0.0.1:8000")
    done = subprocess.run([*tried.command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
