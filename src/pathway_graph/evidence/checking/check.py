"""Say of each sentence of a text which claim carries it, which none does, which says the opposite; nothing guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import product
from typing import Any, Final, Literal

from pathway_graph.errors import WrongArgument
from pathway_graph.evidence.checking.citations import Cited, cited_in
from pathway_graph.evidence.checking.comparing import compare, in_other_words
from pathway_graph.evidence.checking.reading import Reading, read_sentence
from pathway_graph.evidence.checking.sentences import sentences
from pathway_graph.evidence.prepared import claims_about
from pathway_graph.evidence.retractions import retracted_works
from pathway_graph.evidence.words import context
from pathway_graph.evidence.works import retracted_claims, said
from pathway_graph.model import Claim, Network
from pathway_graph.model.border import refuses_bad_data
from pathway_graph.model.caching import cached_on
from pathway_graph.model.stopping import go_on

Verdict = Literal["carried", "opposite", "not carried", "not decided"]
VERDICTS: Final = ("carried", "opposite", "not carried", "not decided")
OfClaim = Literal["carries", "opposite", "other", "retracted", "not decided"]
MOST_CHARACTERS: Final = 200_000
"""Of a text; a book is checked in chapters."""
_MOST_NAMED: Final = 8
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class CheckedClaim:
    """How one claim stands to a sentence that names it.

    Attributes:
        claim: Its identifier.
        verdict: ``carries`` it, says the ``opposite``, is about ``other`` things, was ``retracted`` with every work
            behind it, or ``not decided``.
        why: In what it agrees or does not.
        context: Where and when the claim holds.
        certainty: How sure its source is.
        retracted_works: Works behind it that were retracted.
    """

    claim: str
    verdict: OfClaim
    why: str
    context: str = ""
    certainty: str = ""
    retracted_works: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """One sentence.

    Attributes:
        text: As it stands.
        verdict: ``carried`` where every claim that it names agrees with it in subject, object and direction, and
            each of its statements has one; ``opposite`` where a claim that it names says the opposite;
            ``not carried`` where it names no claim, or one that says something else; else ``not decided``.
        why: The reason.
        claims: The claims that it names.
        unknown: Identifiers that it names and that are no claims of this network.
        against: Standing claims that it does not name and that say the opposite.
        would_carry: Where it names no claim: standing claims that say the same.
    """

    text: str
    verdict: Verdict
    why: str
    claims: tuple[CheckedClaim, ...] = ()
    unknown: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    would_carry: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verification:
    """A text, checked sentence by sentence.

    Attributes:
        sentences: In the order of the text.
    """

    network: Network = field(repr=False, hash=False)
    sentences: tuple[Checked, ...]

    def count(self, verdict: str) -> int:
        """Return how many sentences have that verdict."""
        return self.summary()[verdict] if verdict in VERDICTS else 0

    def summary(self) -> dict[str, int]:
        """Return how many sentences have each verdict."""
        counts = Counter(one.verdict for one in self.sentences)
        return {verdict: counts[verdict] for verdict in VERDICTS}

    @property
    def is_carried(self) -> bool:
        """Whether every sentence is."""
        return all(one.verdict == "carried" for one in self.sentences)

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {"summary": self.summary(), "sentences": [_plain_data(asdict(one)) for one in self.sentences]}


def _plain_data(value: Any) -> Any:
    """Return what `asdict` gives with lists for tuples, as JSON has them."""
    if isinstance(value, dict):
        return {key: _plain_data(item) for key, item in value.items()}
    return [_plain_data(item) for item in value] if isinstance(value, tuple) else value


@refuses_bad_data
def verify(network: Network, text: str) -> Verification:
    """Check a text against the claims that it names.

    A claim is named by its identifier in brackets, ``(P38)`` or ``[T2.1, P30]``, with its data set where that helps
    (``imipramine/P38``). A sentence is ``carried`` only where subject, object and direction agree with every claim
    that it names, and place, time and dose as far as it states them. The words that are understood are a stated list
    (`pathway_graph.evidence.checking.vocabulary`); a sentence with others is ``not decided``, which says no more than
    that a person has to read it.

    Args:
        network: Where the claims are.
        text: Plain text.

    Returns:
        A verdict for each sentence, with the reason.

    Raises:
        WrongArgument: The text is empty, or longer than 200,000 characters.

    >>> from pathway_graph.formats.native import read_guide
    >>> text = "Imipramine raises BDNF (P38). It also cures everything. Imipramine lowers BDNF mRNA [T2.4]."
    >>> [one.verdict for one in verify(read_guide(), text).sentences]
    ['carried', 'not carried', 'opposite']
    """
    if not isinstance(text, str) or not text.strip():
        raise WrongArgument("text", text, message="there is no text to check", hint="give sentences that name claims")
    if len(text) > MOST_CHARACTERS:
        message = f"the text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are checked at once"
        raise WrongArgument("text", "", message=message, hint="check it in parts")
    found = []
    for sentence in sentences(text):
        go_on()
        found.append(_checked(network, sentence))
    return Verification(network, tuple(found))


def _checked(network: Network, sentence: str) -> Checked:
    if len(sentence) > _LONGEST:
        why = f"it has {len(sentence):,} characters: it is too long to be one statement"
        return Checked(sentence[:_LONGEST] + "…", "not decided", why)
    cited = cited_in(network, sentence)
    reading = read_sentence(network, cited.text)
    if cited.doubtful:
        names = ", ".join(cited.doubtful)
        why = f"{names} is the name of something and of a claim: put the claim in brackets"
        return Checked(sentence, "not decided", why, _unread(network, cited, why), cited.unknown)
    if not cited.claims:
        return _uncited(network, sentence, cited, reading)
    if not cited.unknown and all(_is_verbatim(network.claim[name], cited.text) for name in cited.claims):
        return _verbatim(network, sentence, cited)
    if isinstance(reading, str):
        return Checked(sentence, "not decided", reading, _unread(network, cited, reading), cited.unknown)
    return _judged(network, sentence, cited, reading)


def _uncited(network: Network, sentence: str, cited: Cited, reading: Reading | str) -> Checked:
    why = f"no claim is called {', '.join(cited.unknown)}" if cited.unknown else "it names no claim"
    same, against = ((), ()) if isinstance(reading, str) else _elsewhere(network, reading, ())
    return Checked(sentence, "not carried", why, (), cited.unknown, against, same)


def _unread(network: Network, cited: Cited, why: str) -> tuple[CheckedClaim, ...]:
    return tuple(_of_claim(network, network.claim[name], "not decided", why) for name in cited.claims)


def _of_claim(network: Network, claim: Claim, verdict: OfClaim, why: str) -> CheckedClaim:
    works = cached_on(network, _retracted_by_claim).get(claim.id, ())
    if claim.id in retracted_claims(network):
        which = f" ({', '.join(works)})" if works else ""
        verdict, why = "retracted", f"every work behind it was retracted{which}; {why}"
    return CheckedClaim(claim.id, verdict, why, context(network, claim), claim.certainty, works)


def _retracted_by_claim(network: Network) -> dict[str, tuple[str, ...]]:
    works = retracted_works(network)
    found: dict[str, list[str]] = {}
    for publication in network.publications if works else ():
        if publication.id in works:
            for claim in publication.claims:
                found.setdefault(claim, []).append(said(network, publication.id))
    return {claim: tuple(some) for claim, some in found.items()}


def _is_verbatim(claim: Claim, text: str) -> bool:
    return bool(claim.statement) and _plain(claim.statement) == _plain(text)


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(" .")


def _verbatim(network: Network, sentence: str, cited: Cited) -> Checked:
    claims = tuple(_of_claim(network, network.claim[name], "carries", "word for word") for name in cited.claims)
    gone = [one.claim for one in claims if one.verdict == "retracted"]
    if gone:
        return Checked(sentence, "not carried", f"retracted: {', '.join(gone)}", claims)
    return Checked(sentence, "carried", "it is the claim's own sentence", claims)


def _judged(network: Network, sentence: str, cited: Cited, reading: Reading) -> Checked:
    """Compare a sentence with the claims that it names, each of its statements by itself."""
    statements = _statements(reading)
    claims = tuple(_best(network, statements, network.claim[name]) for name in cited.claims)
    covered = [any(_carries(network, one, claim.claim) for claim in claims if claim.verdict == "carries")
               for one in statements]  # fmt: skip
    verdict, why = _verdict(network, reading, statements, claims, covered, cited.unknown)
    _, against = _elsewhere(network, reading, cited.claims)
    return Checked(sentence, verdict, why, claims, cited.unknown, against)


def _verdict(
    network: Network, reading: Reading, statements: Sequence[Reading], claims: Sequence[CheckedClaim],
    covered: Sequence[bool], unknown: Sequence[str],
) -> tuple[Verdict, str]:  # fmt: skip
    def named(verdict: str) -> list[str]:
        return [one.claim for one in claims if one.verdict == verdict]

    if opposite := named("opposite"):
        return "opposite", _reasons(claims, opposite)
    if wrong := [*named("other"), *named("retracted")]:
        return "not carried", _reasons(claims, wrong)
    if unknown:
        return "not carried", f"no claim is called {', '.join(unknown)}"
    if undecided := named("not decided"):
        return "not decided", _reasons(claims, undecided)
    if not all(covered):
        uncovered = [one for one, is_so in zip(statements, covered, strict=True) if not is_so]
        bare = [f"{one.subjects[0].text} on {one.objects[0].text}" for one in uncovered]
        return "not carried", f"no claim that it names says it of {', '.join(bare[:3])}"
    stated = [f"{one.claim}: {one.context}" for one in claims if one.context]
    where = f"; the claims hold for {', '.join(stated[:_MOST_NAMED])}" if stated else ""
    reasons = [f"subject, object and direction agree{where}"]
    if worded := [f"{one.claim}: {words}" for one in claims if (words := network.claim[one.claim].qualifier)]:
        reasons.append(f"qualified {', '.join(worded[:_MOST_NAMED])}")
    others = [
        f"{one.claim} is {words}" for one in claims for words in in_other_words(reading, network.claim[one.claim])
    ]
    return "carried", "; ".join([*reasons, *others[:_MOST_NAMED]])


def _reasons(claims: Iterable[CheckedClaim], names: Sequence[str]) -> str:
    why = {one.claim: one.why for one in claims}
    return "; ".join(f"{name}: {why[name]}" for name in names[:_MOST_NAMED])


def _statements(reading: Reading) -> list[Reading]:
    pairs = product(reading.subjects, reading.objects)
    return [replace(reading, subjects=(subject,), objects=(object_,)) for subject, object_ in pairs]


_RANK: Final = ("opposite", "carries", "not decided", "other")
"""Of several statements of one sentence, the one that says most of how a claim stands to it."""


def _best(network: Network, statements: Sequence[Reading], claim: Claim) -> CheckedClaim:
    outcomes = [compare(network, one, claim) for one in statements]
    verdict, why = min(outcomes, key=lambda one: _RANK.index(one[0]))
    passed_over = statements[0].passed_over
    if passed_over and verdict in ("carries", "opposite"):
        what = "it agrees" if verdict == "carries" else "it says the opposite"
        why = f"{what}, if these words change nothing: {', '.join(map(repr, passed_over))}"
        verdict = "not decided"
    if verdict == "carries":
        why = "; ".join([why, *in_other_words(statements[0], claim)])
    return _of_claim(network, claim, verdict, why)


def _carries(network: Network, statement: Reading, claim: str) -> bool:
    return compare(network, statement, network.claim[claim])[0] == "carries"


def _elsewhere(network: Network, reading: Reading, named: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the standing claims that a sentence does not name and that say the same as it, and the opposite."""
    gone = retracted_claims(network)
    same, against = set(), set()
    for statement in _statements(reading):
        for claim in claims_about(network, statement.subjects[0].ids):
            if claim.id in gone or claim.id in named or claim.object not in statement.objects[0].ids:
                continue
            bare = replace(statement, places=(), times=(), courses=(), doses=(), is_hedged=True)
            if compare(network, bare, claim)[0] == "opposite":
                against.add(claim.id)
            elif not reading.passed_over and compare(network, statement, claim)[0] == "carries":
                same.add(claim.id)
    return tuple(sorted(same)), tuple(sorted(against))
