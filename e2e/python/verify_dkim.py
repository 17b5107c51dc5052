"""Verifies every DKIM signature of a message with dkimpy, asking one name server with dig for the keys.

    verify_dkim.py MESSAGE HOST PORT
"""
import re
import subprocess
import sys

import dkim

path, host, port = sys.argv[1:]


def published(name, timeout=5):
    """The TXT record's strings put together (RFC 6376 section 3.6.2.2)."""
    if isinstance(name, bytes):
        name = name.decode("ascii")
    answer = subprocess.run(
        ["dig", f"@{host}", "-p", port, name, "TXT", "+tcp", "+short"],
        capture_output=True, check=True, text=True, timeout=30,
    ).stdout
    return "".join(re.findall(r'"((?:[^"\\]|\\.)*)"', answer)).encode("ascii") or None


with open(path, "rb") as file:
    message = file.read()

signatures = sum(1 for name, _ in dkim.DKIM(message).headers if name.lower() == b"dkim-signature")
for index in range(signatures):
    verifier = dkim.DKIM(message)
    verified = verifier.verify(idx=index, dnsfunc=published)
    print("pass" if verified else "FAIL", verifier.domain.decode(), verifier.selector.decode())
    if not verified:
        sys.exit(1)
print(f"{signatures} signatures verified")
sys.exit(0 if signatures else 1)
