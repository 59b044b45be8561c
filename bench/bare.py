"""The yardstick: a bare Flask page, served the way the app is."""

import os

from flask import Flask

from rodzina.cli.serve import serve

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    return "<!doctype html><html lang=en><title>Bare</title><h1>Hello</h1>"


if __name__ == "__main__":
    serve("bench.bare:app", "127.0.0.1", int(os.environ["PORT"]), os.environ["DATABASE_URL"])
