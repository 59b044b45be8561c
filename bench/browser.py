"""A small client that keeps its connection and its cookies, and signs in as a person does."""

from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode

from bench.serving import HOST
from rodzina.demo.load import DEMO_PASSWORD

HEADERS = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 16; Pixel 9) Chrome/156.0 Mobile",
    "Accept": "text/html",
    "Accept-Encoding": "gzip, br",
    "Sec-Fetch-Site": "same-origin",
}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Pairs = list[tuple[str, str]]


class Browser:
    """One person at one phone."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection(HOST, port, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> int:
        return self.send("GET", path)

    def post(self, path: str, form: Pairs) -> int:
        return self.send("POST", path, urlencode(form))

    def send(self, method: str, path: str, body: str | None = None) -> int:
        """The status of the answer, read to its end; a connection that broke is opened anew."""
        headers = HEADERS | (FORM if body is not None else {})
        if self.cookies:
            headers |= {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        try:
            self.connection.request(method, path, body, headers)
            answer = self.connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self.connection.close()
            return 0
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, value = cookie.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer.status

    def sign_in(self, email: str) -> None:
        """Through the ordinary form, with the password of all invented people."""
        status = self.post(
            "/sign-in", [("email", email), ("password", DEMO_PASSWORD), ("next", "/devices")]
        )
        if status != 303 or "rodzina" not in self.cookies:
            raise SystemExit(f"{email} could not sign in: the answer was {status}")
