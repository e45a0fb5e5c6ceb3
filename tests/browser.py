"""A real Chromium for the tests: the system's own, driven by Playwright, which downloads nothing."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")


class BrowserMissing(Exception):
    """No browser can be started on this machine; the message says what is missing."""


@contextlib.contextmanager
def running_browser() -> Iterator[Browser]:
    """Start Chromium, yield it, and stop it whatever happens.

    Raises:
        BrowserMissing: There is no Chromium or no Playwright.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise BrowserMissing("no Chromium on this machine; install the system's package chromium to run these tests")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError as error:
        raise BrowserMissing("no Playwright; install the extra 'test' to run these tests") from error
    # root has no user namespace to build the sandbox in
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=arguments)
        try:
            yield running
        finally:
            running.close()
