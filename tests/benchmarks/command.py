"""sroi run of a shipped scenario against importing the libraries it stands on."""

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
IMPORTS = "import numpy, pandas, scipy.special, pydantic, yaml, click"
SCENARIO = "scenarios/varvaderstorget/what_if_meta_analysis.yaml"


def seconds(*arguments):
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def main(runs=7):
    """Print the best of several runs of each, in turn, and their ratio."""
    run = ("-m", "sroi", "run", SCENARIO, "--draws", "16384")
    one, other = [], []
    for _ in range(runs):
        one.append(seconds(*run))
        other.append(seconds("-c", IMPORTS))
    ratio = min(one) / min(other)
    print(f"sroi run, 16 384 draws: {min(one):.2f} s; imports alone {min(other):.2f} s")
    print(f"  ratio {ratio:.2f} (at most 3)")
