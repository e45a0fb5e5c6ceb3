"""Find the claims that a sentence names, and take them out of it: in brackets, or by an identifier that is no name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pathway_graph.errors import AmbiguousName, UnknownName
from pathway_graph.evidence.checking.vocabulary import IN_BRACKETS
from pathway_graph.identifiers.claims import claim_named
from pathway_graph.identifiers.lookup import readings
from pathway_graph.model import Network
from pathway_graph.model.caching import cached_on

_BRACKETS: Final = re.compile(r"\[[^\[\]]*\]|\([^()]*\)")
_PARTS: Final = re.compile(r"[^\s,;]+")
_BARE: Final = re.compile(r"[^\s,;()\[\]]+")
_ANNOUNCED: Final = re.compile(r"\bclaims?\s*:?\s*$|\bsee\s+$", re.IGNORECASE)
_QUOTES: Final = "\"'“”‘’«»`*"


@dataclass(frozen=True, slots=True)
class Cited:
    """A sentence and the claims that it names.

    Attributes:
        text: The sentence without them.
        claims: Identifiers of stored claims, in order.
        unknown: What is written as a claim of this store is, and is none, each with what it is else.
        doubtful: Identifiers outside brackets that are names of entities too.
    """

    text: str
    claims: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


def cited_in(network: Network, sentence: str) -> Cited:
    """Return the claims that a sentence names.

    In brackets everything counts that has the form of an identifier of this store's claims, known or not; elsewhere
    the identifiers of stored claims, unless an entity is called so too and no word such as "claim" stands before.

    >>> from pathway_graph.formats.native import read_guide
    >>> cited_in(read_guide(), "Imipramine raises BDNF (see P38; P99).")
    Cited(text='Imipramine raises BDNF.', claims=('P38',), unknown=('P99',), doubtful=())
    """
    found: list[str] = []
    unknown: list[str] = []
    doubtful: list[str] = []

    def bracket(match: re.Match[str]) -> str:
        known, other, rest = _in_brackets(network, match[0][1:-1])
        found.extend(known)
        unknown.extend(other)
        return match[0] if not known and not other else f"({rest})" if rest else ""

    text = _BRACKETS.sub(bracket, sentence)

    def bare(match: re.Match[str]) -> str:
        name = match[0].strip(_QUOTES).rstrip(".:!?")
        claim = claim_named(network, name)
        if claim is None:
            return match[0]
        if not _ANNOUNCED.search(text[max(0, match.start() - 20) : match.start()]) and _is_name(network, name):
            doubtful.append(name)
            return match[0]
        found.append(claim)
        return match[0][len(match[0].rstrip(".!?")) :]

    text = _BARE.sub(bare, text).strip()
    text = re.sub(r"\b[Cc]laims?\s*:?(?=\s*[.,;:)]|\s*$)", "", text) if found else text
    end = text[-1:] if text[-1:] in tuple(".!?") else ""
    text = text.removesuffix(end).strip(" ,;:") + end
    return Cited(text, *(tuple(dict.fromkeys(some)) for some in (found, unknown, doubtful)))


def _in_brackets(network: Network, inner: str) -> tuple[list[str], list[str], str]:
    """Return stored claims, what is written like one, and the rest of what stands in brackets."""
    known: list[str] = []
    unknown: list[str] = []
    rest: list[str] = []
    for part in _PARTS.findall(inner):
        name = part.strip(_QUOTES).rstrip(".:")
        claim = claim_named(network, name)
        if claim is not None:
            known.append(claim)
        elif _looks_like_one(network, name) and not _is_name(network, name):
            unknown.append(_said_unknown(network, name))
        elif name.casefold() not in IN_BRACKETS and not (name.isdigit() and rest == []):
            rest.append(part)
    return (known, unknown, " ".join(rest)) if known or unknown else ([], [], inner)


def _said_unknown(network: Network, name: str) -> str:
    if name in cached_on(network, _publications):
        return f"{name} (a publication, not a claim)"
    identifier = name.partition("/")[2]
    if identifier in network.claim:
        return f"{name} ({identifier} is of the data set {network.claim[identifier].source})"
    return name


def _looks_like_one(network: Network, name: str) -> bool:
    if name in cached_on(network, _publications):
        return True
    source, slash, own = name.partition("/")
    if slash and any(one.id == source for one in network.sources):
        return True
    return any(character.isdigit() for character in name) and not {_form(name), _form(own)}.isdisjoint(
        cached_on(network, _forms)
    )


def _publications(network: Network) -> frozenset[str]:
    return frozenset(one.id for one in network.publications)


def _forms(network: Network) -> frozenset[str]:
    return frozenset(map(_form, network.claim))


def _form(identifier: str) -> str:
    """Return an identifier with one digit for each number.

    >>> _form("T2.13"), _form("P38")
    ('T0.0', 'P0')
    """
    return re.sub(r"\d+", "0", identifier)


def _is_name(network: Network, name: str) -> bool:
    try:
        return bool(readings(network, name)[0])
    except UnknownName:
        return False
    except AmbiguousName:
        return True
