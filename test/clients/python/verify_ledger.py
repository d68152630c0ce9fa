"""Verifies a ledger with nothing but Python's own library, from the specifications alone: C2SP signed-note, tlog-checkpoint and
tlog-tiles, RFC 6962 and RFC 8032. It shares no code with Weir.

    verify_ledger.py FOLDER VKEY      exit code 0: sound; 1: not
"""
import base64, hashlib, os, sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT = pow(2, (P - 1) // 4, P)


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT % P
    if y >= P or (x * x - x2) % P or (x == 0 and sign):
        raise ValueError("no point")
    return P - x if x % 2 != sign else x


def point(b):
    n = int.from_bytes(b, "little")
    y = n & ((1 << 255) - 1)
    x = recover_x(y, n >> 255)
    return (x, y, 1, x * y % P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = add(q, p)
        p, s = add(p, p), s >> 1
    return q


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (lambda x: (x, BASE_Y, 1, x * BASE_Y % P))(recover_x(BASE_Y, 0))


def verifies(public, message, signature):
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = times(s, BASE), add(r, times(h, a))
    return s < L and (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


def sha(b):
    return hashlib.sha256(b).digest()


def root(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = 1 << (len(hashes) - 1).bit_length() - 1
    return sha(b"\1" + root(hashes[:k]) + root(hashes[k:]))


def tile_path(level, n, width):
    parts = ["%03d" % (n % 1000)]
    while n >= 1000:
        n //= 1000
        parts.insert(0, "x%03d" % (n % 1000))
    return "tile/%s/%s" % (level, "/".join(parts)) + ("" if width == 256 else ".p/%d" % width)


def read(folder, level, n, width):
    for w in (width, 256):
        path = os.path.join(folder, tile_path(level, n, w))
        if os.path.exists(path):
            with open(path, "rb") as file:
                return file.read()
    raise ValueError("missing " + tile_path(level, n, width))


def checkpoint(folder, vkey):
    name, key_id, key = vkey.split("+", 2)
    key = base64.b64decode(key)
    if key[0] != 1 or sha(name.encode() + b"\n" + key)[:4].hex() != key_id:
        raise ValueError("no Ed25519 key")
    with open(os.path.join(folder, "checkpoint"), "rb") as file:
        text, signatures = file.read().decode().split("\n\n", 1)
    text += "\n"
    for line in signatures.splitlines():
        dash, who, blob = line.split(" ")
        blob = base64.b64decode(blob)
        if (dash, who, blob[:4].hex()) == ("\u2014", name, key_id) and verifies(key[1:], text.encode(), blob[4:]):
            origin, size, top = text.splitlines()[:3]
            if origin == name:
                return int(size), base64.b64decode(top)
    raise ValueError("the checkpoint is not signed by the key")


def verify(folder, vkey):
    size, top = checkpoint(folder, vkey)
    leaves = []
    for n in range((size + 255) // 256):
        width = min(256, size - 256 * n)
        bundle, at, first = read(folder, "entries", n, width), 0, len(leaves)
        for _ in range(width):
            length = int.from_bytes(bundle[at:at + 2], "big")
            leaves.append(sha(b"\0" + bundle[at + 2:at + 2 + length]))
            at += 2 + length
        if at > len(bundle):
            raise ValueError("%s is cut short" % tile_path("entries", n, width))
        if read(folder, 0, n, width)[:32 * width] != b"".join(leaves[first:]):
            raise ValueError("%s does not hold the hashes of its entries" % tile_path(0, n, width))
    if root(leaves) != top:
        raise ValueError("the entries do not give the root that was signed")
    level, row = 1, [root(leaves[i:i + 256]) for i in range(0, size - size % 256, 256)]
    while row:
        for n in range((len(row) + 255) // 256):
            part = row[256 * n:256 * n + 256]
            if read(folder, level, n, len(part))[:32 * len(part)] != b"".join(part):
                raise ValueError("%s is wrong" % tile_path(level, n, len(part)))
        row = [root(row[i:i + 256]) for i in range(0, len(row) - len(row) % 256, 256)]
        level += 1
    return size


if __name__ == "__main__":
    try:
        print("sound: %d entries" % verify(sys.argv[1], sys.argv[2]))
    except (ValueError, OSError) as wrong:
        print("not sound:", wrong)
        sys.exit(1)
