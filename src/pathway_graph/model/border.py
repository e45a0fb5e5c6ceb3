"""The border of the model: what bad data do to a public function is told as an InputError, never as a raw KeyError."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from operator import attrgetter
from typing import Any, Final, ParamSpec, TypeVar

from pathway_graph.errors import InputError, PathwayGraphError
from pathway_graph.model.edges import are_derived
from pathway_graph.model.network import PARTS, Network
from pathway_graph.model.validate import check_network, has_its_definitions
from pathway_graph.model.values import mistyped_values, repeated_species
from pathway_graph.model.vocabulary import KINDS

Given = ParamSpec("Given")
Result = TypeVar("Result")

DATA_ERRORS: Final = (AttributeError, IndexError, KeyError, TypeError, ValueError)
"""What a value that is not what its field takes raises where it is first used."""


def require_sound(network: Network) -> None:
    """Let a network pass that `check_network` finds nothing wrong with.

    Raises:
        InputError: Something is wrong; all of it is listed.
    """
    problems = check_network(network)
    if problems:
        raise InputError(problems)


def require_storable(network: Network) -> None:
    """Let a network pass that rows can hold: of the model's types, each identifier once, its edges those of its claims.

    Raises:
        InputError: A store could not give it back as it is; all that is wrong with the network is listed.
    """
    if (
        next(mistyped_values(network), None) is not None
        or any(len({item.id for item in items}) < len(items) for items in _parts(network))
        or not {entity.kind for entity in network.entities} <= KINDS.keys()  # a kind is a label there
        or not all(entity.sources and has_its_definitions(entity) for entity in network.entities)
        or not _ends(network) <= network.entity.keys()
        or any(repeated_species(entity.orthologs) for entity in network.entities if len(entity.orthologs) > 1)
        or not are_derived(network)
    ):
        require_sound(network)


def _ends(network: Network) -> set[str]:
    """Return the ends of all edges: of those that are derived later, the ends of what they will be derived from."""
    if not network.derives_edges:
        return {*map(attrgetter("source"), network.edges), *map(attrgetter("target"), network.edges)}
    claims = network.claims
    links = {link.target for entity in network.entities for link in entity.links}
    return {*map(attrgetter("subject"), claims), *map(attrgetter("object"), claims), *links}


def _parts(network: Network) -> Iterator[tuple[Any, ...]]:
    return (getattr(network, part) for part in PARTS)


def explained(error: Exception, networks: Iterable[Network]) -> Exception:
    """Return the error that says what is wrong with the data, or *error* itself where nothing is."""
    problems = [problem for network in networks for problem in check_network(network)]
    return InputError(problems) if problems else error


def explained_by_types(error: Exception, parts: Network) -> Exception:
    """Return the error that says what in the parts of a network, edges apart, is not of the model's types.

    Nothing else keeps a network from being made of them: where all is of its type, *error* is returned.
    """
    return explained(error, [parts]) if next(mistyped_values(parts), None) is not None else error


def refuses_bad_data(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """Let a function of a network say what is wrong with the network where that makes it fail.

    Good data pay nothing: the network is looked at only once something has failed. What fails on a sound network, a
    wrong argument or a fault of ours, leaves as it is. The methods of results that speak of the network have it too.

    >>> from pathway_graph.model import Claim, Entity, Source
    >>> from pathway_graph.model.build import build_network
    >>> bad = build_network(
    ...     Source("s"), entities=[Entity("a", "Gene", "A")], claims=[Claim("c", "a", "activates", "b")]
    ... )
    >>> refuses_bad_data(lambda network: network.entity["b"])(bad)
    Traceback (most recent call last):
    pathway_graph.errors.InputError: claims 'c': object 'b' is not among the entities; add it under entities:
    """

    @wraps(function)
    def guarded(*args: Given.args, **kwargs: Given.kwargs) -> Result:
        try:
            return function(*args, **kwargs)
        except DATA_ERRORS as error:
            if isinstance(error, PathwayGraphError):  # of an argument, not of the data
                raise
            told = explained(error, _networks([*args, *kwargs.values()]))
            if told is error:
                raise
            raise told from error

    return guarded


def _networks(given: Iterable[Any]) -> list[Network]:
    """Return the networks among what a function was given, and those of results: a trace has its network.

    What explains one row of a result has that result, as ``found``.
    """
    found: dict[int, Network] = {}
    for one in given:
        for item in one if isinstance(one, list | tuple) else (one,):
            result = getattr(item, "found", item)
            network = item if isinstance(item, Network) else getattr(result, "network", None)
            if isinstance(network, Network):
                found[id(network)] = network
    return list(found.values())
