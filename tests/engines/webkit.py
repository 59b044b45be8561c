"""WebKitGTK's small browser on a screen that nobody sees. Its profile ends with the browser."""

import os
import subprocess
from typing import Any

from selenium.webdriver import WebKitGTK, WebKitGTKOptions, WebKitGTKService

from tests.engines.hands import Hand

SCREEN = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]


class WebKitHand(Hand):
    def open(self, url: str) -> None:
        self.driver.get(url)

    @property
    def url(self) -> str:
        return str(self.driver.current_url)

    def run(self, script: str, *given: Any) -> Any:
        return self.driver.execute_script(script, *given)


class WebKit:
    """The screen, the program that drives, and the browser."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.screen = subprocess.Popen(
            SCREEN, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.screen.stdout
        self.display = f":{self.screen.stdout.readline().strip()}"

    def start(self) -> Hand:
        options = WebKitGTKOptions()
        options.add_argument("--automation")
        service = WebKitGTKService(env=os.environ | {"DISPLAY": self.display})
        self.driver = WebKitGTK(options=options, service=service)
        return WebKitHand(self.driver, self.address)

    def end(self) -> None:
        if hasattr(self, "driver"):
            self.driver.quit()
        self.screen.terminate()
        self.screen.communicate()
