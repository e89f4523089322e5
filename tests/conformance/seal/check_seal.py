#!/usr/bin/env python3
"""A second implementation of docs/seal-format.md, from that page and the published vectors alone.

Needs Python 3.9 and nothing else. It takes no care of timing: it only checks public data.

  check_seal.py vectors DIR                    every published vector; exit 1 when one differs
  check_seal.py seal TEXT KEYLIST [PINNED]     a scanned text under a key list (file); JSON
  check_seal.py copy FILE.pdf TEXT KEYLIST [PINNED]   the same, and the digest recomputed from the copy
"""
import base64
import hashlib
import json
import os
import re
import sys
import unicodedata
from datetime import datetime, timezone
from urllib.parse import unquote_to_bytes, urlsplit

# --- Deterministic CBOR (RFC 8949 section 4.2.1) ---------------------------------------------------


class Wrong(Exception):
    pass


def decode_cbor(data):
    value, end = read_item(data, 0, 0)
    if end != len(data):
        raise Wrong("trailing bytes")
    return value


def read_item(data, at, depth):
    if depth > 8 or at >= len(data):
        raise Wrong("too deep or truncated")
    major, short = data[at] >> 5, data[at] & 31
    at += 1
    if major == 7:
        if short not in (20, 21, 22):
            raise Wrong("not supported")
        return {20: False, 21: True, 22: None}[short], at
    if short < 24:
        argument = short
    elif short <= 27:
        size = 1 << (short - 24)
        argument = int.from_bytes(data[at : at + size], "big")
        if at + size > len(data) or argument < (24 if size == 1 else 1 << (4 * size)) or argument >= 1 << 53:
            raise Wrong("number not shortest, truncated or too large")
        at += size
    else:
        raise Wrong("indefinite length")
    if major == 0:
        return argument, at
    if major == 1:
        return -1 - argument, at
    if major in (2, 3):
        taken = data[at : at + argument]
        if len(taken) != argument:
            raise Wrong("truncated")
        if major == 2:
            return taken, at + argument
        try:
            return taken.decode("utf-8"), at + argument
        except UnicodeDecodeError:
            raise Wrong("not UTF-8")
    if major == 4:
        items = []
        for _ in range(argument):
            item, at = read_item(data, at, depth + 1)
            items.append(item)
        return items, at
    if major == 5:
        result, previous = {}, None
        for _ in range(argument):
            start = at
            key, at = read_item(data, at, depth + 1)
            encoded = data[start:at]
            if type(key) not in (int, str) or (previous is not None and previous >= encoded):
                raise Wrong("keys not ascending")
            previous = encoded
            result[key], at = read_item(data, at, depth + 1)
        return result, at
    raise Wrong("tags are not used")


def head(major, argument):
    for size, code in ((1, 24), (2, 25), (4, 26), (8, 27)):
        if argument < 24:
            return bytes([major << 5 | argument])
        if argument < 1 << (8 * size):
            return bytes([major << 5 | code]) + argument.to_bytes(size, "big")


def bstr(data):
    return head(2, len(data)) + data


# --- ECDSA on P-256 (FIPS 186-5) -------------------------------------------------------------------

P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0]:
        if (a[1] + b[1]) % P == 0:
            return None
        slope = (3 * a[0] * a[0] - 3) * pow(2 * a[1], -1, P) % P
    else:
        slope = (b[1] - a[1]) * pow(b[0] - a[0], -1, P) % P
    x = (slope * slope - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(k, point):
    total = None
    while k:
        if k & 1:
            total = add(total, point)
        point, k = add(point, point), k >> 1
    return total


def is_signed(key, message, signature):
    x, y = (int.from_bytes(part, "big") for part in key)
    if x >= P or y >= P or (y * y - x * x * x + 3 * x - B) % P:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s < N):
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, N)
    point = add(multiply(digest * inverse % N, G), multiply(r * inverse % N, (x, y)))
    return point is not None and point[0] % N == r


# --- COSE_Sign1, keys ------------------------------------------------------------------------------


