"""`jupyter-book` with its own arguments, and without what it loads for nothing.

For addresses, jsonschema makes 39 grammars when it is loaded, and that takes a second. Without the
package of the grammars it makes none; Jupyter Book checks no address in `_config.yml`.
"""

import sys
from importlib import import_module

if __name__ == "__main__":
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    import_module("jupyter_book.cli.main").main()
