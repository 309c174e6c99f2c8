"""Check this evidence pack offline: python3 verify.py

Needs Python 3.9 or newer without any package, and the openssl command, 3.0 or newer. Says what was
checked, and exits with 0 when all of it holds, else with 1. Nothing in the pack is believed before
its signature was checked.
"""

import base64
import hashlib
import json
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
# Before the 32 bytes of an Ed25519 key, its SubjectPublicKeyInfo (RFC 8410, section 10.1).
ED25519 = bytes.fromhex("302a300506032b6570032100")
UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError)
PRESENT, VERIFIED = 0x01, 0x04  # flags of an authenticator (WebAuthn 3, section 6.1)
GOOD_FOR = timedelta(minutes=5)  # from the question to a key to the signature


AND_NOW = """Compare the site's key with one that you have from elsewhere: a pack that was made up
would bring a key of its own. Not covered by the receipt, and only the site's account:
differences.html and contributors.json."""


class Fault(Exception):
    """Says what does not hold."""


def main():
    try:
        for line in checked():
            print("holds: " + line)
    except Fault as fault:
        print(f"DOES NOT HOLD: {fault}")
        return 1
    except UNREADABLE as error:
        print(f"DOES NOT HOLD: the pack cannot be read ({type(error).__name__}: {error}).")
        return 1
    print("\nAll holds. " + AND_NOW)
    return 0


def checked():
    """Yields what was found to hold. Raises Fault."""
    claims, kid = read_receipt()
    page = claims["document"]
    yield f"the receipt of edition {claims['edition']} of {page['kind']} “{page['address']}” at"
    yield f"  {claims['site']}, under the site's key {kid}"
    if hashlib.sha256(data("signed.json")).hexdigest() != claims["digest"]:
        raise Fault("signed.json is another text than the receipt states.")
    yield "signed.json is the text of the receipt, byte for byte"
    leaves = data("passages.jsonl").splitlines()
    root = claims["passages"]
    if (len(leaves), root_of(leaves)) != (root["count"], root["root"]):
        raise Fault("passages.jsonl is not what the receipt's root was made of.")
    yield f"its {len(leaves)} passages make the root in the receipt"
    records = data("signatures.jsonl").splitlines()
    if len(records) != len(claims["signatures"]):
        raise Fault("signatures.jsonl has another number of signatures than the receipt.")
    for stated, record in zip(claims["signatures"], records):
        yield from check_signature(claims, stated, record)
    if json.loads(data("assertions.json")) != [each["assertion"] for each in claims["signatures"]]:
        raise Fault("assertions.json has other assertions than the receipt.")
    yield "assertions.json has the assertions of the receipt"


# --- The receipt ---


def read_receipt():
    """What the receipt states and the thumbprint of the key, once each signature was checked."""
    receipt = json.loads(data("receipt.json"))
    keys = {key["kid"]: key for key in json.loads(data("jwks.json"))["keys"]}
    if not receipt["signatures"]:
        raise Fault("the receipt has no signature.")
    payload = decoded(receipt["payload"])
    claims = json.loads(payload)
    if canonical(claims) != payload:
        raise Fault("what was signed is not in canonical form (RFC 8785).")
    for member in receipt["signatures"]:
        header = json.loads(decoded(member["protected"]))
        if header.get("alg") != "Ed25519" or "crit" in header:
            raise Fault("the receipt is not signed with Ed25519.")
        key = keys.get(header["kid"])
        if key is None or thumbprint(key) != header["kid"]:
            raise Fault("the receipt's key is not in jwks.json.")
        retired = key.get("retired_at")
        if retired and moment(claims["published_at"]) >= moment(retired):
            raise Fault("the receipt's key was retired before the edition was published.")
        signed = f"{member['protected']}.{receipt['payload']}".encode()
        public = ED25519 + decoded(key["x"])
        command = ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-rawin", "-inkey", "KEY"]
        command += ["-sigfile", "SIGNATURE", "-in", "SIGNED"]
        if not openssl(command, KEY=public, SIGNATURE=decoded(member["signature"]), SIGNED=signed):
            raise Fault("the receipt's signature is not that of the site's key.")
    return claims, header["kid"]


def thumbprint(key):
    """RFC 7638."""
    return encoded(hashlib.sha256(canonical({n: key[n] for n in ("crv", "kty", "x")})).digest())


# --- The people ---


