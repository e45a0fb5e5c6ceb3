"""The first bytes to a Neo4j server, without the driver: TLS, a trusted certificate, Bolt or another protocol."""

from __future__ import annotations

import socket
import ssl
from typing import Final
from urllib.parse import urlsplit

from pathway_graph.errors import Diagnosis

_STEP_S: Final = 1.0
_HASTE_S: Final = 0.4
"""How long each step may take where somebody waits for the message already."""
_HELLO: Final = bytes.fromhex("6060b017" + "00000005" + "00000004" + "00000000" + "00000000")


def mismatch(uri: str) -> Diagnosis | None:
    """Say what stands between an address and a server that is up: TLS on one side alone, a certificate, another port.

    The driver tells most of these as a server that is not there.
    """
    parts = urlsplit(uri)
    try:
        host, port = parts.hostname or "", parts.port or 7687
        socket.create_connection((host, port), timeout=_HASTE_S).close()
    except (OSError, ValueError):
        return None
    found = shake_hands(parts.scheme, host, port, step_s=_HASTE_S)
    if found.state != "wrong":
        return None
    if "+" not in parts.scheme and found.name == "TLS":  # it says nothing without TLS: does it with?
        if shake_hands(f"{parts.scheme}+ssc", host, port, step_s=_HASTE_S).state == "wrong":
            return None
        return Diagnosis("TLS", "wrong", "the server speaks TLS alone", f"use {parts.scheme}+s://, or {parts.scheme}+ssc://"
                     " for a certificate of its own")  # fmt: skip
    return found


def shake_hands(scheme: str, host: str, port: int, *, step_s: float = _STEP_S) -> Diagnosis:
    """Shake hands as the scheme says, and see whether a Bolt server is at the other end."""
    context = _context(scheme)
    try:
        with socket.create_connection((host, port), timeout=step_s) as plain:
            channel = plain if context is None else context.wrap_socket(plain, server_hostname=host)
            with channel:
                channel.settimeout(step_s)
                channel.sendall(_HELLO)
                answer = channel.recv(4)
    except ssl.SSLCertVerificationError as error:
        return Diagnosis("TLS", "wrong", f"the certificate is not trusted: {error.verify_message}",
                     "use +ssc for a certificate of the server's own, or install its authority")  # fmt: skip
    except ssl.SSLError:
        return Diagnosis("TLS", "wrong", "the server speaks no TLS", f"use {scheme.partition('+')[0]}:// without +s")
    except OSError:
        answer = b""
    if context is None and (not answer or answer[:1] == b"\x15"):
        return Diagnosis("TLS", "wrong", "the server closes a connection without TLS, or is no Neo4j server",
                     f"use {scheme}+s:// (or +ssc), or check the port")  # fmt: skip
    if not answer:
        return Diagnosis("TLS", "wrong", "the server ends the connection while TLS begins",
                     f"use {scheme.partition('+')[0]}:// without +s, or check the port")  # fmt: skip
    if answer.startswith(b"HTTP"):
        return Diagnosis("protocol", "wrong", f"port {port} is a web port", "use the Bolt port, normally 7687")
    if answer == b"\0\0\0\0" or answer[:2] != b"\0\0":
        spoken = f"port {port} speaks no Bolt that the driver knows"
        return Diagnosis("protocol", "wrong", spoken, "check port and version")
    said = (
        "not used" if context is None else "certificate trusted" if scheme.endswith("+s") else "certificate not checked"
    )
    return Diagnosis("TLS", "ok", f"{said}; Bolt {answer[3]}.{answer[2]}")


def _context(scheme: str) -> ssl.SSLContext | None:
    if scheme.endswith("+s"):
        return ssl.create_default_context()
    if scheme.endswith("+ssc"):
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    return None
