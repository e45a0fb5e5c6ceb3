"""Where the user's own folders are, on each platform; and that a store which is already there is not lost sight of."""

from __future__ import annotations

from pathlib import Path

import pytest
from platformdirs import windows

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
