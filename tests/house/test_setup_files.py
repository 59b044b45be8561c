"""Files of the project: nothing of others among them, no machine's own address, and no bulk."""

import gzip
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import brotli

from rodzina.config import PROJECT
from rodzina.web.assets import Assets

REGISTRIES = re.compile(
    r"pypi\.org|pythonhosted|npmjs|yarnpkg|jsdelivr|unpkg|cdnjs|googleapis|gstatic|crates\.io|"
    r"docker\.io|ghcr\.io|files\.|index-url|find-links|_authToken",
    re.IGNORECASE,
)
ON_ONE_MACHINE = re.compile(r"(?<![\w./<>-])/(home|root|work|tmp|mnt|Users|farm)/")
OF_OTHERS = re.compile(
    r"\.(woff2?|ttf|otf|eot|map|jar|whl|gz|zip)$|\.min\.|(^|/)vendor/|node_modules/"
)
SET_UP = ("Makefile", ".ci/run", "app.py", "bootstrap.py", "browsers.py", "vendor.py",
          "pyproject.toml", "package.json", "package-lock.json", ".env.example",
          ".gitignore")  # fmt: skip
KINDS = ("", "-test", "-engines", "-node")
LOCKS = tuple(f"requirements{kind}.lock" for kind in KINDS)
OUTSIDE = {"node_modules", ".venv", ".setup", "instance", "__pycache__", ".git"}
MOST_LINES, MOST_DEPENDENCIES = 250, 25
OWN_SCRIPTS, OWN_STYLES, FIRST_SCRIPT = 12_000, 14_000, 110
STORED_OR_INJECTED = re.compile(
    r"localStorage|sessionStorage|document\.(write|cookie)|insertAdjacentHTML|\beval\(|"
    r"new Function|\.(inner|outer)HTML\s*="
)


def tracked() -> list[Path]:
    """Every file under version control; without it, every file that is ours."""
    if (PROJECT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=True
        )
        names = [name for name in listed.stdout.split("\0") if name]
    else:
        names = [p.relative_to(PROJECT).as_posix() for p in PROJECT.rglob("*") if is_ours(p)]
    return [PROJECT / name for name in names if (PROJECT / name).is_file()]


def is_ours(path: Path) -> bool:
    parts = set(path.relative_to(PROJECT).parts)
    made = "static/vendor" in path.as_posix() or path.suffix in {".mo", ".pyc"}
    return not parts & OUTSIDE and not made and not any(p.endswith("_cache") for p in parts)


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def texts() -> dict[str, str]:
    held = {}
    for path in tracked():
        try:
            held[name(path)] = path.read_text("utf-8")
        except UnicodeDecodeError:
            assert path.suffix == ".png", f"{name(path)} is neither text nor a picture of ours"
    return held


def test_no_file_names_a_registry():
    here = name(Path(__file__))
    assert not [n for n in (*SET_UP, *LOCKS) if REGISTRIES.search((PROJECT / n).read_text("utf-8"))]
    hosts = re.compile(r"pypi\.org|pythonhosted|npmjs|jsdelivr|unpkg|cdnjs|googleapis", re.I)
    assert not [n for n, text in texts().items() if hosts.search(text) and n != here]


def test_no_file_knows_one_machine():
    here = name(Path(__file__))
    found = {n: m[0] for n, text in texts().items() if (m := ON_ONE_MACHINE.search(text))}
    assert not {n: m for n, m in found.items() if n not in {here, "docs/deploy.md"}}


def test_no_file_of_others_is_kept():
    assert not [name(path) for path in tracked() if OF_OTHERS.search(name(path))]


def test_nothing_secret_or_made_at_work_is_kept():
    made = re.compile(r"(^|/)(instance|\.venv|\.env)(/|$)|\.(db|sqlite3?|mo|pyc|log|pem|key)$")
    assert not [name(path) for path in tracked() if made.search(name(path))]


def test_every_locked_package_has_its_hash():
    for lock in LOCKS:
        text = (PROJECT / lock).read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        assert lines, lock
        assert not [li[:60] for li in lines if "==" not in li or "--hash=sha256:" not in li], lock
    packages = json.loads((PROJECT / "package-lock.json").read_text("utf-8"))["packages"]
    for called, package in packages.items():
        assert not called or package["integrity"].startswith("sha512-"), called
        assert "resolved" not in package, called


def test_what_the_project_asks_for_is_locked_and_little():
    asked = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
    locked = (PROJECT / "requirements.lock").read_text("utf-8").lower()
    assert len(asked) <= MOST_DEPENDENCIES
    for requirement in asked:
        package = re.match(r"[\w-]+", requirement)[0].lower()  # type: ignore[index]
        assert re.search(rf"^{re.escape(package)}(\[\w+\])?==", locked, re.M), package


def test_own_scripts_and_styles_stay_small():
    assets = Assets(PROJECT / "static")
    assert 0 < len(brotli.compress(assets.files["js/rodzina.js"].body)) <= OWN_SCRIPTS
    assert 0 < len(gzip.compress(assets.files["css/app.css"].body, 9)) <= OWN_STYLES


def test_a_script_says_its_job_stays_short_and_stores_nothing():
    paths = sorted((PROJECT / "static/js").glob("*.js"))
    for path in paths:
        lines = path.read_text("utf-8").splitlines()
        assert re.match(r"// \S.*\.$", lines[0]), f"{path.name}: the first line says the job"
        assert len(lines) <= FIRST_SCRIPT, path.name
        assert not STORED_OR_INJECTED.search("\n".join(lines)), path.name
        assert not re.search(r"https?://", "\n".join(lines)), path.name


def test_styles_are_single_classes_of_our_own():
    for path in (PROJECT / "static/css").rglob("*.css"):
        text = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.S)
        assert "!important" not in text or path.name in {"utilities.css", "print.css"}, path.name
        assert not [s for s in re.findall(r"([^{};]+)\{", text) if "#" in s], f"{path.name}: an id"
        assert not re.search(r"https?://|@import|expression\(", text), path.name


def test_no_file_of_code_is_longer_than_it_can_be_read():
    ours = [p for p in tracked() if p.suffix == ".py" and "tests" not in p.parts]
    assert len(ours) > 50
    long = {name(p): n for p in ours if (n := len(p.read_text("utf-8").splitlines())) > MOST_LINES}
    assert not long


def test_what_is_run_may_be_run():
    assert os.access(PROJECT / ".ci/run", os.X_OK)
