"""Take the pictures of the explorer that the documentation shows: python scripts/explorer_pictures.py [CHROMIUM].

They are of the packaged guide, at 1,200 x 760 pixels, and are looked at before they are committed: fonts differ from
machine to machine, so no test compares them.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any, Final

from pathway_graph.explorer.app import prepare, serve
from pathway_graph.formats.native import read_guide
from pathway_graph.stores.embedded.store import EmbeddedStore

FOLDER: Final = Path(__file__).parents[1] / "docs" / "img"
SIZE: Final = {"width": 1200, "height": 760}
PICTURES: Final = {
    "explorer-home": "/",
    "explorer-diagram": "/diagram?name=camp",
    "explorer-claims": "/claims?object=pCREB&sort=sign",
}


def main() -> None:
    """Serve the guide from a folder of its own, and take the pictures."""
    chromium = sys.argv[1] if len(sys.argv) > 1 else shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium; give its path")
    with tempfile.TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder) / "store")
        store.write(read_guide())
        store.close()
        explorer = prepare(str(Path(folder) / "store"))
        ready = threading.Event()
        threading.Thread(target=serve, args=(explorer, ready.set), daemon=True).start()
        ready.wait()
        take(chromium, explorer.address)


def take(chromium: str, address: str) -> None:
    """Open each page and keep what is seen of it."""
    from playwright.sync_api import sync_playwright

    base = address.partition("/?")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page: Any = browser.new_page(viewport=SIZE)
        page.goto(address)
        for name, path in PICTURES.items():
            page.goto(base + path)
            page.wait_for_load_state("networkidle")  # small pictures and drawings come after the page
            page.wait_for_timeout(800)
            page.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
