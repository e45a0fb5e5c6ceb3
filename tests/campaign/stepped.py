"""Run a command and kill it at the n-th step that touches a folder: ``stepped.py N FOLDER COUNTS COMMAND...``.

A step is whatever Python tells its audit hooks of files and folders: opened to write, made, renamed, removed. With
N = 0 the command runs to its end. How many steps there were stands in the file COUNTS.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

_CHANGES = frozenset(
    {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink", "os.utime", "os.chmod",
     "shutil.copytree", "shutil.rmtree", "shutil.move", "shutil.copyfile"}
)  # fmt: skip


def main() -> None:
    """Run the command of the arguments."""
    last, folder, counts = int(sys.argv[1]), os.path.realpath(sys.argv[2]), Path(sys.argv[3])
    steps = 0

    def step(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event == "open":
            mode = arguments[2] if len(arguments) > 2 else 0
            if not isinstance(mode, int) or not mode & (os.O_WRONLY | os.O_RDWR):
                return
        elif event not in _CHANGES:
            return
        if any(isinstance(one, str | os.PathLike) and os.fspath(one).startswith(folder) for one in arguments[:2]):
            steps += 1
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)

    if "--staged" in sys.argv:
        sys.argv.remove("--staged")
        from pathway_graph.stores.embedded import loading

        for name in ("STAGED", "SMALL", "SMALL_SHARE"):
            setattr(loading, name, 0)
    sys.addaudithook(step)
    leave = os._exit

    def counted(code: int) -> None:
        counts.write_text(str(steps))
        leave(code)

    os._exit = counted  # type: ignore[assignment]
    from pathway_graph.cli import main as command

    try:
        command(sys.argv[4:])
    finally:
        counts.write_text(str(steps))


if __name__ == "__main__":
    main()
