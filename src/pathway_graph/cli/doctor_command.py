"""``pathway-graph doctor``: name what is wrong with the installation or the store, and the remedy."""

from __future__ import annotations

from dataclasses import asdict

import click

from pathway_graph.cli.output import chosen, emit_document, emit_rows, format_option, say, store_option


@click.command("doctor")
@click.option("--repair", "is_repair", is_flag=True, help="Put back the pointer of a store folder (its file CURRENT).")
@store_option
@format_option
def doctor_command(is_repair: bool, store: str | None, format_: str | None) -> None:
    """Check Python, packages, rendering, fonts and the store, a line each; nothing is changed without --repair.

    Every file of the embedded store is hashed and compared with what was loaded. --repair writes the pointer of a
    store anew, after a partial restore for instance, if the data are there and whole.

    A warning is something you may not need; the exit code is 1 if anything is wrong. No secret is shown. It takes
    less than five seconds (and about one more for each GB of the store).

    \b
    Examples:
      pathway-graph doctor
      pathway-graph doctor --store bolt://127.0.0.1:7687
      pathway-graph doctor --repair
    """
    from pathway_graph.doctor import examine, repair

    checks = (*(repair(store) if is_repair else ()), *examine(store))
    form = chosen(format_) if format_ else "lines"
    if form == "lines":
        for check in checks:
            say(str(check))
    elif form == "json":
        emit_document([asdict(check) for check in checks])
    else:
        emit_rows([asdict(check) for check in checks], ("state", "name", "found", "remedy"), form)
    if any(check.state == "wrong" for check in checks):
        raise click.exceptions.Exit(1)
