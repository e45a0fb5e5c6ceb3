"""Feed files to ``pathway-graph import`` within limits of memory and time; print what came of each as a line of JSON.

Arguments: the store, the seconds of processor time and the MB of memory that one file may take. The files come on
standard input, one path a line.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import traceback
from typing import Any

from click.testing import CliRunner

from pathway_graph.cli import cli
from pathway_graph.errors import PathwayGraphError


class TooSlow(BaseException):
    """A file took more processor time than it may; no code that catches errors catches this."""


def main() -> None:
    """Feed the files of standard input."""
    store, seconds, megabytes = sys.argv[1], float(sys.argv[2]), int(sys.argv[3])
    CliRunner().invoke(cli, ["import", "--help"])  # what is loaded once is no fault of the first file
    resource.setrlimit(resource.RLIMIT_AS, ((_used() + megabytes) * 2**20,) * 2)

    def late(*_: Any) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, late)
    for line in sys.stdin:
        path = line.rstrip("\n")
        hard = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + seconds * 2 + 2)
        resource.setrlimit(resource.RLIMIT_CPU, (hard, resource.RLIM_INFINITY))  # where no signal is looked at
        signal.setitimer(signal.ITIMER_PROF, seconds)
        code, said = _fed(path, store)
        signal.setitimer(signal.ITIMER_PROF, 0)
        sys.stdout.write(json.dumps([path, code, said]) + "\n")
        sys.stdout.flush()


def _fed(path: str, store: str) -> tuple[Any, str]:
    """Return the exit code and the message, or what was raised that is no error of ours."""
    try:
        code, said = _run("import", "--dry-run", path)
        if code == 3:  # refused: then it is refused by an import that would store it, too
            code, said = _run("import", path, "--store", store)
    except TooSlow:
        return "slow", ""
    except MemoryError:
        return "memory", ""
    return code, said


def _run(*arguments: str) -> tuple[Any, str]:
    done = CliRunner().invoke(cli, arguments)
    error = done.exception
    if error is None or isinstance(error, SystemExit):
        return done.exit_code, done.stderr
    if isinstance(error, PathwayGraphError):
        return error.exit_code, str(error)
    if isinstance(error, MemoryError):
        raise error
    return "traceback", "".join(traceback.format_exception(error))[-1500:]


def _used() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize() // 2**20


if __name__ == "__main__":
    main()
