"""The command line: parse, make one library call, print. Each command is one module, loaded when it is used.

May import: `text`, `errors`, `files`, `model`, `identifiers`, `cypher`, `evidence`, `trace`, `stores`, `formats`,
`look`, `bibliography`, `resources`, `regulators`, `diagrams`, `charts`, `doctor`, `explorer`, `assistant`.
Not here: answers that no Python function gives.
"""

from __future__ import annotations

import importlib
import os
import sys
import warnings
from typing import Any

import click

COMMANDS = {
    "load": ("load", "Load curated files into the store; without a file, the packaged guide."),
    "import": ("import", "Import files of pathway resources: SIGNOR, GPML, BEL, CX, tables and more."),
    "get": ("get", "Fetch a public resource when asked, keep it, and import it with its origin."),
    "export": ("export", "Write the store or a part of it to a file of any format."),
    "sources": ("sources", "List the data sets of the store: file, time, version, what each holds."),
    "remove": ("sources", "Remove a data set from the store, and say what falls with it."),
    "history": ("sources", "Show what was loaded and removed when, what it replaced, the difference."),
    "stats": ("stats", "Count what the store holds."),
    "query": ("query", "Run a library query by name, or Cypher of your own; read only."),
    "find": ("find", "Find what words may mean: by name, symbol, identifier, part of a name, misspelling."),
    "show": ("show", "Show what is known of one thing on a screen: entity, claim, diagram, data set, publication."),
    "upstream": ("trace", "Trace what lies upstream of an entity, with net sign and evidence."),
    "downstream": ("trace", "Trace what lies downstream of an entity."),
    "paths": ("trace", "Trace the causal routes from one entity to another."),
    "names": ("names", "Tell what the names of a list mean, and why the rest is not found."),
    "regulators": ("regulators", "Rank the regulators that explain measured changes, with exact p-values."),
    "plot": ("plot", "Draw charts of measured changes and their regulators: volcano, bars, targets, heatmap."),
    "network": ("network", "Find the smallest signed network from regulators to measured changes, exactly."),
    "diagram": ("diagram", "Draw a pathway diagram, a workflow or a neighbourhood."),
    "explain": ("explain", "Explain why a source would change a target, and what speaks against it."),
    "claims": ("evidence", "List claims by context, with an account of what is left out."),
    "conflicts": ("evidence", "Show claims that contradict or strain each other."),
    "contrast": ("contrast", "Compare what claims say in two contexts."),
    "audit": ("evidence", "Audit citation marks and printed references."),
    "verify": ("verify", "Check a text sentence by sentence against the claims that it names."),
    "weight": ("evidence", "Count and weigh the independent studies behind an edge."),
    "fragile": ("fragile", "Tell on which works a net sign rests: the smallest sets without which it is gone."),
    "retractions": ("retractions", "Tell which works were retracted and which answers change; store a list of them."),
    "cite": ("cite", "Cite what stands behind claims: BibTeX, RIS, CSL-JSON, with the status of each work."),
    "diff": ("diff", "Compare two networks, or the store with an earlier state of it: claims, edges, signs."),
    "ask": ("ask", "Save questions, ask them again, and see which answers changed with the data."),
    "publish": ("share", "Publish the store to a shared folder, for readers on other machines."),
    "pull": ("share", "Take what is published in a shared folder into the store."),
    "backup": ("backup", "Write all that the store holds into one file: data, history, saved questions."),
    "restore": ("backup", "Make the store hold what a backup holds."),
    "serve": ("serve", "Serve a page over the store to this machine: find, look, trace, query, export."),
    "mcp": ("mcp", "Serve the store to assistants over MCP: tools that only read, with claims behind every answer."),
    "doctor": ("doctor", "Name what is wrong with the installation or the store, and the remedy."),
    "demo": ("demo", "Load the guide, answer from it and draw its diagrams."),
    "completion": ("completion", "Print a completion script for your shell."),
}
"""Command -> (module, what it does)."""
LASTING = frozenset({"serve", "mcp"})
"""Commands that run until somebody ends them: what they no longer need is to be found in time."""