def read_sign1(data):
    parts = decode_cbor(data)
    if type(parts) is not list or len(parts) != 4:
        raise Wrong("not COSE_Sign1")
    header, unsigned, payload, signature = parts
    if type(header) is not bytes or type(payload) is not bytes or type(signature) is not bytes:
        raise Wrong("not COSE_Sign1")
    if unsigned != {} or len(signature) != 64:
        raise Wrong("not COSE_Sign1")
    said = decode_cbor(header)
    if type(said) is not dict or set(said) != {1, 4} or said[1] != -7 or type(said[4]) is not bytes or len(said[4]) != 8:
        raise Wrong("header")
    to_be_signed = head(4, 4) + head(3, 10) + b"Signature1" + bstr(header) + bstr(b"") + bstr(payload)
    return said[4], payload, to_be_signed, signature


def read_cose_key(value):
    if type(value) is not dict or set(value) != {1, -1, -2, -3} or value[1] != 2 or value[-1] != 1:
        raise Wrong("not a key of P-256")
    x, y = value[-2], value[-3]
    if type(x) is not bytes or type(y) is not bytes or len(x) != 32 or len(y) != 32:
        raise Wrong("not a point")
    return x, y


def thumbprint(key):
    return hashlib.sha256(b"\xa4\x01\x02\x20\x01\x21\x58\x20" + key[0] + b"\x22\x58\x20" + key[1]).digest()


# --- Facts of a seal -------------------------------------------------------------------------------

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def is_code(text):
    """Twelve symbols of Crockford's Base32, the last a Luhn check symbol over the others (mod 32)."""
    if type(text) is not str or len(text) != 12 or any(c not in ALPHABET for c in text):
        return False
    total = 0
    for i, symbol in enumerate(reversed(text[:-1])):
        addend = ALPHABET.index(symbol) * (2 if i % 2 == 0 else 1)
        total += addend // 32 + addend % 32
    return ALPHABET[-total % 32] == text[-1]


def is_id(value, most):
    return type(value) is str and len(value) <= most and re.fullmatch("[a-z0-9][a-z0-9-]*", value) is not None


def is_int(value, least, most):
    return type(value) is int and least <= value <= most


def is_holder(value):
    if value is None:
        return True
    if type(value) is not str or not value or len(value.encode()) > 36 or unicodedata.normalize("NFC", value) != value:
        return False
    return not any(unicodedata.category(c)[0] == "C" or unicodedata.category(c) in ("Zl", "Zp") for c in value)


def read_facts(payload):
    """The facts, or the reason why there are none."""
    try:
        said = decode_cbor(payload)
    except Wrong:
        return None, "payload-wrong"
    if type(said) is not dict or type(said.get(1)) is not int or said.get(2) != "seal":
        return None, "payload-wrong"
    if said[1] != 1:
        return None, "version-unknown"
    whole = (
        set(said) == set(range(1, 11))
        and is_code(said[3])
        and is_int(said[4], 1, 2)
        and is_id(said[5], 12)
        and is_holder(said[6])
        and is_int(said[7], 0, 2**32 - 1)
        and is_id(said[8], 24)
        and is_int(said[9], 1, 65535)
        and type(said[10]) is bytes
        and len(said[10]) == 20
    )
    return (said, None) if whole else (None, "payload-wrong")


# --- The key list ----------------------------------------------------------------------------------


class ListProblem(Exception):
    pass


def is_time(value):
    return is_int(value, 0, 2**32 - 1)


def read_key(entry):
    if type(entry) is not dict or set(entry) != {1, 2, 3, 4, 5, 6}:
        raise Wrong("entry")
    key_id, key, state, start, end, stolen = (entry[i] for i in range(1, 7))
    point = read_cose_key(key)
    times = is_time(start) and (end is None or is_time(end)) and (stolen is None or is_time(stolen))
    states = state in ("active", "retired", "compromised")
    if not times or not states or (end is None) != (state == "active") or (stolen is not None) != (state == "compromised"):
        raise Wrong("entry")
    if thumbprint(point)[:8] != key_id:
        raise Wrong("key id")
    return {"id": key_id, "key": point, "state": state, "from": start, "until": end, "stolen": stolen}