def check_signature(claims, stated, record):
    if hashlib.sha256(record).hexdigest() != stated["record"]:
        raise Fault(f"the record of {stated['name']} is not the one that the receipt states.")
    full = json.loads(record)
    if full["digest"] != claims["digest"]:
        raise Fault(f"{stated['name']} signed another text.")
    same = {"printed_name": "name"} | {name: name for name in SAID if name != "printed_name"}
    for name, short in same.items():
        if full[name] != stated[short]:
            raise Fault(f"the {name} of {stated['name']} is not that of the record.")
    if moment(full["signed_at"]) != moment(stated["signed_at"]):
        raise Fault(f"the time of {stated['name']}'s signature is not that of the record.")
    if (stated["method"] == "key") != (stated["assertion"] is not None):
        raise Fault(f"the signature of {stated['name']} is not of the kind that is stated.")
    answers = len(full["checklist"])
    yield f"the record of {stated['name']}: scope “{stated['scope']}”, {answers} answers, conflicts"
    if stated["assertion"] is None:
        yield f"  by {stated['method']}: that it was {stated['name']}, the site attests"
    else:
        check_assertion(claims, full, stated["assertion"])
        yield f"  by the own key of {stated['name']}, over the statement about this very text"


SAID = ("printed_name", "credentials", "team", "meaning", "scope", "conflict_of_interest", "method")
# Not in the statement: the time of the answer, and the site's own number of the round.
NOT_SIGNED = ("signed_at", "review")


def check_assertion(claims, record, assertion):
    """WebAuthn 3, section 7.2, as far as it can be checked from what was kept."""
    who = record["printed_name"]
    statement = json.loads(assertion["statement"])
    meant = {
        **{name: record[name] for name in record if name not in NOT_SIGNED},
        "passages_root": claims["passages"]["root"],
        "edition": claims["edition"],
        "document": {name: claims["document"][name] for name in ("kind", "id")},
    }
    for name, value in meant.items():
        if statement[name] != value:
            raise Fault(f"the key of {who} signed another {name.replace('_', ' ')}.")
    if not timedelta(0) <= moment(record["signed_at"]) - moment(statement["time"]) <= GOOD_FOR:
        raise Fault(f"the key of {who} signed at another time.")
    client = decoded(assertion["client_data"])
    authenticator = decoded(assertion["authenticator_data"])
    told = json.loads(client)
    if told["type"] != "webauthn.get":
        raise Fault(f"the key of {who} was not asked for a signature.")
    if told["challenge"] != encoded(hashlib.sha256(assertion["statement"].encode()).digest()):
        raise Fault(f"the key of {who} signed another statement.")
    host = urlsplit(claims["site"]).hostname
    hosts = {host, "localhost"} if host.replace(".", "").isdigit() else {host}
    if urlsplit(told["origin"]).hostname not in hosts:
        raise Fault(f"the key of {who} signed for another site.")
    if authenticator[:32] not in {hashlib.sha256(each.encode()).digest() for each in hosts}:
        raise Fault(f"the key of {who} belongs to another site.")
    if authenticator[32] & (PRESENT | VERIFIED) != PRESENT | VERIFIED:
        raise Fault(f"the key of {who} did not verify its user.")
    signed = authenticator + hashlib.sha256(client).digest()
    given = {"KEY": assertion["public_key"].encode(), "SIGNED": signed}
    command = ["dgst", "-sha256", "-verify", "KEY", "-signature", "SIGNATURE", "SIGNED"]
    if not openssl(command, SIGNATURE=decoded(assertion["signature"]), **given):
        raise Fault(f"the signature of {who} is not that of the key.")


# --- Bytes ---


def data(name):
    return (HERE / name).read_bytes()


def canonical(value):
    """RFC 8785, for what stands in a receipt: text and whole numbers, and names in ASCII."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def decoded(text):
    """RFC 7515, section 2. Other letters that give the same bytes are refused (RFC 4648, 3.5): what
    has a letter changed is not what was signed."""
    raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encoded(raw) != text:
        raise Fault("a part of the receipt is not base64url.")
    return raw


def moment(text):
    return datetime.fromisoformat(text)


def encoded(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def root_of(leaves):
    """RFC 9162, section 2.1.1."""
    level = [hashlib.sha256(b"\0" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        pairs = [level[at : at + 2] for at in range(0, len(level), 2)]
        level = [above(*pair) for pair in pairs]
    return (level[0] if level else hashlib.sha256(b"").digest()).hex()


def above(left, right=None):
    return hashlib.sha256(b"\1" + left + right).digest() if right else left


def openssl(command, **files):
    """Whether it says yes. Words of the command that name a file stand for that file."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            done = subprocess.run(
                ["openssl", *command], cwd=folder, capture_output=True, check=False
            )
        except FileNotFoundError:
            raise Fault("nothing could be checked: openssl was not found.") from None
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
