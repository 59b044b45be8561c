"""The room's blueprint, on which its views and its ears hang."""

from flask import Blueprint

blueprint = Blueprint("offline", __name__)