def open_key_list(data, pinned):
    try:
        list_key_id, payload, to_be_signed, signature = read_sign1(data)
        said = decode_cbor(payload)
        if type(said) is not dict or type(said.get(1)) is not int or said.get(2) != "seal-keys":
            raise Wrong("purpose")
        if said[1] != 1:
            raise ListProblem("version-unknown")
        if set(said) != set(range(1, 11)) or not is_id(said[3], 24) or not is_int(said[4], 0, 2**53 - 1):
            raise Wrong("fields")
        texts = lambda value: type(value) is list and all(type(item) is str for item in value)
        if not is_time(said[5]) or not is_time(said[6]) or not texts(said[8]) or not texts(said[9]) or len(said[9]) != 2:
            raise Wrong("fields")
        list_key = read_cose_key(said[7])
        if type(said[10]) is not list or thumbprint(list_key)[:8] != list_key_id:
            raise Wrong("list key")
        if pinned is not None and thumbprint(list_key).hex() != pinned:
            raise ListProblem("list-key-not-pinned")
        if not is_signed(list_key, to_be_signed, signature):
            raise ListProblem("signature-wrong")
        keys = {}
        for entry in said[10]:
            key = read_key(entry)
            if key["id"] in keys:
                raise Wrong("a key twice")
            keys[key["id"]] = key
    except Wrong:
        raise ListProblem("malformed")
    return {"authority": said[3], "made": said[5], "origins": said[8], "keys": keys}


# --- The check of a seal ---------------------------------------------------------------------------


def origin_of(text):
    text = text.strip()
    if len(text) > 2048 or not re.fullmatch(r"(?i)https?://[\x21-\x7e]+", text):
        return None, None
    parts = urlsplit(text)
    try:
        port = parts.port
    except ValueError:
        return None, None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").lower()
    usual = {"http": 80, "https": 443}[scheme]
    return f"{scheme}://{host}" + ("" if port in (None, usual) else f":{port}"), parts.path


def check_seal(text, keys, now, logged=None):
    """(outcome, reason, facts)."""
    origin, path = origin_of(text)
    if origin is None:
        return "not-a-seal", "not-an-address", None
    if origin not in keys["origins"]:
        return "wrong-host", "host-unknown", None
    try:
        path = unquote_to_bytes(path).decode("utf-8")
    except UnicodeDecodeError:
        return "not-a-seal", "no-seal-in-address", None
    found = re.fullmatch("/[sS]/([^/]+)/?", path)
    if found is None:
        return "not-a-seal", "no-seal-in-address", None
    content = found.group(1)
    parts = content.upper().split(".") if re.fullmatch("[0-9A-Za-z.]+", content) else []
    if len(parts) != 2 or not is_code(parts[0]):
        return "not-a-seal", "text-wrong", None
    message = decode_base32(parts[1])
    if not message:
        return "not-a-seal", "text-wrong", None
    try:
        key_id, payload, to_be_signed, signature = read_sign1(message)
    except Wrong:
        return "not-a-seal", "message-wrong", None
    facts, problem = read_facts(payload)
    if problem is not None:
        return ("undecided" if problem == "version-unknown" else "not-a-seal"), problem, None
    key = keys["keys"].get(key_id)
    if key is None:
        return "undecided", "key-unknown", None
    if not is_signed(key["key"], to_be_signed, signature):
        return "invalid", "signature-wrong", None
    if facts[3] != parts[0]:
        return "invalid", "code-differs", None
    if facts[8] != keys["authority"]:
        return "invalid", "authority-differs", facts
    if facts[7] < key["from"] or (key["until"] is not None and facts[7] > key["until"]):
        return "invalid", "key-not-valid-then", facts
    if facts[7] > now + 600:
        return "undecided", "dated-in-future", facts
    if key["stolen"] is None:
        return "valid", "signature-good", facts
    if logged and logged["sealSha256"] == hashlib.sha256(message).hexdigest() and seconds(logged["provenAt"]) < key["stolen"]:
        return "valid", "logged-before-compromise", facts
    return "undecided", "key-compromised", facts


