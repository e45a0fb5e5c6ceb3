"""``pathway-graph completion``: a completion script for the shell."""

from __future__ import annotations

import click


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion_command(shell: str) -> None:
    """Print a completion script for your shell.

    \b
    Examples:
      pathway-graph completion bash
      pathway-graph completion fish \\
        > ~/.config/fish/completions/pathway-graph.fish
    """
    from click.shell_completion import get_completion_class

    from pathway_graph.cli import cli

    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    click.echo(found(cli, {}, "pathway-graph", "_PATHWAY_GRAPH_COMPLETE").source())
