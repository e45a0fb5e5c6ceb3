"""TLS on one side alone, and certificates that nobody knows, are called so by every scheme."""

from __future__ import annotations

import logging
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator

import pytest

from pathway_graph.errors import StoreUnavailable
from pathway_graph.stores.server.handshake import mismatch
from pathway_graph.stores.server.store import Neo4jStore


@pytest.fixture(scope="module")
def tls_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A server that greets as Bolt does, over TLS with a certificate of its own, and then says no more."""
    folder = tmp_path_factory.mktemp("tls")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
            "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "key.pem", "-out", "cert.pem"]  # fmt: skip
    try:
        subprocess.run(made, cwd=folder, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        pytest.skip(f"openssl makes no certificate here: {error}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_greet, args=(listener, context), daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


def _greet(listener: socket.socket, context: ssl.SSLContext) -> None:
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        try:
            with context.wrap_socket(plain, server_side=True) as channel:
                channel.recv(20)
                channel.sendall(b"\0\0\4\5")
        except OSError:
            plain.close()


@pytest.mark.parametrize(
    ("scheme", "says"),
    [
        ("bolt", r"the server speaks TLS alone; use bolt\+s://, or bolt\+ssc://"),
        ("neo4j", r"the server speaks TLS alone; use neo4j\+s://, or neo4j\+ssc://"),
        ("neo4j+s", "the certificate is not trusted: .*; use \\+ssc for a certificate of the server's own"),
        ("bolt+s", "the certificate is not trusted: .*; use \\+ssc for a certificate of the server's own"),
    ],
)
def test_what_stands_between_is_named(tls_only: int, scheme: str, says: str) -> None:
    with pytest.raises(StoreUnavailable, match=says):
        Neo4jStore(f"{scheme}://127.0.0.1:{tls_only}", password="x")


def test_a_server_that_is_not_there_or_says_nothing_has_no_mismatch() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        assert mismatch(f"bolt://127.0.0.1:{port}") is None
    assert mismatch(f"bolt://127.0.0.1:{port}") is None
    assert mismatch("bolt://127.0.0.1:port") is None


def test_the_log_of_the_driver_is_not_printed_and_can_be_listened_to(
    tls_only: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(StoreUnavailable):
        Neo4jStore(f"neo4j://127.0.0.1:{tls_only}", password="x")
    assert capfd.readouterr().err == ""
    assert any(isinstance(one, logging.NullHandler) for one in logging.getLogger("neo4j").handlers)
    assert logging.getLogger("neo4j").propagate