def decode_base32(text):
    """RFC 4648 without padding; None for an impossible length, another symbol or spare bits that are not zero."""
    if not re.fullmatch("[A-Z2-7]+", text) or len(text) % 8 in (1, 3, 6):
        return None
    data = base64.b32decode(text + "=" * (-len(text) % 8))
    return data if base64.b32encode(data).decode().rstrip("=") == text else None


def seconds(text):
    return int(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp())


def shown(facts):
    if facts is None:
        return None
    code = facts[3]
    at = datetime.fromtimestamp(facts[7], timezone.utc)
    return {
        "code": f"{code[:4]}-{code[4:8]}-{code[8:]}",
        "product": ("certified", "digital")[facts[4] - 1],
        "documentType": facts[5],
        "holderMasked": facts[6],
        "issuedAt": at.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
        "authority": facts[8],
        "pageCount": facts[9],
        "pagesDigest": facts[10].hex(),
    }


# --- The annulment list ----------------------------------------------------------------------------


def read_block(block):
    if type(block) is not list or len(block) != 2 or any(type(part) is not list for part in block):
        raise Wrong("block")
    decisions, rows = block
    entries = []
    for row in rows:
        if type(row) is not list or len(row) != 4 or not is_code(row[0]) or not is_time(row[1]):
            raise Wrong("row")
        if not is_int(row[2], 0, len(decisions) - 1) or not (row[3] is None or is_code(row[3])):
            raise Wrong("row")
        entries.append((row[0], row[1], decisions[row[2]], row[3]))
    return entries


def open_annulments(data, keys):
    """(outcome, number of entries, segments, tail)."""
    try:
        key_id, payload, to_be_signed, signature = read_sign1(data)
        said = decode_cbor(payload)
        if type(said) is not dict or said.get(2) != "annulments":
            raise Wrong("purpose")
        if said.get(1) != 1:
            return "version-unknown", None, None, None
        if set(said) != set(range(1, 10)) or not all(is_time(said[i]) for i in (4, 5, 6, 7)):
            raise Wrong("fields")
        segments, tail = said[8], read_block(said[9])
        if type(segments) is not list or any(type(s) is not bytes or len(s) != 32 for s in segments):
            raise Wrong("segments")
        if len(tail) >= 1024 or said[7] != 1024 * len(segments) + len(tail):
            raise Wrong("count")
    except Wrong:
        return "malformed", None, None, None
    key = keys["keys"].get(key_id)
    if key is None or key["state"] == "compromised" or (key["until"] is not None and said[5] > key["until"]):
        return "key-unknown", None, None, None
    if not is_signed(key["key"], to_be_signed, signature):
        return "signature-wrong", None, None, None
    return "ok", said[7], segments, tail


# --- The digest over the pages of a copy -----------------------------------------------------------


def digest_of(jpegs):
    inner = b"".join(hashlib.sha256(jpeg).digest() for jpeg in jpegs)
    return hashlib.sha256(inner).digest()[:20]


