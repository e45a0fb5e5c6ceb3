"""Find where a chain of links comes back to its beginning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def circles(parents: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Yield one circle for each strongly connected part that has one, starting at its smallest member.

    >>> list(circles({"b": ["a"], "a": ["b"], "c": ["a"]}))
    [['a', 'b', 'a']]
    """
    done: set[str] = set()
    for start in sorted(parents):
        if start in done:
            continue
        path: list[str] = [start]
        iterators = [iter(parents[start])]
        while path:
            following = next(iterators[-1], None)
            if following is None:
                done.add(path.pop())
                iterators.pop()
            elif following in path:
                circle = path[path.index(following) :]
                first = circle.index(min(circle))
                circle = circle[first:] + circle[:first]
                yield [*circle, circle[0]]
                done.update(circle)
            elif following not in done and following in parents:
                path.append(following)
                iterators.append(iter(parents[following]))
