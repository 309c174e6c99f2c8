"""A real nginx on this machine alone, that serves an export as docs/static-export.md says."""

import http.client
import os
import re
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.conf import settings

from tests import machine
from tests.postgres import free_port

PATIENCE = 30  # seconds
AROUND = """
{user}
daemon off;
pid {own}/pid;
error_log {own}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {own}/body;
    proxy_temp_path {own}/proxy;
    fastcgi_temp_path {own}/fastcgi;
    uwsgi_temp_path {own}/uwsgi;
    scgi_temp_path {own}/scgi;
    {block}
}}
"""


def documented(export, port):
    """What docs/static-export.md tells an operator to write, but for TLS."""
    text = (settings.BASE_DIR / "docs" / "static-export.md").read_text()
    block = re.search(r"```nginx\n(.*?)```", text, re.DOTALL)[1]
    block = re.sub(r" *ssl_certificate.*\n", "", block)
    for word, own in (
        ("443 ssl", f"127.0.0.1:{port}"),
        ("www.example.org", "localhost"),
        ("/srv/immunosite-export", str(export)),
    ):
        assert word in block
        block = block.replace(word, own)
    return block


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        return self.body.decode()


class Nginx:
    def __init__(self, program, export, own):
        self.export, self.own, self.port = export, own, free_port()
        user = "user root;" if os.geteuid() == 0 else ""
        given = {"user": user, "own": own, "block": documented(export, self.port)}
        (own / "nginx.conf").write_text(AROUND.format(**given))
        self.process = subprocess.Popen([program, "-p", own, "-c", own / "nginx.conf"])

    def ask(self, path, method="GET", body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        connection.request(method, path, body, {"Host": "localhost", **named})
        answer = connection.getresponse()
        got = Answer(answer.status, dict(answer.getheaders()), answer.read())
        connection.close()
        return got

    def wait(self):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return self.ask("/")
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise AssertionError((self.own / "error.log").read_text()) from None
                time.sleep(0.05)


@contextmanager
def running(export, own):
    try:
        program = machine.nginx()
    except machine.MissingProgram as missing:
        pytest.skip(str(missing))
    own.mkdir()
    nginx = Nginx(program, export, own)
    try:
        nginx.wait()
        yield nginx
    finally:
        nginx.process.terminate()
        nginx.process.wait(PATIENCE)
