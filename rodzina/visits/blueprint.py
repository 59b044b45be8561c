"""The room's blueprint, shared by its views."""

from flask import Blueprint

blueprint = Blueprint("visits", __name__)
