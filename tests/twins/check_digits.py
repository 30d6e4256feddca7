"""Naive twins of the check digits, written from the texts of the standards, not from our code."""

from __future__ import annotations


def application_check(digits: str) -> str:
    """ZC 0006: multiply by 2 to 9 and again from 2, add up, remainder by 11, ten is X."""
    total = 0
    weight = 2
    for digit in digits:
        total = total + int(digit) * weight
        weight = weight + 1
        if weight == 10:
            weight = 2
    remainder = total % 11
    if remainder == 10:
        return "X"
    return str(remainder)


def uscc_check(body: str) -> str:
    """GB 32100-2015: table of characters, table of weights, 31 minus the remainder, 31 is 0."""
    table = {
        "0": 0, "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9,
        "A": 10, "B": 11, "C": 12, "D": 13, "E": 14, "F": 15, "G": 16, "H": 17, "J": 18,
        "K": 19, "L": 20, "M": 21, "N": 22, "P": 23, "Q": 24, "R": 25, "T": 26, "U": 27,
        "W": 28, "X": 29, "Y": 30,
    }  # fmt: skip
    weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
    total = 0
    for position in range(17):
        total = total + table[body[position]] * weights[position]
    value = 31 - total % 31
    if value == 31:
        value = 0
    for character in table:
        if table[character] == value:
            return character
    raise AssertionError(value)


def organisation_check(body: str) -> str:
    """GB 11714: A is 10 … Z is 35, 11 minus the remainder by 11, ten is X, eleven is 0."""
    weights = [3, 7, 9, 10, 5, 8, 4, 2]
    total = 0
    for position in range(8):
        character = body[position]
        value = ord(character) - 55 if character.isalpha() else int(character)
        total = total + value * weights[position]
    check = 11 - total % 11
    if check == 10:
        return "X"
    if check == 11:
        return "0"
    return str(check)
