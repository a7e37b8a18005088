"""Mutation testing: python -m tools.mutants [SAMPLE] changes the core in small ways, and counts what tests notice.

cosmic-ray makes the mutants in a clone of the project, SAMPLE of them drawn at random (all of them without it: hours).
Each survivor is printed: it shows a hole in the tests, or is equivalent to the original.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLONE = ROOT / "build" / "mutants"
MODULES = (
    "ops",
    "accumulate",
    "paths",
    "program",
    "straight_line",
    "parsing",
    "reader",
    "graph",
    "node",
    "results",
    "trace",
)
TESTS = ("random_graphs", "special_values", *MODULES)
CONFIG = """[cosmic-ray]
module-path = [{modules}]
timeout = 120
excluded-modules = []
test-command = "{python} -m pytest -x -q -p no:cacheprovider {tests}"

[cosmic-ray.distributor]
name = "local"
"""


def prepare(sample: int | None) -> None:
    """Clone the project, and write down the mutants to be tried."""
    shutil.rmtree(CLONE, ignore_errors=True)
    subprocess.run(["git", "clone", "--quiet", ROOT, CLONE], check=True)
    modules = [f"cgraph_lib/{name}.py" for name in MODULES]
    tests = [*modules, *(f"tests/test_{name}.py" for name in TESTS if (CLONE / f"tests/test_{name}.py").exists())]
    config = CONFIG.format(modules=", ".join(map(repr, modules)), python=sys.executable, tests=" ".join(tests))
    (CLONE / "mutants.toml").write_text(config, encoding="utf-8")
    cosmic_ray("init", "mutants.toml", "mutants.sqlite")
    if sample is not None:
        keep_some(sample)


def keep_some(sample: int) -> None:
    """Keep so many of the mutants, the same ones every time."""
    with sqlite3.connect(CLONE / "mutants.sqlite") as session:
        jobs = sorted(row[0] for row in session.execute("select job_id from work_items"))
        dropped = random.Random(0).sample(jobs, max(0, len(jobs) - sample))
        for table in ("work_items", "mutation_specs"):
            session.executemany(f"delete from {table} where job_id = ?", ((job,) for job in dropped))


def cosmic_ray(*arguments: str) -> None:
    """Run cosmic-ray in the clone, whose library the tests import."""
    subprocess.run([sys.executable, "-m", "cosmic_ray.cli", *arguments], cwd=CLONE, check=True)


def report() -> str:
    """Return the score and the survivors."""
    with sqlite3.connect(CLONE / "mutants.sqlite") as session:
        outcomes = session.execute(
            "select test_outcome, module_path, operator_name, start_pos_row from work_results "
            "join mutation_specs on work_results.job_id = mutation_specs.job_id order by 2, 4"
        ).fetchall()
    survivors = [row for row in outcomes if str(row[0]).lower().endswith("survived")]
    lines = [f"{path}:{line} {operator}" for _, path, operator, line in survivors]
    killed = len(outcomes) - len(survivors)
    return "\n".join(
        [*lines, f"{killed} of {len(outcomes)} mutants were noticed: {killed / max(1, len(outcomes)):.1%}."]
    )


if __name__ == "__main__":
    prepare(int(sys.argv[1]) if sys.argv[1:] else None)
    cosmic_ray("exec", "mutants.toml", "mutants.sqlite")
    print(report())
