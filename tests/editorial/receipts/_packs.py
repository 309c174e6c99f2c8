"""Evidence packs in a test: taken out of the ZIP, and checked as an auditor would."""

import io
import subprocess
import sys
from zipfile import ZipFile

from editorial.receipts.evidence import evidence_pack


def files_of(edition):
    with ZipFile(io.BytesIO(evidence_pack(edition))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def checked(folder, files):
    """As an auditor does it: a bare Python, nothing of the site within its reach."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = [sys.executable, "-I", "-S", "verify.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
