"""A server on this machine that serves small files of the form of the resources, rightly or in all the wrong ways."""

from __future__ import annotations

import contextlib
import gzip
import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from test_gpml import END, NODES, OPEN, arrow

OMNIPATH = (
    "source\ttarget\tsource_genesymbol\ttarget_genesymbol\tis_directed\tis_stimulation\tis_inhibition\t"
    "consensus_direction\tconsensus_stimulation\tconsensus_inhibition\tsources\treferences\tcuration_effort\ttype\n"
    "P31749\tP49841\tAKT1\tGSK3B\t1\t0\t1\t1\t0\t1\tSIGNOR;KEGG\tSIGNOR:8524413\t1\tpost_translational\n"
    "P28482\tP16220\tMAPK1\tCREB1\t1\t1\t0\t1\t1\t0\tHPRD\tHPRD:9687510\t1\tpost_translational\n"
)
COLLECTRI = (
    OMNIPATH.partition("\n")[0] + "\n"
    "COMPLEX:P01100_P05412\tP05231\tFOS_JUN\tIL6\t1\t1\t0\t1\t1\t0\tCollecTRI\tCollecTRI:1234567\t1\ttranscriptional\n"
    "P16220\tP23560\tCREB1\tBDNF\t1\t1\t0\t1\t1\t0\tCollecTRI\tCollecTRI:9856466\t1\ttranscriptional\n"
)
SIGNOR = (
    "AKT1\tprotein\tP31749\tUNIPROT\tGSK3B\tprotein\tP49841\tUNIPROT\tdown-regulates activity\tphosphorylation\tSer9\t"
    "SGRPRTTsFAESCKP\t9606\tBTO:0000165\t\t\t\t\t\t\t\t8524413\tt\t\tlperfetto\tGSK3 is inhibited by Akt.\t"
    "SIGNOR-252492\t0.9\n"
    "PRKACA\tprotein\tP17612\tUNIPROT\tCREB1\tprotein\tP16220\tUNIPROT\tup-regulates activity\tphosphorylation\t"
    'Ser133\tEILSRRPsYRKILND\t9606\t\t\t\t\t\t\t\t\t2521922\tt\t\tgcesareni\tPKA phosphorylates "CREB" at Ser133.\t'
    "SIGNOR-249984\t0.7\n"
)
"""As its web service gives it: no header, the identifier before the score."""
FI = "Gene1\tGene2\tAnnotation\tDirection\tScore\nABL1\tCRK\tinhibit\t-|\t1.00\nA1CF\tAPOBEC1\tcatalyzed by\t<-\t1.00\n"


