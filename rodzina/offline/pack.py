"""The pack: every page that an assistant may need without signal, and only what is new of it."""

import base64
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import brotli
from flask import Response, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from rodzina.audit.actions import trace
from rodzina.db import db
from rodzina.offline.blueprint import blueprint
from rodzina.offline.queries import changed_since, kept_visits, own_family_ids
from rodzina.vocabulary import Role
from rodzina.web.access import actor, open_to
from rodzina.web.kept import BLANK, NONCE
from rodzina.web.polish import now, today
from rodzina.web.security import csp_nonce

PRINT = 8  # letters of a page's fingerprint
# What was being written while the last pack was read bears an earlier moment.
OVERLAP = timedelta(minutes=1)


@dataclass(frozen=True)
class Kept:
    """A page as the phone keeps it; a page that only leads on holds where to."""

    html: str
    leads_to: str

    def print(self, address: str) -> str:
        """Tells this page at this address from every other, and from its earlier states."""
        told = f"{address}\n{self.leads_to}\n{self.html}".encode()
        return base64.urlsafe_b64encode(hashlib.sha256(told).digest()[:6]).decode()


@blueprint.post("/sync/pack")
@open_to(Role.ASSISTANT)
def pack() -> ResponseReturnValue:
    """The pages that the phone lacks, and the prints of all it should have beside `kept` families.

    Asked with the state of its last pack, the phone gets only families that changed since; a new
    day or another version of the app looks through all of them.
    """
    state = f"{today()} {current_app.extensions['assets'].version}"
    last, _space, moment = request.form.get("state", "").rpartition("@")
    since = moment_of_state(moment) if last == state else None
    own = own_family_ids(actor())
    changed = own if since is None else changed_since(own, since - OVERLAP)
    known = split(request.form.get("have", ""))
    prints, pages = [], {}
    with for_phone():
        for address, page in shown(changed):
            prints.append(page.print(address))
            if prints[-1] not in known:
                pages[address] = [prints[-1], page.html, page.leads_to]
    db.session.commit()  # what was read long ago is let go of, so that the trace can be written
    for family_id in {f for f in changed if any(str(f) in address for address in pages)}:
        trace("taken", "family", family_id, family_id)
    db.session.commit()
    return packed(
        person=str(actor().person_id),
        state=f"{state}@{now().isoformat()}",
        kept=[str(f) for f in own if f not in changed],
        prints="".join(prints),
        pages=pages,
    )


def split(have: str) -> set[str]:
    return {have[at : at + PRINT] for at in range(0, len(have), PRINT)}


def moment_of_state(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told).replace(tzinfo=None)
    except ValueError:
        return None


def packed(**told: Any) -> Response:
    """As tightly as it goes: hundreds of pages that are alike."""
    response = jsonify(told)
    if "br" in request.headers.get("Accept-Encoding", ""):
        response.set_data(brotli.compress(response.get_data(), quality=9))
        response.headers["Content-Encoding"] = "br"
    response.headers["Vary"] = "Accept-Encoding"
    return response


def shown(changed: list[UUID]) -> Iterator[tuple[str, Kept]]:
    """Every page that is not about a certain family, and all of the changed families."""
    visits = kept_visits(changed, now())
    rules = {rule.endpoint: rule for rule in current_app.url_map.iter_rules()}
    urls = current_app.url_map.bind("")
    views: dict[str, Any] = dict(current_app.view_functions)
    for endpoint, view in views.items():
        for whose in getattr(view, "on_phone", "").split():
            for ids in wanted(whose, visits):
                held = {k: v for k, v in ids.items() if k in rules[endpoint].arguments}
                for question in view.questions:
                    address = urls.build(endpoint, held) + question
                    page = rendered(address)
                    if page is not None:
                        yield address, page


@contextmanager
def for_phone() -> Iterator[None]:
    """What is shown inside is kept: with marks for what each showing makes, and not traced."""
    before, g.nonce = csp_nonce(), NONCE
    db.session().info["untraced"] = g.for_phone = True
    try:
        yield
    finally:
        db.session().info["untraced"] = g.for_phone = False
        g.nonce = before


def wanted(whose: str, visits: Any) -> Iterator[dict[str, UUID]]:
    """The ids of one kind of page: {} once, family_id, or family_id and visit_id."""
    if whose == "once":
        yield {}
    for family_id, by_kind in visits.items():
        if whose in ("family", "blank"):
            yield {"family_id": family_id, "visit_id": BLANK}
        for visit_id in by_kind.get(whose, ()):
            yield {"family_id": family_id, "visit_id": visit_id}


def rendered(address: str) -> Kept | None:
    """The page as its own view shows it to this person; nothing where there is none."""
    with current_app.test_request_context(address):
        try:
            response: Response = current_app.make_response(current_app.dispatch_request())
        except HTTPException:
            return None
        if response.status_code == 303:
            return Kept("", response.location)
        return Kept(response.get_data(as_text=True), "") if response.status_code == 200 else None
