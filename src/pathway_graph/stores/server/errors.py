"""What the Neo4j driver's errors mean, each in one sentence with the way out."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

from neo4j.exceptions import (
    AuthError,
    BrokenRecordError,
    ConfigurationError,
    DriverError,
    IncompleteCommit,
    Neo4jError,
    ServiceUnavailable,
    SessionExpired,
)

from pathway_graph.errors import QueryError, QueryTimeout, StoreError, StoreUnavailable
from pathway_graph.stores.server.complaints import told
from pathway_graph.stores.server.handshake import mismatch

OUT_OF_MEMORY = "Neo.TransientError.General.MemoryPoolOutOfMemoryError"
_TIMED_OUT = "Neo.ClientError.Transaction.TransactionTimedOut"
_WOULD_WRITE = (
    "Neo.ClientError.Statement.AccessMode",
    "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase",
)


def store_error(error: Exception, uri: str) -> StoreError:
    """Translate what happened while connecting or loading; the password never gets into the message."""
    if isinstance(error, Neo4jError):
        code = error.code or ""
        if isinstance(error, AuthError) or code.startswith("Neo.ClientError.Security."):
            reason, hint = _reason(error)
            return StoreUnavailable(f"{uri} refuses to let us in: {reason}", hint=hint)
        if code == "Neo.ClientError.Database.DatabaseNotFound":
            return StoreUnavailable(f"{uri}: {sentence(error)}", hint="set NEO4J_DATABASE to one that exists")
        if code == OUT_OF_MEMORY:
            return StoreError(
                f"{uri} has too little memory for this: {sentence(error)}",
                hint="give the server more with server.memory.heap.max_size",
            )
        return StoreError(f"{uri}: {sentence(error)}")
    return unavailable(error, uri)


def query_error(error: Exception, uri: str, limit_s: float, query: str = "") -> StoreError:
    """Translate what happened while a query ran; *query* is its text, as the server got it."""
    if isinstance(error, BrokenRecordError):
        return QueryError(
            "the answer holds a value that Python has no type for, such as a date beyond the year 9999",
            hint="return it as text, with toString()",
        )
    if not isinstance(error, Neo4jError):
        if isinstance(error, DriverError | OSError):
            return unavailable(error, uri)
        return QueryError(f"a parameter cannot be sent to the server: {sentence(error)}")
    code = error.code or ""
    if code.startswith(_TIMED_OUT):
        return too_slow(limit_s)
    if code in _WOULD_WRITE:
        return QueryError("the query would write", hint="only queries that read are run")
    if isinstance(error, AuthError) or code.startswith(("Neo.ClientError.Security.", "Neo.ClientError.Database.")):
        return store_error(error, uri)
    return told(error.message or "", query) if query and error.message else QueryError(sentence(error))


def too_slow(limit_s: float) -> QueryTimeout:
    """Return the error for a query that took longer than *limit_s* seconds."""
    return QueryTimeout(f"the query ran longer than {limit_s:g} s", hint="narrow it, or allow it more time")


def unavailable(error: Exception, uri: str) -> StoreUnavailable:
    """Say why a server cannot be reached, from the chain of causes."""
    causes = list(_chain(error))
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        if (between := mismatch(uri)) is not None:
            return StoreUnavailable(f"{uri}: {between.found}", hint=between.remedy)
        return StoreUnavailable(
            f"no TLS connection to {uri}",
            hint="use bolt:// or neo4j:// for a server without TLS, +ssc for one with a certificate of its own",
        )
    text = " ".join(map(str, causes))
    if "resolve address" in text or "Name or service not known" in text:
        return StoreUnavailable(f"no host has the name in {uri}", hint="check the address")
    if "HTTP" in text:
        return StoreUnavailable(f"{uri} is the server's web port", hint="use its Bolt port, normally 7687")
    if isinstance(error, ConfigurationError):
        return StoreUnavailable(f"{uri} cannot be used: {sentence(error)}")
    if isinstance(error, ServiceUnavailable | SessionExpired | OSError | DriverError):
        if isinstance(error, IncompleteCommit):
            return StoreUnavailable(
                f"the connection to {uri} was lost while it confirmed: what was sent is stored whole or not at all",
                hint="run it again, which ends where it should in either case",
            )
        if "defunct connection" in text or "closed connection" in text:
            return StoreUnavailable(
                f"the connection to {uri} was lost", hint="look whether the server still runs, and run it again"
            )
        if (between := mismatch(uri)) is not None:
            return StoreUnavailable(f"{uri}: {between.found}", hint=between.remedy)
        return StoreUnavailable(
            f"no Neo4j server answers at {uri}", hint="start it (docker compose up), or check address and port"
        )
    return StoreUnavailable(f"{uri} cannot be used: {sentence(error)}")


def sentence(error: Exception) -> str:
    r"""Return the first line of an error's message, without the query text that the server appends.

    >>> sentence(ValueError("Integer out of range\n  at line 1"))
    'Integer out of range'
    """
    text = (error.message if isinstance(error, Neo4jError) else str(error)) or type(error).__name__
    return text.strip().splitlines()[0].strip().rstrip(".")


def _reason(error: Neo4jError) -> tuple[str, str]:
    """Return why the server lets nobody in, and the way out."""
    if "RateLimit" in (error.code or ""):
        return "too many wrong passwords", "wait a little"
    if "CredentialsExpired" in (error.code or ""):
        return "the password must be changed first", ""
    if "Forbidden" in (error.code or ""):
        return sentence(error), ""
    return "authentication failed", "check NEO4J_USERNAME and NEO4J_PASSWORD"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
