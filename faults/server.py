"""The real server on one port: it dies without a goodbye, and comes back."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from threading import Lock

from bench.data import World
from bench.serving import HOST, free_port, wait_until_it_answers


class Server:
    """Rodzina as `make run` starts it, in a group of processes of its own."""

    def __init__(self, world: World) -> None:
        self.port, self.kills = free_port(), 0
        self.log = world.home / "server.log"
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("RODZINA_", "SMTP_"))},
            "DATABASE_URL": world.addresses.app,
            "RODZINA_OWNER_DATABASE_URL": world.addresses.owner,
            "RODZINA_HOME": str(world.home),
            "HOST": HOST,
            "PORT": str(self.port),
        }
        self.one_at_a_time = Lock()
        self.start()

    def start(self) -> None:
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "rodzina.cli.serve"],
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_until_it_answers(self.process, self.port, "/healthz", self.log)

    def stop(self) -> None:
        """All its processes at once, as when the power fails."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def die_and_come_back(self) -> None:
        with self.one_at_a_time:
            self.stop()
            self.kills += 1
            self.start()
