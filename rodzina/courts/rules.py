"""What a court order must show to be the basis of work (KRO art. 109, BR-07)."""

import re
from datetime import date

from rodzina.problems import RuleBroken

# "III Nsm 123/26": division in Roman numerals, register, number, year.
FILE_NUMBER = re.compile(r"(?:[IVXLC]{1,7}\.? )?[A-Za-zŻż]{1,8} \d{1,6}/(\d{2}|\d{4})")
OLDEST = date(2000, 1, 1)


def is_in_force(
    issued_on: date, valid_until: date | None, lifted_on: date | None, on: date
) -> bool:
    """From its day on, until it runs out or the court lifts it."""
    if issued_on > on or (valid_until is not None and valid_until < on):
        return False
    return lifted_on is None or lifted_on > on


def check_file_number(number: str, issued_on: date) -> None:
    """BR-07: the court's file number is written as courts write it."""
    found = FILE_NUMBER.fullmatch(" ".join(number.split()))
    if found is None:
        raise RuleBroken("Write the file number like this: III Nsm 123/26.", "case_file_number")
    if int(found[1][-2:]) + 2000 > issued_on.year:
        raise RuleBroken(
            "The year of the file number lies after the day of the order. Check both.",
            "case_file_number",
        )


def check_days(issued_on: date, valid_until: date | None, today: date) -> None:
    """An order has been issued already, and runs out after it was issued."""
    if issued_on > today:
        raise RuleBroken("This day has not come yet. Write the day of the order.", "issued_on")
    if issued_on < OLDEST:
        raise RuleBroken("This day lies too far back. Check the year.", "issued_on")
    if valid_until is not None and valid_until <= issued_on:
        raise RuleBroken(
            "The order must run out after the day it was issued. Check both days.", "valid_until"
        )


def check_children(named: int, living: int) -> None:
    """BR-07: the order names children; at least one where the family has any."""
    if living and not named:
        raise RuleBroken("Choose the children that the order names.", "children")


def check_lifting(issued_on: date, lifted_on: date, today: date) -> None:
    """A court lifts an order after issuing it, and not in days to come."""
    if not issued_on <= lifted_on <= today:
        raise RuleBroken(
            "Write the day on which the court lifted the order: not before it was issued, "
            "not later than today.",
            "lifted_on",
        )
