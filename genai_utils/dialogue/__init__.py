"""Answering a line: by looking one up, by a model that continues it, and how answers are measured.

`retrieval` looks up, `prefix` continues, `measures` counts, `packed` stores weights in bytes.
"""
