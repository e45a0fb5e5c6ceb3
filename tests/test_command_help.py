"""The help of every command has examples, and each of them is a command line that parses."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from pathway_graph.cli import COMMANDS, cli


def command_named(name: str) -> click.Command:
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    return command


def examples(name: str) -> Iterator[list[str]]:
    """Yield the words of each example: continued lines are joined, comments and what a shell redirects left out."""
    _, found, block = (command_named(name).help or "").partition("Examples:\n")
    assert found, f"{name} has no examples"
    joined = re.sub(r"\\\n\s*", " ", block.partition("\n\n")[0])
    for line in re.split(r"\n\s*(?=pathway-graph )", f"\n{joined}"):
        if line.startswith("pathway-graph "):
            words = shlex.split(line, comments=True)[1:]
            ends = [place for place, word in enumerate(words) if word in ("|", "<", ">", ">>")]
            yield words[: ends[0]] if ends else words


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_has_examples_that_are_of_it(name: str) -> None:
    found = list(examples(name))
    assert found
    assert any(words[0] == name for words in found)


@pytest.mark.parametrize(("name", "words"), [(name, words) for name in COMMANDS for words in examples(name)], ids=str)
def test_an_example_parses(name: str, words: list[str]) -> None:
    with command_named(words[0]).make_context(name, words[1:]) as ctx:
        assert ctx.params or not command_named(words[0]).params


def test_an_option_that_does_not_exist_would_be_seen() -> None:
    with pytest.raises(click.NoSuchOption):
        command_named("stats").make_context("stats", ["--fromat", "csv"])
