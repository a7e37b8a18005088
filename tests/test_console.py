"""Words print on any console."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_words_print_on_any_console(encoding):
    code = """
from cgraph_lib import *
graph = parse("c = a * b; s = sqrt(c) ** -10; e = s - b / 3")
values = evaluate(graph, a=2, b=-1)
trace = reverse_trace(graph, evaluate(graph, a=2, b=1))
print(show(graph, values, local_partials(graph, values)), trace[-1], narrate(trace), trace_table(trace), sep="\\n")
print(show(trace[3]), paths(graph, "b"), worked_solution(trace), trace_table(trace).markdown(), sep="\\n")
"""
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    printed = done.stdout.decode(encoding)
    assert ("∂e/∂s = 1" if encoding == "utf-8" else "partial e/partial s = 1") in printed
    assert ("s = v1⁻¹⁰" if encoding == "utf-8" else "s = v1^-10") in printed
