"""The helper package of the book: by subject, one idea a file, readable in an evening.

Import the module, not the name (`from genai_utils import losses`), so that a reader sees where
`losses.kl_standard_normal` comes from.
"""
