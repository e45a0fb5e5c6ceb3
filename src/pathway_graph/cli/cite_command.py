"""``pathway-graph cite``: the publications and data sets behind claims, for a reference manager or LaTeX."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pathway_graph.cli.output import note, store_option
from pathway_graph.cli.reading import chosen_network, file_option, say_choices, source_option

if TYPE_CHECKING:
    from pathway_graph.bibliography import Bibliography
    from pathway_graph.model import Network


@click.command("cite")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--claims", default="", metavar="ID,ID", help="The works behind these claims.")
@click.option("--diagram", default="", metavar="DIAGRAM", help="The works behind the arrows of a diagram.")
@click.option(
    "--data-set", "data_set", default="", metavar="NAME", help="A data set itself, and the works behind its claims."
)
@click.option("--software", is_flag=True, help="The entry of this program, alone or beside the others.")
@click.option("--include-unknown", is_flag=True, help="Give an entry for studies that nobody has found, too.")
@click.option("--works-only", is_flag=True, help="Leave the data sets out.")
@click.option("--format", "form", type=click.Choice(["bibtex", "ris", "csl"]), default=None,
              help="Default: by the ending of --output (.bib, .ris, .json), else bibtex.")  # fmt: skip
@click.option("--output", "-o", metavar="FILE", help="Write it here; by default it is printed.")
@source_option
@file_option
@store_option
def cite_command(
    names: tuple[str, ...], claims: str, diagram: str, data_set: str, software: bool, include_unknown: bool,
    works_only: bool, form: str | None, output: str | None, sources: tuple[str, ...], files: tuple[str, ...],
    store: str | None,
) -> None:  # fmt: skip
    """Cite what stands behind the claims about NAME, behind claims, a diagram or a data set.

    Only what is known is written: a field that is not, or cannot be read for sure, is left out, and a remark says so.
    A candidate, a retraction or another notice stands in the note of the entry. Studies that nobody has found and
    printed numbers that do not support what cites them are no citations: they are counted on standard error. The
    option --cite of upstream, downstream, paths and explain does the same for an answer.

    \b
    Examples:
      pathway-graph cite BDNF
      pathway-graph cite --claims P38,T2.1 --format ris
      pathway-graph cite --data-set imipramine -o imipramine.bib
      pathway-graph cite --diagram camp -o camp.json
      pathway-graph cite --software
    """
    from pathway_graph.bibliography import Bibliography, cite
    from pathway_graph.bibliography.gathering import software as own_entry
    from pathway_graph.cli.citing import ENDINGS, text_of, write_text
    from pathway_graph.cli.reading import of_sources

    if not (names or claims or diagram or data_set or software):
        raise click.UsageError("say what to cite: a NAME, --claims, --diagram, --data-set or --software")
    suffix = Path(output).suffix.lower() if output else ""
    if output and form is None and suffix not in ENDINGS:
        raise click.UsageError(f"{output} must end in .bib, .ris or .json (CSL-JSON), or say --format")
    found = Bibliography(())
    if names or claims or diagram or data_set:
        network = of_sources(chosen_network(store, files), sources)
        wanted = _claims(network, names, claims, diagram, data_set)
        found = cite(network, wanted, include_unknown=include_unknown, data_sets=not works_only)
        say_choices(network, *names)
    if software:
        found = Bibliography((*found.works, own_entry()), found.left_out, found.uncited)
    text = text_of(found, form or ENDINGS.get(suffix, "bibtex"))
    if output:
        write_text(output, text)
    else:
        click.echo(text, nl=False)
    _account(found, output)


def _claims(network: Network, names: tuple[str, ...], claims: str, diagram: str, data_set: str) -> list[str]:
    """Return the claims that are meant, each once."""
    from pathway_graph.errors import UnknownName, nearest
    from pathway_graph.evidence.prepared import claims_about
    from pathway_graph.identifiers.claims import claim_named
    from pathway_graph.identifiers.lookup import resolve
    from pathway_graph.model.diagram_lookup import diagram_named

    found = [claim_named(network, name) or name for name in map(str.strip, claims.split(",")) if name]
    for name in names:
        claim = claim_named(network, name)
        if claim is not None:
            found.append(claim)
        else:
            found += [claim.id for claim in claims_about(network, [entity.id for entity in resolve(network, name)])]
    if diagram and (drawn := diagram_named(network, diagram)):
        found += [name for edge in drawn.edges for name in edge.claims if name in network.claim]
    if data_set:
        known = {source.id for source in network.sources}
        if data_set not in known:
            raise UnknownName("data set", data_set, nearest(data_set, known), known=sorted(known))
        found += [claim.id for claim in network.claims if claim.source == data_set]
    return list(dict.fromkeys(found))


def _account(found: Bibliography, output: str | None) -> None:
    note(f"{f'wrote {output}: ' if output else ''}{found.summary()}")