class _Lazy(click.Group):
    """A group that imports a command's module only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{COMMANDS[cmd_name][0]}_command")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        if "_PATHWAY_GRAPH_COMPLETE" in os.environ:
            from pathway_graph.cli.completing import add_completions

            add_completions(cmd_name, command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from pathway_graph.model.synonyms import way_out

            hint = way_out("command", args[0], COMMANDS) or f"commands are {', '.join(COMMANDS)}"
            ctx.fail(f"no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in COMMANDS.items()])


def _version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version

        click.echo(f"pathway-graph {version('pathway-graph')}")
        ctx.exit()


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
@click.option("--store", metavar="PLACE", help="Folder of the embedded store, or a Neo4j URI; also after the command.")
@click.pass_context
def cli(ctx: click.Context, store: str | None) -> None:
    """Ask a graph of signaling pathways: typed, signed, with the evidence and its context.

    \b
    First steps:
      pathway-graph load
      pathway-graph upstream BDNF
      pathway-graph diagram camp -o camp.svg

    The store is given by --store (a folder, or bolt://, neo4j://, neo4j+s://), else by PATHWAY_GRAPH_STORE, else
    by NEO4J_URI with NEO4J_USERNAME, NEO4J_PASSWORD and NEO4J_DATABASE; otherwise it is a folder of your own.
    Exit codes: 0 ok, 1 failure, 2 usage, 3 bad input, 4 store unreachable.
    """
    from pathway_graph.model.caching import gc_seldom

    if store:
        os.environ["PATHWAY_GRAPH_STORE"] = store
    if ctx.invoked_subcommand not in LASTING:
        ctx.with_resource(gc_seldom())


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line and exit with its code."""
    from pathway_graph.cli import ending, streams
    from pathway_graph.cli.output import guard_streams, note
    from pathway_graph.errors import PathwayGraphError

    warnings.showwarning = _warn
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small products: its threads wait more than they work
    if "_PATHWAY_GRAPH_COMPLETE" in os.environ:
        importlib.import_module(f"{__name__}.shells")  # it registers those that click does not have
    ending.end_in_order()
    try:
        streams.keep_whole()
        guard_streams(sys.argv[1:] if arguments is None else arguments)
        code = cli.main(args=arguments, prog_name="pathway-graph", standalone_mode=False)
        streams.finish()
    except click.exceptions.Abort:
        _leave(ending.code())
    except KeyboardInterrupt:
        click.echo("interrupted", err=True)
        _leave(ending.code())
    except click.ClickException as error:
        error.show(sys.stderr)
        sys.exit(error.exit_code)
    except PathwayGraphError as error:
        note(f"error: {error}")
        if excerpt := getattr(error, "excerpt", ""):
            note("\n".join(f"  {line}" for line in excerpt.splitlines()))
        _leave(error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        _leave(141)
    except OSError as error:
        _refused(error)
    sys.exit(code if isinstance(code, int) else 0)


def _warn(message: Warning | str, category: type[Warning], *_where: Any, **_how: Any) -> None:
    """Say a warning as everything else is said, without the place in the code."""
    click.echo(f"warning: {message}", err=True)


def _refused(error: OSError) -> None:
    """Say what the system refused, and end with code 1: a file, or standard output where the error names none."""
    from pathway_graph.files import disk

    what = f"{error.filename}" if error.filename else "the output"
    message = f"error: {what} cannot be read or written: {disk.reason(error)}"
    try:
        click.echo(f"{message}; {disk.way_out(error, error.filename)}", err=True)
    except OSError:
        pass  # standard error is full too; the exit code is left
    _leave(1)


def _leave(code: int) -> None:
    """Exit at once: a query that still runs in the embedded engine would keep the process alive, or crash it."""
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    finally:
        os._exit(code)
