"""A live figure's module under node, without a page: what stands inside it, called with numbers."""

import base64
import json
import subprocess
import tempfile
from pathlib import Path

from book_ext.node import NODE

UNPACK = "(text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer"
READ = 'import { readFileSync } from "node:fs";\n'
CALL = 'console.log(JSON.stringify(({script})(JSON.parse(readFileSync(0, "utf8")))));'


def evaluate(figure, script, argument=None):
    """What `script`, a JavaScript function inside the figure's module, answers to an argument."""
    text = f"{READ}{figure._esm}\n{CALL.replace('{script}', script)}"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "figure.mjs")
        path.write_text(text, "utf-8")
        done = subprocess.run(
            [NODE, path], input=json.dumps(argument), capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def in_node(figure, function, **given):
    """What a function of the figure's script returns for `given`; bytes travel in base 64."""
    packed = {
        key: base64.b64encode(value).decode() if isinstance(value, bytes) else value
        for key, value in given.items()
    }
    return evaluate(
        figure, f"(given) => {{ const bytes = {UNPACK}; return ({function})(given); }}", packed
    )
