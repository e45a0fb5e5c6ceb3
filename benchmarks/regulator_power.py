"""How often the true regulator is found, and whether p-values hold: ours beside decoupler, Fisher and CausalR's order.

``python benchmarks/regulator_power.py planted --steps 1 --flipped 0.2`` plants regulators on CollecTRI and OmniPath,
``calibration`` shuffles labels, ``experiment TABLE --regulator AR`` ranks one differential table. Needs the networks
in ``../shared``; decoupler (extra ``bench``) is left out where it is not installed.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from statistics import median

import numpy as np
from data import network, rows
from numpy.typing import NDArray

from pathway_graph.model import Network
from pathway_graph.regulators import Measurement, Measurements, place_changes, rank_regulators, read_changes
from pathway_graph.regulators.rank import Tested
from pathway_graph.regulators.result import Regulators

Signs = NDArray[np.int8]
LEVELS = (0.001, 0.01, 0.05, 0.1)
MEASURED, HIT, UNRELATED = 2500, 0.6, 0.05
"""Genes measured; share of the targets that change; share of the others that do."""
FEWEST = {1: 10, 2: 20}
"""Measured targets that a planted regulator must have, by steps."""


class Planter:
    """Draws regulators and the changes that they would cause.

    A regulator two steps up is drawn from those that act through at least two others with five measured targets each;
    its direct targets do not change by it.
    """

    def __init__(self, built: Network, steps: int, flipped: float, seed: int) -> None:
        self.chance = np.random.default_rng([seed, steps, int(1000 * flipped)])
        self.built, self.steps, self.flipped = built, steps, flipped
        everything = rank_regulators(built, place_changes(built, [Measurement(e.id, 0, 0.0) for e in built.entities]))
        edges = everything.edges
        self.tested = _tested(everything)
        self.ids = [edges.index.ids[int(member)] for member in self.tested.universe.members]
        self.tables = {d: self.tested.predicted(np.arange(len(self.tested.regulators)), d) for d in range(1, steps + 1)}
        self.out = {d: np.where(np.abs(table) == 1, table, 0) for d, table in self.tables.items()}

    def draw(self) -> tuple[str, Measurements]:
        """Return the name of a regulator and 2,500 measured genes, changed as it would change them."""
        chance = self.chance
        while True:
            measured = np.sort(chance.choice(len(self.ids), MEASURED, replace=False))
            place = int(chance.integers(len(self.tested.regulators)))
            targets = self.out[self.steps][place, measured].copy()
            if self.steps > 1:
                targets[self.tables[self.steps - 1][place, measured] != 0] = 0
            if np.count_nonzero(targets) >= FEWEST[self.steps] and self._several(place, measured):
                break
        changed = (targets != 0) & (chance.random(MEASURED) < HIT)
        turned = np.where(chance.random(MEASURED) < self.flipped, -1, 1)
        others = (targets == 0) & (chance.random(MEASURED) < UNRELATED)
        signs = np.where(changed, targets * chance.choice([1, -1]) * turned, 0)
        signs = np.where(others, chance.choice([1, -1], MEASURED), signs)
        sizes = np.where(signs != 0, signs * (1 + chance.exponential(0.7, MEASURED)), chance.normal(0, 0.3, MEASURED))
        listed = [
            Measurement(self.ids[gene], int(sign), float(size))  # type: ignore[arg-type]
            for gene, sign, size in zip(measured, signs, sizes, strict=True)
        ]
        regulator = int(self.tested.regulators[place])
        return self.built.entities[regulator].id, place_changes(self.built, listed)

    def _several(self, place: int, measured: NDArray[np.int64]) -> bool:
        if self.steps == 1:
            return True
        direct = {self.ids[int(n)] for n in np.flatnonzero(self.out[1][place])}
        by_id = {self.built.entities[int(n)].id: i for i, n in enumerate(self.tested.regulators)}
        sizes = [np.count_nonzero(self.out[1][by_id[name], measured]) for name in direct if name in by_id]
        return sum(size >= 5 for size in sizes) >= 2


def _tested(found: Regulators) -> Tested:
    from pathway_graph.regulators.rank import _links, _regulators

    edges = found.edges
    return Tested(_links(edges), _regulators(edges, edges.filters, False), found.universe, False)


def orders(built: Network, changes: Measurements, edges: list[tuple[str, str, int]]) -> dict[str, list[str]]:
    """Return the regulators in the order of each method, the best first, each once."""
    found = rank_regulators(built, changes)
    direct = rank_regulators(built, changes, max_steps=1)
    every = {
        "pathway-graph, default": _once(found.rows),
        "CausalR's order, 2 steps": _once(sorted(found.rows, key=lambda row: (-row.score, row.p_value))),
        "causal p, 2 steps": _once(sorted(found.rows, key=lambda row: row.log10_p)),
        "causal p, 1 step": _once(sorted(direct.rows, key=lambda row: row.log10_p)),
        "Fisher's overlap, 1 step": _once(sorted(direct.rows, key=lambda row: row.enrichment_p)),
    }
    return every | decoupler_orders(changes, edges)


def _once(ranked: Iterable[object]) -> list[str]:
    return list(dict.fromkeys(row.id for row in ranked))  # type: ignore[attr-defined]


def decoupler_orders(changes: Measurements, edges: list[tuple[str, str, int]]) -> dict[str, list[str]]:
    """Return the orders of decoupler's methods by the size of their scores; nothing where it is not installed.

    mlm fits all regulators at once, which takes more genes than regulators.
    """
    try:
        import decoupler
        import pandas as pd
    except ImportError:
        return {}
    values = {entity: change.value for change in changes.changes for entity in change.entities}
    data = pd.DataFrame([values], index=["s"])
    net = pd.DataFrame(edges, columns=["source", "target", "weight"]).drop_duplicates(["source", "target"])
    found = {}
    for name in ("ulm", "viper", *(("mlm",) if len({a for a, _, _ in edges}) < len(values) else ())):
        try:
            scores = getattr(decoupler.mt, name)(data=data, net=net, tmin=5, verbose=False)[0].iloc[0]
        except Exception as error:  # decoupler's own refusals are an answer too
            print(f"decoupler {name}: {error}")  # noqa: T201
            continue
        found[f"decoupler {name}"] = list(scores.abs().sort_values(ascending=False, kind="stable").index)
    return found


def planted(given: argparse.Namespace) -> None:
    """Print how often the planted regulator comes first, among three, and its median place."""
    built, edges = network(given.network), list(rows(given.network))
    names = {entity.id: entity.called for entity in built.entities}
    planter = Planter(built, given.steps, given.flipped, given.seed)
    places: dict[str, list[int]] = defaultdict(list)
    for _ in range(given.count):
        true, changes = planter.draw()
        for method, order in orders(built, changes, edges).items():
            known = true if true in order else names[true]
            places[method].append(order.index(known) + 1 if known in order else len(order) + 1)
    print(f"{given.count} planted {given.steps} step(s) up, {given.flipped:.0%} flipped, seed {given.seed}")  # noqa: T201
    print("| method | first | first three | first ten | median | worst |\n|---|---|---|---|---|---|")  # noqa: T201
    for method, found in places.items():
        within = [sum(place <= top for place in found) for top in (1, 3, 10)]
        print("|", " | ".join(map(str, [method, *within, f"{median(found):g}", max(found)])), "|")  # noqa: T201


def shuffled(built: Network, up: int, down: int, measured: int, seed: int) -> Iterator[Measurements]:
    """Give measurements without end whose labels are dealt out at random."""
    chance = np.random.default_rng(seed)
    ids = [entity.id for entity in built.entities]
    signs = np.array([1] * up + [-1] * down + [0] * (measured - up - down))
    while True:
        genes, dealt = chance.choice(len(ids), measured, replace=False), chance.permutation(signs)
        sizes = np.where(dealt != 0, dealt * (1 + chance.exponential(0.7, measured)), chance.normal(0, 0.3, measured))
        yield place_changes(
            built,
            [Measurement(ids[g], int(s), float(x)) for g, s, x in zip(genes, dealt, sizes, strict=True)],  # type: ignore[arg-type]
        )


PVALUES: dict[str, Callable[[Regulators], NDArray[np.float64]]] = {
    "combined_p": lambda found: found.columns.log_combined_p,
    "sign_p": lambda found: found.columns.log_sign_p,
    "p_value": lambda found: found.columns.log_p,
    "enrichment_p": lambda found: found.columns.log_enrichment_p,
    "concordance_p": lambda found: found.columns.log_concordance_p,
    "t_p": lambda found: found.columns.log_t_p[~np.isnan(found.columns.log_t_p)],
}


def calibrate(built: Network, up: int, down: int, *, measured: int, rounds: int, seed: int) -> dict[str, list[float]]:
    """Return P(p <= a) / a of each p-value at `LEVELS` and, last, the share of rounds with any FDR at most 5 %."""
    hits = {name: np.zeros(len(LEVELS)) for name in PVALUES}
    totals, any_hit = dict.fromkeys(PVALUES, 0), dict.fromkeys(PVALUES, 0)
    fdr = {"combined_p": "combined_fdr", "p_value": "fdr", "enrichment_p": "enrichment_fdr", "t_p": "t_fdr"}
    for changes, _ in zip(shuffled(built, up, down, measured, seed), range(rounds), strict=False):
        found = rank_regulators(built, changes)
        for name, logs_of in PVALUES.items():
            logs = logs_of(found)
            hits[name] += [(logs <= np.log(level) + 1e-12).sum() for level in LEVELS]
            totals[name] += len(logs)
            if name in fdr:
                any_hit[name] += bool((getattr(found.columns, fdr[name]) <= 0.05).any())
    return {
        name: [*(hits[name] / max(totals[name], 1) / LEVELS).tolist(), any_hit[name] / rounds if name in fdr else -1.0]
        for name in PVALUES
    }


def calibration(given: argparse.Namespace) -> None:
    """Print the calibration of shuffled labels, balanced and lopsided."""
    built = network(given.network)
    for up, down in ((150, 150), (270, 30)):
        begun = time.process_time()
        found = calibrate(built, up, down, measured=3000, rounds=given.count, seed=given.seed)
        print(f"{given.count} shuffles, {up} up, {down} down, {time.process_time() - begun:.0f} s of CPU")  # noqa: T201
        levels = " | ".join(f"{level:g}" for level in LEVELS)
        print(f"| column | {levels} | runs with FDR <= 5 % |\n|---|---|---|---|---|---|")  # noqa: T201
        for name, ratios in found.items():
            share = "" if ratios[-1] < 0 else f"{ratios[-1]:.1%}"
            print("|", " | ".join([name, *(f"{ratio:.2f}" for ratio in ratios[:-1]), share]), "|")  # noqa: T201


def experiment(given: argparse.Namespace) -> None:
    """Print where each method has the known regulators of a differential table."""
    from pathway_graph.regulators import ColumnOptions

    built, edges = network(given.network), list(rows(given.network))
    changes = read_changes(built, given.table, reading=ColumnOptions(threshold=given.threshold, allow_unmatched=True))
    names = {entity.id: entity.called for entity in built.entities}
    print(f"{given.table}: {changes.count(1)} up, {changes.count(-1)} down of {len(changes.changes)}")  # noqa: T201
    for method, order in orders(built, changes, edges).items():
        called = [names.get(one, one) for one in order]
        places = {name: called.index(name) + 1 if name in called else None for name in given.regulator}
        print("|", method, "|", places, "|", ", ".join(called[:5]), "|")  # noqa: T201


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["planted", "calibration", "experiment"])
    parser.add_argument("table", nargs="?", help="a differential table, for experiment")
    parser.add_argument("--network", default="A", help="A: CollecTRI and OmniPath")
    parser.add_argument("--steps", type=int, choices=[1, 2], default=1)
    parser.add_argument("--flipped", type=float, default=0.2)
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threshold", type=float, default=1.0)
    parser.add_argument("--regulator", action="append", default=[])
    given = parser.parse_args()
    {"planted": planted, "calibration": calibration, "experiment": experiment}[given.what](given)


if __name__ == "__main__":
    main()
