"""Firefox ESR on a profile of its own, as a person has it, cut off from all but the centre."""

import signal
import subprocess
from pathlib import Path
from typing import Any

from marionette_driver.marionette import Marionette

from tests.engines.hands import Hand, until

# Its own errands end at a proxy that is not there; open pages are written down more often than
# usual; else nothing is changed of what concerns a page.
PREFERENCES = {
    "marionette.port": 0,
    "remote.prefs.recommended": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost",
    "browser.sessionstore.interval": 1_000,
    "intl.accept_languages": "pl",
    "browser.aboutwelcome.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "app.update.enabled": False,
}


class FirefoxHand(Hand):
    def open(self, url: str) -> None:
        self.driver.navigate(url)

    @property
    def url(self) -> str:
        return str(self.driver.get_url())

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, given)


class Firefox:
    """The program and its profile; it may be killed and started again."""

    def __init__(self, profile: Path, address: str) -> None:
        self.profile, self.address = profile, address
        profile.mkdir(exist_ok=True)
        lines = (f"user_pref({said(name)}, {said(value)});" for name, value in PREFERENCES.items())
        (profile / "user.js").write_text("\n".join(lines), "utf-8")

    def start(self) -> Hand:
        (self.profile / "MarionetteActivePort").unlink(missing_ok=True)
        self.process = subprocess.Popen(
            ["firefox-esr", "--marionette", "--headless", "--no-remote", "--profile", self.profile],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = until(self.port, "Firefox")
        self.driver = Marionette(host="127.0.0.1", port=port)
        self.driver.start_session()
        return FirefoxHand(self.driver, self.address)

    def port(self) -> int:
        told = self.profile / "MarionetteActivePort"
        return int(told.read_text() or 0) if told.exists() else 0

    def kill(self) -> None:
        """It dies as on an empty battery: no goodbye, no tidying up."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def quit(self) -> None:
        """It is closed by hand, and puts its things in order."""
        self.driver._request_in_app_shutdown()
        self.driver.delete_session(send_request=False)
        self.process.wait(60)

    def end(self) -> None:
        if self.process.poll() is None:
            self.kill()


def said(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
