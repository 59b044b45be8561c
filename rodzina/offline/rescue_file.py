"""The file into which a phone has put what it could not send, opened at the centre."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from rodzina.crypto import Unreadable
from rodzina.offline.blueprint import blueprint
from rodzina.offline.devices import device_named
from rodzina.offline.forms import RescueForm
from rodzina.offline.rescue import LARGEST, Outcome, Rescue, open_box, take_in
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web.access import actor, open_to
from rodzina.web.pages import page

NO_FILE = "Choose the file that the phone has saved."
NO_RESCUE = "This is no file with entries from Rodzina, or it is damaged. Choose another one."
NO_PHONE = "This file is not from a phone of your centre. Ask the centre where its owner works."
NO_KEY = (
    "The centre has no key to this file: the phone has been wiped or given up, or the file "
    "is damaged."
)
TOO_LARGE = "This file is too large: at most 2 MB. Choose the one that the phone has saved."


@blueprint.get("/waiting/rescue")
@open_to(Role.SUPERVISOR)
def rescue_form() -> ResponseReturnValue:
    return page("offline/rescue.html", form=RescueForm())


@blueprint.post("/waiting/rescue")
@open_to(Role.SUPERVISOR)
def rescue_file() -> ResponseReturnValue:
    """Puts the entries of the file into the waiting room; brought twice, they are there once."""
    request.max_content_length = LARGEST
    form = RescueForm()
    try:
        outcome = taken_from(file_given())
    except RuleBroken as problem:
        form.refuse(problem)
        return page("offline/rescue.html", status=422, form=form)
    return page("offline/rescue.html", form=form, outcome=outcome)


def file_given() -> bytes:
    try:
        file = request.files.get("file")
    except RequestEntityTooLarge as problem:
        raise RuleBroken(TOO_LARGE, "file") from problem
    content = file.read() if file else b""
    if not content:
        raise RuleBroken(NO_FILE, "file")
    return content


def taken_from(content: bytes) -> Outcome:
    """Under the name of the phone's person. Raises RuleBroken when the file cannot be opened."""
    given = Rescue.read(content)
    if given is None:
        raise RuleBroken(NO_RESCUE, "file")
    device = device_named(given.device_id) if given.office_id == actor().office_id else None
    if device is None:
        raise RuleBroken(NO_PHONE, "file")
    try:
        key = open_box(device, given.wrap)
    except Unreadable as problem:
        raise RuleBroken(NO_KEY, "file") from problem
    return take_in(device, key, given.rows)
