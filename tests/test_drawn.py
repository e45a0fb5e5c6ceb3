"""The pictures of the gallery are drawn when the site is built: by the commands it shows, and not past a failure."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "scripts"))

from drawn import Workshop

ROOT = Path(__file__).parents[1]
GALLERY = (ROOT / "docs" / "gallery.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```\{drawn\} .+\n((?:.+\n)+?)```", GALLERY, re.MULTILINE)


def test_every_block_of_the_gallery_runs_our_commands_and_the_last_draws() -> None:
    assert len(BLOCKS) == GALLERY.count("```{drawn}") > 8
    for block in BLOCKS:
        lines = block.splitlines()
        assert all(line.startswith("pathway-graph ") for line in lines)
        assert re.search(r"(-o|--diagram) [\w-]+\.svg$", lines[-1])
    names = [block.split()[-1] for block in BLOCKS]
    assert len(set(names)) == len(names), "no picture takes the place of another"


@pytest.fixture(scope="module")
def shop() -> Iterator[Workshop]:
    shop = Workshop(ROOT / "docs" / "gallery")
    yield shop
    shop.close()


@pytest.mark.slow
def test_a_command_draws_beside_the_files_it_needs(shop: Workshop) -> None:
    shop.run("pathway-graph network changes.csv --from imipramine --diagram network.svg")
    assert ">imipramine<" in (shop.path / "network.svg").read_text(encoding="utf-8")
    shop.run("pathway-graph import WP254.gpml")
    shop.run("pathway-graph diagram WP254 -o wp254.svg")
    assert ">CASP8<" in (shop.path / "wp254.svg").read_text(encoding="utf-8")


@pytest.mark.slow
def test_a_failing_command_is_an_error_with_its_own_words(shop: Workshop) -> None:
    with pytest.raises(ValueError, match=r"none.svg ended with \d+: .*BDNF"):
        shop.run("pathway-graph upstream BDNFF --diagram none.svg")
    with pytest.raises(ValueError, match="not curl"):
        shop.run("curl --version")
