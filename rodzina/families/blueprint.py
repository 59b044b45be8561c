"""The addresses of families."""

from flask import Blueprint

blueprint = Blueprint("families", __name__)
