"""Finds the browsers of the tests, and installs them where they are missing and it may."""

from __future__ import annotations

import ctypes
import os
import platform
import shutil
import sys

from bootstrap import ENGINES_LOCK, PYTHON, TEST_LOCK, Stuck, answer, pip, step

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# The programs of the other engines, and the package each comes with.
ENGINES = {"firefox-esr": "firefox-esr", "WebKitWebDriver": "webkit2gtk-driver", "Xvfb": "xvfb"}
APT = ("apt-get", "-y", "-o", "DPkg::Lock::Timeout=300", "--no-install-recommends")


def find_chromium() -> None:
    """Leave the tests' browser in RODZINA_BROWSER; empty means the one Playwright brings."""
    if is_debian() and not (installed_chromium() and has_libatomic()):
        apt_install("Chromium", "chromium", "libatomic1")
    if not has_libatomic():
        raise Stuck("The tests need the library libatomic. On Ubuntu: sudo apt install libatomic1")
    os.environ["RODZINA_BROWSER"] = installed_chromium()
    if not os.environ["RODZINA_BROWSER"]:
        advice = "No browser for the tests could be fetched. Install Chrome or Chromium."
        commands = [(str(PYTHON), "-m", "playwright", "install", "chromium")]
        step("Chromium", "browser", [TEST_LOCK], [], commands, advice)


def find_engines() -> None:
    """Firefox and WebKitGTK, and the packages that drive them."""
    missing = [package for program, package in ENGINES.items() if not shutil.which(program)]
    if missing and not is_debian():
        raise Stuck("Firefox ESR and WebKitGTK for these tests come from Debian's packages.")
    if missing:
        apt_install("Firefox and WebKitGTK", *missing)
    advice = "pip could not fetch or check the Python packages. Look at the network connection."
    inputs = [TEST_LOCK, ENGINES_LOCK]
    step("drivers of browsers", "engines", inputs, [PYTHON], [pip(ENGINES_LOCK)], advice)


def apt_install(title: str, *packages: str) -> None:
    advice = f"The tests need a browser. Run: sudo apt install {' '.join(packages)}"
    if os.geteuid() != 0:
        raise Stuck(advice)
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    step(title, "", [], [], [(*APT, "update"), (*APT, "install", *packages)], advice)


def installed_chromium() -> str:
    paths = [os.environ.get("RODZINA_BROWSER"), *map(shutil.which, CHROMIUM)]
    return next((path for path in paths if path and answer([path, "--version"])), "")


def is_debian() -> bool:
    """Debian and its kin; Ubuntu's chromium package is a pointer to another installer."""
    try:
        release = platform.freedesktop_os_release()
    except OSError:
        return False
    family = f"{release['ID']} {release.get('ID_LIKE', '')}".split()
    return "debian" in family and "ubuntu" not in family


def has_libatomic() -> bool:
    """Playwright's own Node.js needs it, and bare systems come without."""
    try:
        return not sys.platform.startswith("linux") or bool(ctypes.CDLL("libatomic.so.1"))
    except OSError:
        return False
