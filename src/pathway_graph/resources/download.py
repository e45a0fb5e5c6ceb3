"""Fetch one address into a file: whole or not at all, within limits of time and size, told why where it fails."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import re
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException, responses
from pathlib import Path
from typing import IO, Any, Final

from pathway_graph.errors import MissingPackage, NotFetched
from pathway_graph.resources.address import MOST_REDIRECTS, host_of, redirected
from pathway_graph.text.counts import how_many

Step = Callable[[str, int, int], None]
"""Told what is done, how much of it, and of how much; see `pathway_graph.cli.output.progress`."""
_CHUNK: Final = 1 << 16
_PASSING: Final = {408, 425, 429, 500, 502, 503, 504}
"""Answers after which a server may be asked again."""
_LATER: Final = "try again later"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often.

    Attributes:
        total_s: Longest time for all of it, attempts and waits among it.
        silence_s: Longest time without a byte.
        most_bytes: Most that is taken, unpacked.
        tries: How often a server is asked that does not answer, breaks off, or is busy.
        wait_s: Before the second attempt, where the server says nothing; then twice as long each time.
        longest_wait_s: A server that asks to wait longer is not waited for.
    """

    total_s: float = 1800
    silence_s: float = 60
    most_bytes: int = 400_000_000
    tries: int = 3
    wait_s: float = 2
    longest_wait_s: float = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent.

    Attributes:
        address: Where it was in the end, after redirects.
        is_measured: Whether the server said how long it is, so that a cut would have been seen.
    """

    address: str
    is_measured: bool


class _Passing(Exception):
    """It may go better the next time; *wait_s* is what the server asks for."""

    def __init__(self, why: str, *, status: int = 0, wait_s: float | None = None) -> None:
        self.status, self.wait_s = status, wait_s
        super().__init__(why)


class Downloader:
    """A downloader for ``pooch``: writes what an address serves into a file that is there already.

    Args:
        limits: How long, how much and how often.
        check: Raises `NotFetched` where the file is not what was asked for.
        step: Told how many kB have come.

    Attributes:
        answer: What came of the last call.
    """

    def __init__(self, limits: Limits, check: Callable[[Path], None], step: Step | None = None) -> None:
        self.limits, self._check, self._step = limits, check, step
        self.answer: Answer | None = None

    def __call__(self, url: str, output_file: Any, pooch: object = None, check_only: bool = False) -> None:
        """Fetch *url* into *output_file*.

        Raises:
            NotFetched: It cannot be had, or is not what was asked for.
            OSError: The file cannot be written.
        """
        deadline = time.monotonic() + self.limits.total_s
        wait = self.limits.wait_s
        for left in range(self.limits.tries - 1, -1, -1):
            try:
                self.answer = self._once(url, Path(output_file), deadline)
                break
            except _Passing as error:
                asked = wait if error.wait_s is None else error.wait_s
                self._may_wait(error, asked, left, deadline, url)
                time.sleep(asked)
                wait *= 2
        self._check(Path(output_file))

    def _may_wait(self, error: _Passing, asked: float, left: int, deadline: float, url: str) -> None:
        times = "" if self.limits.tries - left == 1 else f", {self.limits.tries - left} times over"
        why, hint = "", _LATER
        if asked > self.limits.longest_wait_s:
            why = f"{error}, and asks to wait {asked:.0f} s"
        elif not left:
            why = f"{error}{times}"
        elif time.monotonic() + asked > deadline:
            why, hint = f"{error}{times}, and the time is up", f"{_LATER}, or give it more time with --timeout"
        if why:
            raise NotFetched(why, hint=hint, address=url, status=error.status) from error

    def _once(self, url: str, target: Path, deadline: float) -> Answer:
        with _asked(url, self.limits, deadline) as response, target.open("wb") as file:
            is_measured = self._take(response, file, deadline)
            file.flush()
            os.fsync(file.fileno())
            return Answer(response.url, is_measured)

    def _take(self, response: Any, file: IO[bytes], deadline: float) -> bool:
        """Write the body; return whether the server said how long it is."""
        said = response.headers.get("Content-Length", "")
        length = int(said) if re.fullmatch(r"\d+", said) else None
        host, most = host_of(response.url), self.limits.most_bytes
        if length is not None and length > most:
            raise _too_large(host, length, most, response.url)
        unpack = _unpacker(response)
        came = written = 0
        while data := _next(response, came, length):
            came += len(data)
            for part in unpack(data):
                written += len(part)
                if written > most:
                    raise _too_large(host, written, most, response.url)
                file.write(part)
            if time.monotonic() > deadline:
                raise _too_slow(host, came, self.limits.total_s, response.url)
            if self._step is not None:
                self._step("kB", came // 1000, (length or came) // 1000)
        if length is not None and came != length:
            raise _broken(host, came, length)
        unpack.finish(host)
        return length is not None or "chunked" in response.headers.get("Transfer-Encoding", "").lower()


def _next(response: Any, came: int, length: int | None) -> bytes:
    """Return the next bytes of a body as they come; none at its end."""
    import urllib3

    try:
        return bytes(response.raw.read1(_CHUNK, decode_content=False))
    except urllib3.exceptions.ReadTimeoutError as error:
        raise _Passing(f"{host_of(response.url)} sends nothing more, after {how_many(came, 'byte')}") from error
    except _network_errors() as error:
        raise _broken(host_of(response.url), came, length) from error


def _broken(host: str, came: int, length: int | None) -> _Passing:
    return _Passing(f"the connection to {host} broke off after {came:,}{f' of {length:,}' if length else ''} bytes")


class _Plain:
    """What comes is written as it is."""

    def __call__(self, data: bytes) -> Iterator[bytes]:
        yield data

    def finish(self, host: str) -> None:
        """There is nothing to finish."""


class _Gzip:
    """What comes packed for the way is unpacked, a bounded piece at a time."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=31)

    def __call__(self, data: bytes) -> Iterator[bytes]:
        while data:
            try:
                yield self._stream.decompress(data, _CHUNK)
            except zlib.error as error:
                raise _Passing(f"what came is not packed as the server says: {error}") from error
            data = self._stream.unconsumed_tail

    def finish(self, host: str) -> None:
        """Refuse what ends before its end."""
        if not self._stream.eof:
            raise _Passing(f"what {host} sent is packed, and cut off before its end")