def zipped(**members: str) -> bytes:
    """Return an archive; ``WP9_gpml`` is the file ``WP9.gpml``."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "-").replace("_gpml", ".gpml")), text)
    return packed.getvalue()


PATHWAYS = zipped(
    WP9_gpml=OPEN + NODES + arrow("creb", "bdnf", "mim-inhibition") + END,
    WP8_gpml=OPEN + NODES + arrow("creb", "bdnf", "mim-stimulation") + END,
)
LISTING = (
    '<html><a href="wikipathways-20261110-gpml-Homo_sapiens.zip">x</a><a href="wikipathways-20261110-gpml-Mus_musculus'
    '.zip">y</a><a href="wikipathways-20261010-gpml-Homo_sapiens.zip">z</a></html>'
)

Serve = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers as `Server.pages` says, and counts."""

    protocol_version = "HTTP/1.1"
    server: Any

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        page = self.server.pages.get(self.path.partition("?")[0])
        if isinstance(page, list):
            page = page.pop(0) if len(page) > 1 else page[0]
        with contextlib.suppress(ConnectionError):
            (page or answer(b"not here", status=404))(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def send(self, status: int, **headers: object) -> None:
        """Send a head; ``content_length`` is the header Content-Length."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-").title(), str(value))
        self.end_headers()

    def cut(self) -> None:
        """Close the connection."""
        self.wfile.flush()
        self.close_connection = True


def answer(body: bytes | str, *, status: int = 200, content_type: str = "text/plain", **headers: object) -> Serve:
    """Serve a body whole."""
    data = body.encode() if isinstance(body, str) else body

    def serve(handler: Handler) -> None:
        handler.send(status, **{"content_type": content_type, "content_length": len(data), **headers})
        handler.wfile.write(data)

    return serve


def cut_off(body: bytes | str, *, says: int | None = None, at: int = 40, **headers: object) -> Serve:
    """Serve the first bytes of a body, having said how long it is, and close the connection."""
    data = body.encode() if isinstance(body, str) else body

    def serve(handler: Handler) -> None:
        handler.send(200, content_length=says or len(data), **headers)
        handler.wfile.write(data[:at])
        handler.cut()

    return serve


def unmeasured(body: bytes | str, **headers: object) -> Serve:
    """Serve a body without saying how long it is: it ends where the connection does."""
    data = body.encode() if isinstance(body, str) else body

    def serve(handler: Handler) -> None:
        handler.send(200, connection="close", **headers)
        handler.wfile.write(data)
        handler.cut()

    return serve


def chunked(body: str, *, is_whole: bool = True) -> Serve:
    """Serve a body in chunks, the last of which may be missing."""

    def serve(handler: Handler) -> None:
        handler.send(200, transfer_encoding="chunked")
        for start in range(0, len(body), 50):
            part = body[start : start + 50].encode()
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(part), part))
        if is_whole:
            handler.wfile.write(b"0\r\n\r\n")
        handler.cut()

    return serve


def packed(body: str, *, at: int | None = None) -> Serve:
    """Serve a body packed with gzip, whole or cut, with the length that it then has."""
    return answer(gzip.compress(body.encode())[:at], content_encoding="gzip")


def dripping(body: str, pause_s: float = 0.05) -> Serve:
    """Serve a byte at a time, again and again, without end."""

    def serve(handler: Handler) -> None:
        handler.send(200, content_length=10_000_000)
        while not handler.server.is_ending:
            for byte in body.encode():
                handler.wfile.write(bytes([byte]))
                handler.wfile.flush()
                time.sleep(pause_s)

    return serve


def falls_silent(body: str, at: int = 40) -> Serve:
    """Serve the first bytes of a body, and nothing more, without closing the connection."""

    def serve(handler: Handler) -> None:
        handler.send(200, content_length=len(body))
        handler.wfile.write(body[:at].encode())
        silent(handler)

    return serve


def silent(handler: Handler) -> None:
    """Take the question and answer nothing."""
    while not handler.server.is_ending:
        time.sleep(0.05)
    handler.cut()


def sent_on(to: str, status: int = 302) -> Serve:
    """Send on to another address."""
    return answer(b"", status=status, location=to)


class Server(ThreadingHTTPServer):
    """The server; ``pages`` says what each path serves, ``asked`` what was asked."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, context: Any = None) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        if context is not None:
            self.socket = context.wrap_socket(self.socket, server_side=True)
        self.pages: dict[str, Serve | list[Serve]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.is_ending = False
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self.server_address[1]}"

    def serve_all(self) -> None:
        """Serve every resource rightly."""
        self.pages |= {
            "/omnipathdb.org/interactions": answer_by_data_set,
            "/signor.uniroma2.it/getData.php": answer(SIGNOR, content_type="text/html; charset=UTF-8"),
            "/data.wikipathways.org/current/gpml/": answer(LISTING, content_type="text/html"),
            "/data.wikipathways.org/20261110/gpml/wikipathways-20261110-gpml-Homo_sapiens.zip": answer(PATHWAYS),
            "/data.wikipathways.org/20261110/gpml/wikipathways-20261110-gpml-Mus_musculus.zip": answer(PATHWAYS),
            "/reactome.org/download/tools/ReactomeFIs/FIsInGene_04142025_with_annotations.txt.zip": answer(
                zipped(**{"FIsInGene_04142025_with_annotations.txt": FI})
            ),
        }

    def handle_error(self, *_: object) -> None:
        """A client that leaves is no fault of the server."""


def answer_by_data_set(handler: Handler) -> None:
    """Serve OmniPath or CollecTRI, as the question says."""
    answer(COLLECTRI if "datasets=collectri" in handler.path else OMNIPATH)(handler)


@contextlib.contextmanager
def running(context: Any = None) -> Iterator[Server]:
    """Run a server for the time of a test."""
    with Server(context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_ending = True
            server.shutdown()
            thread.join()
