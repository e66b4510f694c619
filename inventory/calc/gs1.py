"""GS1 keys: check digits and serial shipping container codes (SSCC). Pure arithmetic."""

from __future__ import annotations

SSCC_LENGTH = 18


def check_digit(digits: str) -> int:
    """The last digit of a GS1 key over the digits before it.

    Source: GS1 General Specifications, section 7.9.1: weights 3, 1, 3 … from the right, up to the next ten.
    Raises: ValueError when there is anything but digits.
    """
    if not digits or not digits.isascii() or not digits.isdigit():
        raise ValueError("A GS1 key is made of digits.")
    total = sum(int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return -total % 10


def sscc(prefix: str, serial: int, *, extension: int = 0) -> str:
    """The 18 digits of a logistic unit: extension, company prefix, serial reference, check digit.

    Source: GS1 General Specifications, section 3.2 (AI 00).
    Raises: ValueError when the serial reference does not fit beside the prefix.
    """
    room = SSCC_LENGTH - 2 - len(prefix)
    if room < 1 or serial < 0 or not 0 <= extension <= 9 or len(str(serial)) > room:
        raise ValueError("This serial reference does not fit beside the company prefix.")
    body = f"{extension}{prefix}{serial:0{room}d}"
    return f"{body}{check_digit(body)}"


def is_sscc(text: str) -> bool:
    """Whether a text is an SSCC with the right check digit."""
    return (
        len(text) == SSCC_LENGTH
        and text.isascii()
        and text.isdigit()
        and check_digit(text[:-1]) == int(text[-1])
    )