def _unpacker(response: Any) -> Any:
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        return _Gzip()
    if coding in ("identity", ""):
        return _Plain()
    raise NotFetched(f"{host_of(response.url)} sends it packed as {coding!r}, which was not asked for", hint=_LATER)


@contextlib.contextmanager
def _asked(url: str, limits: Limits, deadline: float) -> Iterator[Any]:
    """Give the answer to one question, after redirects; its body is not read yet."""
    requests: Any = _requests()
    with requests.Session() as session:
        session.auth = _as_it_is  # or requests would send the passwords of ~/.netrc
        session.headers["Accept-Encoding"] = "gzip"
        session.headers["User-Agent"] = f"pathway-graph/{importlib.metadata.version('pathway-graph')}"
        for _ in range(MOST_REDIRECTS + 1):
            wait = max(1.0, min(limits.silence_s, deadline - time.monotonic()))
            try:
                response = session.get(url, stream=True, allow_redirects=False, timeout=(min(15.0, wait), wait))
            except _network_errors() as error:
                raise _unreached(url, error) from error
            with response:
                if not (response.is_redirect or response.is_permanent_redirect):
                    _check_status(response)
                    yield response
                    return
                url = redirected(url, response.headers["Location"])
    raise NotFetched(f"{host_of(url)} sends on and on, {MOST_REDIRECTS} times", hint=_LATER, address=url)


def _as_it_is(request: Any) -> Any:
    return request


def _unreached(url: str, error: Exception) -> Exception:
    """Return why a server cannot be asked: for good, or for now."""
    import requests

    host = host_of(url)
    if isinstance(error, requests.exceptions.ProxyError):
        hint = "see HTTPS_PROXY and NO_PROXY"
        return NotFetched(f"the proxy does not lead to {host}: {_words(error)}", hint=hint, address=url)
    if isinstance(error, requests.exceptions.SSLError):
        hint = "where a proxy of your institution opens connections, REQUESTS_CA_BUNDLE names the file that proves it"
        return NotFetched(f"{host} cannot prove that it is {host}: {_words(error)}", hint=hint, address=url)
    if isinstance(error, requests.exceptions.Timeout):
        return _Passing(f"{host} does not answer")
    return _Passing(f"{host} cannot be reached: {_words(error)}")


def _check_status(response: Any) -> None:
    status, host = response.status_code, host_of(response.url)
    if status == 200:
        return
    words = f"{host} answered {status}, {responses.get(status, 'unknown').lower()}"
    if status in _PASSING:
        raise _Passing(words, status=status, wait_s=_retry_after(response.headers.get("Retry-After", "")))
    hint = "the address may have changed: see the page of the resource, or name another --release"
    raise NotFetched(words, hint=hint if status in (404, 410) else _LATER, address=response.url, status=status)


def _retry_after(text: str) -> float | None:
    """Return the seconds that a server asks to wait, given as a number or as a date.

    >>> _retry_after("120"), _retry_after("soon"), _retry_after("Wed, 21 Oct 2015 07:28:00 GMT")
    (120.0, None, 0.0)
    """
    if re.fullmatch(r"\d{1,9}", text.strip()):
        return float(text)
    try:
        date = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _too_large(host: str, size: int, most: int, url: str) -> NotFetched:
    what = f"what {host} sends has more than {most / 1e6:.0f} MB ({size / 1e6:.0f} so far or in all)"
    return NotFetched(what, hint="it may not be what was asked for; nothing was kept", address=url)


def _too_slow(host: str, came: int, total_s: float, url: str) -> NotFetched:
    what = f"{host} sent {how_many(came, 'byte')} in {total_s:.0f} s, and not yet all"
    return NotFetched(what, hint=f"{_LATER}, or give it more time with --timeout", address=url)


def _network_errors() -> tuple[type[Exception], ...]:
    import requests
    import urllib3

    return (requests.exceptions.RequestException, urllib3.exceptions.HTTPError, HTTPException, ConnectionError)


def _words(error: BaseException) -> str:
    """Return the innermost reason that an error of the network gives."""
    while error.__cause__ is not None or error.__context__ is not None:
        error = error.__cause__ or error.__context__  # type: ignore[assignment]
    text = getattr(error, "strerror", "") or str(error) or type(error).__name__
    return str(text).strip().rstrip(".")


def _requests() -> Any:
    try:
        import requests
    except ImportError as error:
        raise MissingPackage("requests", "get") from error
    return requests
