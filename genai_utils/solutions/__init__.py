"""Answers to the exercises that the library itself doesn't need; `book/solutions.md` shows them.

Some repeat in the plainest way what `losses` and `models` do with checks of their input: a student
is asked for the formula, not for the error messages.
"""
