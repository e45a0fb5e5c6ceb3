"""``pathway-graph completion``: a completion script for the shell, printed or put where the shell finds it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import click

from pathway_graph.cli.output import note

_SHELLS: Final = ("bash", "zsh", "fish", "powershell")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@click.option("--install", is_flag=True, help="Write it where the shell looks for it, and say what is left to do.")
def completion_command(shell: str, install: bool) -> None:
    """Print a completion script for your shell: bash (4.4 or later), zsh, fish, PowerShell.

    It completes commands, options, names of entities, diagrams, library queries, data sets and claims of the store. Of
    a Neo4j server it completes no names: asking it would take too long.

    \b
    Examples:
      pathway-graph completion bash --install
      pathway-graph completion zsh > ~/.zfunc/_pathway-graph
      pathway-graph completion powershell >> $PROFILE
    """
    from click.shell_completion import get_completion_class

    from pathway_graph.cli import cli, shells

    del shells  # importing it registers bash's and PowerShell's own
    found = get_completion_class(shell)
    if found is None:
        raise click.UsageError(f"no completion for {shell}")
    script = found(cli, {}, "pathway-graph", "_PATHWAY_GRAPH_COMPLETE").source()
    if not install:
        click.echo(script)
        return
    file, after = _place(shell)
    from pathway_graph.files.atomic import write_whole

    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, script.encode())
    note(f"wrote {file}; {after}")


def _place(shell: str) -> tuple[Path, str]:
    """Return where a shell finds completions of its user, and what is left to do."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    if shell == "bash":
        file = data / "bash-completion" / "completions" / "pathway-graph"
        return file, f"new shells find it by the package bash-completion; without that, add to ~/.bashrc: . {file}"
    if shell == "fish":
        return config / "fish" / "completions" / "pathway-graph.fish", "new shells find it"
    if shell == "zsh":
        file = home / ".zfunc" / "_pathway-graph"
        return file, "if it is not there yet, put before compinit in ~/.zshrc: fpath+=~/.zfunc"
    file = data / "pathway-graph" / "completion.ps1"
    return file, f"add to the file that $PROFILE names: . '{file}'"
