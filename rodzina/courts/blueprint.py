"""The addresses of court orders."""

from flask import Blueprint

blueprint = Blueprint("courts", __name__)
