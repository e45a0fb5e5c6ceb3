"""Where the user's own folders are, on each platform; and that a store which is already there is not lost sight of."""

from __future__ import annotations

import pwd
from pathlib import Path

import pytest
from click.testing import CliRunner
from platformdirs import windows

from pathway_graph import doctor
from pathway_graph.cli import cli
from pathway_graph.errors import StoreUnavailable
from pathway_graph.files.places import cache_folder, data_folder
from pathway_graph.files.private import kept_folder
from pathway_graph.stores.open import default_location


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder that is empty, and no word of XDG."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(windows, "get_win_folder", {"CSIDL_LOCAL_APPDATA": str(tmp_path / "Local")}.__getitem__)
    return tmp_path


@pytest.mark.parametrize(
    ("platform", "data", "cache"),
    [
        ("linux", ".local/share/pathway-graph", ".cache/pathway-graph"),
        ("freebsd14", ".local/share/pathway-graph", ".cache/pathway-graph"),
        ("darwin", "Library/Application Support/pathway-graph", "Library/Caches/pathway-graph"),
        ("win32", "Local/pathway-graph", "Local/pathway-graph/Cache"),
    ],
)
def test_each_platform_has_its_own_folders(home: Path, platform: str, data: str, cache: str) -> None:
    assert data_folder({}, platform) == home / data
    assert cache_folder({}, platform) == home / cache
    assert kept_folder({}, platform) == home / cache


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_a_store_at_the_place_of_earlier_versions_is_still_the_one(home: Path, platform: str) -> None:
    earlier = home / ".local" / "share" / "pathway-graph"
    own = data_folder({}, platform)
    earlier.mkdir(parents=True)
    assert data_folder({}, platform) == earlier
    own.mkdir(parents=True)
    assert data_folder({}, platform) == own


def test_on_linux_the_environment_says_where(home: Path) -> None:
    assert data_folder({"XDG_DATA_HOME": "/x"}, "linux") == Path("/x/pathway-graph")
    assert data_folder({"XDG_DATA_HOME": ""}, "linux") == home / ".local/share/pathway-graph"
    assert data_folder({"XDG_DATA_HOME": "not/absolute"}, "linux") == home / ".local/share/pathway-graph"
    assert cache_folder({"XDG_CACHE_HOME": "not/absolute"}, "linux") == home / ".cache/pathway-graph"
    assert default_location({"XDG_DATA_HOME": "/x"}).endswith("pathway-graph/store")


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch) -> None:
    """A user whom the system knows no home folder of."""

    def unknown(number: int) -> None:
        raise KeyError(number)

    for variable in ("HOME", "PATHWAY_GRAPH_STORE", "NEO4J_URI", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)


def test_a_data_folder_that_is_not_absolute_is_ignored(home: Path) -> None:
    """As the base directory specification says."""
    assert data_folder({"XDG_DATA_HOME": "rel"}, "linux") == home / ".local/share/pathway-graph"
    assert default_location({"XDG_DATA_HOME": "rel"}) == str(home / ".local/share/pathway-graph/store")


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_the_way_out_is_told() -> None:
    with pytest.raises(StoreUnavailable, match="no home folder to find the store in; say where the store is: --store"):
        default_location({})
    assert default_location({"XDG_DATA_HOME": "/x"}) == "/x/pathway-graph/store"
    assert kept_folder({}, "linux") is None
    assert kept_folder({"PATHWAY_GRAPH_CACHE": "~/x"}, "linux") is None


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_doctor_says_so_among_the_rest() -> None:
    found = {check.name: (check.state, check.remedy) for check in doctor.examine(environ={})}
    assert found["store"] == ("wrong", "say where the store is: --store FOLDER, or set PATHWAY_GRAPH_STORE")
    assert found["Python"][0] == "ok"
    assert [check.state for check in doctor.repair(environ={})] == ["wrong"]


@pytest.mark.usefixtures("homeless")
@pytest.mark.parametrize("command", [["stats"], ["load"], ["demo"], ["upstream", "BDNF"]])
def test_without_a_home_folder_no_command_ends_in_a_traceback(command: list[str]) -> None:
    done = CliRunner().invoke(cli, command)
    assert isinstance(done.exception, StoreUnavailable)
    assert "PATHWAY_GRAPH_STORE" in done.exception.hint
