"""What a browser sends: a form as an address has it, or one with a file."""

from __future__ import annotations

from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import PurePosixPath, PureWindowsPath

from pathway_graph.errors import WrongArgument
from pathway_graph.explorer.desk import Pasted
from pathway_graph.explorer.given import MOST_FIELDS, Given


def sent(body: bytes, content_type: str, path: str) -> tuple[Given, dict[str, Pasted]]:
    r"""Return the fields of a form and its files.

    Raises:
        WrongArgument: It cannot be read.

    >>> body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x\r\n' \
    ...        b'Content-Disposition: form-data; name="f"; filename="c:/g.csv"\r\n\r\ng,1\r\n\r\n--x--\r\n'
    >>> given, files = sent(body, "multipart/form-data; boundary=x", "/regulators")
    >>> given.fields, files["f"].name, files["f"].data
    ({'a': '1'}, 'g.csv', b'g,1\r\n')
    """
    if not content_type.lower().startswith("multipart/form-data"):
        return Given.of_text(body.decode("utf-8", "replace"), path), {}
    fields: list[tuple[str, str]] = []
    files: dict[str, Pasted] = {}
    for name, file, data in _parts(body, content_type):
        if file is None:
            fields.append((name, data.decode("utf-8", "replace")))
        elif file or data:
            files.setdefault(name, Pasted(_bare(file), data))
    return Given.of_pairs(fields, path), files


def _parts(body: bytes, content_type: str) -> list[tuple[str, str | None, bytes]]:
    head = EmailMessage(HTTP)
    head["Content-Type"] = content_type
    boundary = head.get_param("boundary", "")
    hint = "send it as the page has it"
    if not isinstance(boundary, str) or not boundary:
        raise WrongArgument("form", "", message="the form does not say where its parts end", hint=hint)
    mark = b"--" + boundary.encode("latin-1", "replace")
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if len(pieces) > MOST_FIELDS + 2:
        raise WrongArgument("form", "", message=f"more than {MOST_FIELDS} fields were sent", hint=hint)
    found: list[tuple[str, str | None, bytes]] = []
    for piece in pieces[1:]:
        if piece.startswith(b"--"):
            break
        header, parted, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        part = BytesParser(policy=HTTP).parsebytes(header + b"\r\n\r\n", headersonly=True)
        name = part.get_param("name", "", header="content-disposition")
        file = part.get_param("filename", None, header="content-disposition")
        if parted and isinstance(name, str):
            found.append((name, file if isinstance(file, str) else None, data))
    return found


def _bare(name: str) -> str:
    r"""Return a file name without the folders that some browsers send along.

    >>> _bare("C:\\data\\genes.csv"), _bare("../../etc/passwd"), _bare("..")
    ('genes.csv', 'passwd', 'file')
    """
    bare = PureWindowsPath(PurePosixPath(name.replace("\0", "")).name).name
    return bare[-100:] if bare.strip(". ") else "file"
