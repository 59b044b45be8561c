"""A design without sealing, such as tutorials show: what the scan of a profile must find."""

import gzip
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli

PLACES = (
    "page", "gzip", "brotli", "caches", "database", "key", "local", "session", "title", "address",
    "typed", "sent",
)  # fmt: skip
KEEP = """<!doctype html><meta charset="utf-8"><title>start</title><body><script type="module">
const words = WORDS;
const text = (name) => words[name].join(" ");
const moment = () => new Promise((resolve) => { setTimeout(resolve, 10); });
localStorage.setItem("notes", text("local"));
sessionStorage.setItem("notes", text("session"));
const opening = indexedDB.open("notes", 1);
opening.onupgradeneeded = () => opening.result.createObjectStore("rows", { autoIncrement: true });
await new Promise((resolve) => { opening.onsuccess = resolve; });
const raw = (word) => new TextEncoder().encode(word.padEnd(32));
const keys = await Promise.all(words.key.map((word) =>
  crypto.subtle.importKey("raw", raw(word), "AES-GCM", false, ["encrypt"])));
const deal = opening.result.transaction("rows", "readwrite");
for (const row of [text("database"), ...keys]) deal.objectStore("rows").add(row);
await new Promise((resolve) => { deal.oncomplete = resolve; });
await (await caches.open("pages")).put("/kept", new Response(text("caches")));
for (const name of ["page", "gzip", "brotli"]) await (await fetch(`/${name}`)).text();
for (const word of words.title) {
  history.pushState({}, "", `/?${words.title.indexOf(word)}`);
  document.title = word;
  await moment();
}
for (const word of words.address) {
  history.pushState({}, "", `/?${word}`);
  await moment();
}
document.body.dataset.done = "1";
</script>
<form action="/answer" method="post">FIELDS<button>Wyślij</button></form>"""
FIELD = '<label for="field-%d">Pole %d</label><input id="field-%d" name="field-%d">'
FIELDS = 10  # what a person types into one line is short
ANSWER = """<!doctype html><meta charset="utf-8"><title>answer</title>
<label for="note">Notatka</label><textarea id="note"></textarea>"""
Shares = dict[str, list[str]]
Packed = tuple[str, Callable[[bytes], bytes]]
WAYS: dict[str, Packed] = {"gzip": ("gzip", gzip.compress), "brotli": ("br", brotli.compress)}


def shares(words: Iterable[str]) -> Shares:
    """Each place gets some of the words, and no other place gets them."""
    listed = sorted(words)
    return {place: listed[n :: len(PLACES)] for n, place in enumerate(PLACES)}


def check_control(held: Shares, there: dict[str, list[str]], closed: bool) -> None:
    """The scan has found most of all that was put there, and once it is closed at each place."""
    hits = {place: sum(word in there for word in words) for place, words in held.items()}
    found, most = sum(hits.values()), 0.9 * sum(map(len, held.values()))
    print(f"{'closed' if closed else 'running'}: {found} words found: {hits}")
    assert found >= most
    if closed:
        assert not [place for place in held if hits[place] < 0.9 * len(held[place])]


@contextmanager
def plain_site(held: Shares) -> Iterator[tuple[str, Shares]]:
    """Serves this design; its address, and what it puts where."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.strip("/").partition("?")[0]
            body = page_of(name, held).encode()
            coding, pack = WAYS.get(name, ("identity", bytes))
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Encoding", coding)
            self.send_header("Cache-Control", "max-age=3600" if name in held else "no-store")
            self.end_headers()
            self.wfile.write(pack(body))

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.do_GET()

        def log_message(self, *_told: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}", held
    server.shutdown()
    server.server_close()


def page_of(name: str, held: Shares) -> str:
    if name in held:
        return f"<!doctype html><title>page</title><p>{' '.join(held[name])}</p>"
    if name == "answer":
        return ANSWER
    fields = "".join(FIELD % ((n,) * 4) for n in range(FIELDS))
    return KEEP.replace("WORDS", json.dumps(held)).replace("FIELDS", fields)


def lines_of(words: list[str]) -> Iterator[tuple[str, str]]:
    """The fields of the form, by their labels, with what is typed there."""
    yield from ((f"Pole {n}", " ".join(words[n::FIELDS])) for n in range(FIELDS))
