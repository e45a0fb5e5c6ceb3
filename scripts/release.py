"""What a release needs beside a tag: a section of the change log, a citation that agrees, notes, checksums.

    python scripts/release.py prepare 1.2.0      # then read the diff, commit, and tag v1.2.0
    python scripts/release.py check v1.2.0
    python scripts/release.py notes v1.2.0
    python scripts/release.py checksums dist

The version itself is the tag (hatch-vcs); no file holds it but the change log and the citation.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import re
import sys
from pathlib import Path
from typing import Final

from packaging.version import InvalidVersion, Version

ROOT: Final = Path(__file__).resolve().parents[1]
UNRELEASED: Final = "## [Unreleased]"
_HEADING: Final = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?$", re.MULTILINE)


class NotReady(ValueError):
    """Something of a release is missing or disagrees."""


def version_of(tag: str) -> str:
    """Return the version that a tag names.

    Raises:
        NotReady: It is not ``v`` and a version in its normal form.

    >>> version_of("v1.2.0")
    '1.2.0'
    """
    name = tag.removeprefix("v")
    try:
        normal = str(Version(name))
    except InvalidVersion:
        normal = ""
    if not tag.startswith("v") or not normal or normal != name:
        raise NotReady(f"the tag {tag!r} is no version: it looks like v1.2.0 or v1.2.0rc1")
    return name


def section(change_log: str, name: str) -> tuple[str, str]:
    r"""Return the date and the text of one section of a change log.

    Raises:
        NotReady: There is none of that name, or two.

    >>> section("## [0.2.0] - 2026-01-31\n\n- New.\n\n## [0.1.0] - 2026-01-01\n", "0.2.0")
    ('2026-01-31', '- New.')
    """
    found = [match for match in _HEADING.finditer(change_log) if match["name"] == name]
    if len(found) != 1:
        raise NotReady(f"CHANGELOG.md has {len(found) or 'no'} sections [{name}]")
    following = _HEADING.search(change_log, found[0].end())
    return found[0]["date"] or "", change_log[found[0].end() : following.start() if following else None].strip()


def prepared(change_log: str, version: str, day: str) -> str:
    r"""Return the change log with what is unreleased under the version, and a new empty section above it.

    Raises:
        NotReady: Nothing is unreleased, or the version has a section already.

    >>> print(prepared("## [Unreleased]\n\n- New.\n", "0.2.0", "2026-01-31"))
    ## [Unreleased]
    <BLANKLINE>
    ## [0.2.0] - 2026-01-31
    <BLANKLINE>
    - New.
    <BLANKLINE>
    """
    if f"## [{version}]" in change_log:
        raise NotReady(f"CHANGELOG.md has a section [{version}] already")
    if not section(change_log, "Unreleased")[1]:
        raise NotReady("CHANGELOG.md lists nothing under [Unreleased]")
    return change_log.replace(UNRELEASED, f"{UNRELEASED}\n\n## [{version}] - {day}", 1)


def cited(citation: str) -> tuple[str, str]:
    r"""Return the version and the date that a CITATION.cff states; empty where it states none.

    >>> cited("version: 0.2.0\ndate-released: 2026-01-31\n")
    ('0.2.0', '2026-01-31')
    """
    lines = [re.search(rf"^{key}: *(\S+)$", citation, re.MULTILINE) for key in ("version", "date-released")]
    version, day = (line[1] if line else "" for line in lines)
    return version, day


def check(root: Path, tag: str) -> None:
    """Hold a tag against the change log and the citation.

    Raises:
        NotReady: All that disagrees, a line each.
    """
    version = version_of(tag)
    day, text = section((root / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    stated, stated_day = cited((root / "CITATION.cff").read_text(encoding="utf-8"))
    wrong = [
        (not day, f"CHANGELOG.md: the section [{version}] has no date"),
        (not text, f"CHANGELOG.md: the section [{version}] is empty"),
        (stated != version, f"CITATION.cff: version is {stated or 'not stated'}, the tag says {version}"),
        (stated_day != day, f"CITATION.cff: date-released is {stated_day or 'not stated'}, the change log says {day}"),
    ]
    if problems := [words for is_wrong, words in wrong if is_wrong]:
        raise NotReady("\n".join(problems))


def prepare(root: Path, version: str, day: str) -> None:
    """Write the section of the change log, and version and date of the citation; both or neither.

    Raises:
        NotReady: As `prepared`, or the version is none.
    """
    version_of(f"v{version}")
    change_log, citation = root / "CHANGELOG.md", root / "CITATION.cff"
    text = prepared(change_log.read_text(encoding="utf-8"), version, day)
    words = re.sub(r"^(version|date-released):.*\n", "", citation.read_text(encoding="utf-8"), flags=re.MULTILINE)
    change_log.write_text(text, encoding="utf-8")
    citation.write_text(f"{words.rstrip()}\nversion: {version}\ndate-released: {day}\n", encoding="utf-8")


def checksums(folder: Path) -> str:
    """Write ``SHA256SUMS`` of the files of a folder, as ``sha256sum --check`` reads it, and return its text.

    Raises:
        NotReady: The folder does not hold one wheel and one sdist of the same version.
    """
    files = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("SHA256SUMS"))
    wheels = [path.name.split("-")[1] for path in files if path.suffix == ".whl"]
    sources = [path.name.removesuffix(".tar.gz").split("-")[1] for path in files if path.name.endswith(".tar.gz")]
    if len(wheels) != 1 or wheels != sources:
        raise NotReady(f"{folder} holds wheels {wheels} and sdists {sources}, not one of each of the same version")
    text = "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)
    (folder / "SHA256SUMS").write_text(text, encoding="ascii")
    return text


def main() -> int:
    """Do what the command line says; 1 where something is not ready."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=["prepare", "check", "notes", "checksums"])
    parser.add_argument("subject", help="a version, a tag, or a folder")
    given = parser.parse_args()
    try:
        if given.step == "prepare":
            prepare(ROOT, given.subject, datetime.datetime.now(datetime.UTC).date().isoformat())
        elif given.step == "check":
            check(ROOT, given.subject)
        elif given.step == "notes":
            sys.stdout.write(
                section((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version_of(given.subject))[1] + "\n"
            )
        else:
            sys.stdout.write(checksums(Path(given.subject)))
    except NotReady as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