def page_images(pdf):
    """The one DCTDecode image of each page, in the order of pages. Reads the plain objects of copies, not any PDF."""
    objects = {}
    for found in re.finditer(rb"(?:^|[\r\n])(\d+) 0 obj\b", pdf):
        objects[int(found.group(1))] = found.end()  # later revisions win
    trailer = re.findall(rb"/Root\s+(\d+)\s+0\s+R", pdf)

    def body(number):
        start = objects[number]
        return pdf[start : pdf.index(b"endobj", start)]

    def dictionary(number):
        return body(number).split(b"stream", 1)[0]

    def pages(number):
        content = dictionary(number)
        kids = re.search(rb"/Kids\s*\[([^\]]*)\]", content)
        if kids is None:
            return [number]
        return [page for kid in re.findall(rb"(\d+)\s+0\s+R", kids.group(1)) for page in pages(int(kid))]

    root = int(re.search(rb"/Pages\s+(\d+)\s+0\s+R", dictionary(int(trailer[-1]))).group(1))
    images = []
    for page in pages(root):
        content = dictionary(page)
        reference = re.search(rb"/Resources\s+(\d+)\s+0\s+R", content)
        resources = content if reference is None else dictionary(int(reference.group(1)))
        reference = re.search(rb"/XObject\s+(\d+)\s+0\s+R", resources)
        inline = re.search(rb"/XObject\s*<<(.*?)>>", resources, re.S)
        xobjects = dictionary(int(reference.group(1))) if reference else inline.group(1)
        jpegs = []
        for number in re.findall(rb"/[^\s/]+\s+(\d+)\s+0\s+R", xobjects):
            said = dictionary(int(number))
            if re.search(rb"/Filter\s*\[?\s*/DCTDecode", said):
                length = int(re.search(rb"/Length\s+(\d+)", said).group(1))
                start = re.compile(rb"stream\r?\n").search(pdf, objects[int(number)]).end()
                jpegs.append(pdf[start : start + length])
        if len(jpegs) != 1:
            raise SystemExit(f"page object {page} has {len(jpegs)} JPEG images instead of one")
        images += jpegs
    return images


# --- Commands --------------------------------------------------------------------------------------


def run_vectors(folder):
    def load(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return json.load(file)

    wrong, checked = [], 0

    def compare(name, expected, found):
        nonlocal checked
        checked += 1
        if expected != found:
            wrong.append({"name": name, "expected": expected, "found": found})

    seals = load("seals.json")
    keys = open_key_list(bytes.fromhex(seals["keyList"]), seals["pinned"])
    for case in seals["cases"]:
        outcome, reason, facts = check_seal(case["text"], keys, seconds(case["now"]), case.get("logged"))
        expected = (case["outcome"], case["reason"], case.get("facts"))
        compare("seals: " + case["name"], expected, (outcome, reason, shown(facts)))
    for case in load("key-lists.json")["cases"]:
        try:
            open_key_list(bytes.fromhex(case["message"]), case["pinned"])
            outcome = "ok"
        except ListProblem as problem:
            outcome = str(problem)
        compare("key-lists: " + case["name"], case["outcome"], outcome)
    annulments = load("annulment-lists.json")
    keys = open_key_list(bytes.fromhex(annulments["keyList"]), None)
    for case in annulments["cases"]:
        outcome, count, segments, tail = open_annulments(bytes.fromhex(case["message"]), keys)
        expected = (case["outcome"], case.get("count"), case.get("segments"), [entry["code"].replace("-", "") for entry in case["tail"]] if "tail" in case else None)
        found = (outcome, count, segments and [s.hex() for s in segments] if segments is not None else None, [entry[0] for entry in tail] if tail is not None else None)
        compare("annulment-lists: " + case["name"], expected, found)
    for case in load("page-digests.json")["cases"]:
        compare("page-digests: " + case["name"], case["digest"], digest_of([bytes.fromhex(p) for p in case["pages"]]).hex())
    print(json.dumps({"checked": checked, "wrong": wrong}, ensure_ascii=False, indent=1))
    return 1 if wrong else 0


def main(arguments):
    if len(arguments) == 2 and arguments[0] == "vectors":
        return run_vectors(arguments[1])
    with_file = arguments[:1] == ["copy"]
    rest = arguments[2:] if with_file else arguments[1:]
    if arguments[:1] not in (["copy"], ["seal"]) or len(rest) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    with open(rest[1], "rb") as file:
        keys = open_key_list(file.read(), rest[2] if len(rest) == 3 else None)
    outcome, reason, facts = check_seal(rest[0], keys, int(datetime.now(timezone.utc).timestamp()))
    answer = {"outcome": outcome, "reason": reason, "facts": shown(facts)}
    if with_file and facts is not None:
        with open(arguments[1], "rb") as file:
            images = page_images(file.read())
        answer["arePagesThoseOfTheSeal"] = len(images) == facts[9] and digest_of(images) == facts[10]
    print(json.dumps(answer, ensure_ascii=False, indent=1))
    return 0 if outcome == "valid" and answer.get("arePagesThoseOfTheSeal", True) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
