"""A mail server of our own for tests: it keeps what it is given."""

import socketserver
import threading
import time
from email import message_from_bytes, policy
from email.message import EmailMessage


class Postbox:
    """Listens on a free port; `letters` are those received, `refuse` turns every one away."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refuse = False
        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), self.handler())
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def handler(self) -> type[socketserver.StreamRequestHandler]:
        box = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 postbox\r\n")
                while line := self.rfile.readline():
                    verb = line[:4].upper()
                    if verb == b"DATA":
                        self.wfile.write(b"354 go on\r\n")
                        box.keep(self.read_letter())
                    if verb == b"QUIT":
                        self.wfile.write(b"221 bye\r\n")
                        return
                    refused = box.refuse and verb == b"RCPT"
                    self.wfile.write(b"550 no\r\n" if refused else b"250 ok\r\n")

            def read_letter(self) -> bytes:
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                return b"".join(lines)

        return Talk

    def keep(self, raw: bytes) -> None:
        self.letters.append(message_from_bytes(raw, policy=policy.default))  # type: ignore[arg-type]

    def wait_for(self, count: int, seconds: float = 5) -> list[EmailMessage]:
        """The letters once there are so many; letters from threads take a moment."""
        until = time.monotonic() + seconds
        while len(self.letters) < count and time.monotonic() < until:
            time.sleep(0.02)
        return self.letters

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
