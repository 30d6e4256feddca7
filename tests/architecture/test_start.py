"""What every command waits for: the start of the platform loads nothing that few commands need."""

import subprocess
import sys

# The compiler, readings of characters, what reads and writes documents, and the lake: more than a
# second.
HEAVY = (
    *("numba", "pypinyin", "docx", "reportlab", "openpyxl", "PIL", "rapidfuzz", "onnxruntime"),
    *("numpy", "pandas", "pyarrow", "ibis", "duckdb", "deltalake"),
)
START = f"""
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "zhiheng.office.config.settings"
import django
django.setup()
print(*(name for name in {HEAVY!r} if name in sys.modules))
"""


def test_starting_loads_neither_compiler_nor_lake_nor_writers_of_documents() -> None:
    done = subprocess.run([sys.executable, "-c", START], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
