"""Runs Python scripts and notebooks one after the other in this process, so that what they import is imported once.

Reads a JSON list of paths; writes a JSON list of what each printed. A notebook's code cells run in order, in one namespace.
"""

import contextlib
import io
import json
import runpy
import sys


def run(path):
    if not path.endswith(".ipynb"):
        runpy.run_path(path, run_name="__main__")
        return
    with open(path, encoding="utf-8") as file:
        cells = json.load(file)["cells"]
    namespace = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), cell["id"], "exec"), namespace)


outputs = []
for path in json.load(sys.stdin):
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        run(path)
    outputs.append(printed.getvalue())
json.dump(outputs, sys.stdout)
