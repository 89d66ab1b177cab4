"""A cohort made on a Dask cluster: a real scheduler and two workers on this machine give the bytes of a local run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..conftest import ROOT, Outcome
from .rosters import contents, roster, row

Run = Callable[..., Outcome]
CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a scheduler and two workers, and give where they are."""
    pytest.importorskip("distributed")
    place = tmp_path_factory.mktemp("cluster")
    (place / "cluster.py").write_text(CLUSTER)
    with subprocess.Popen(
        [sys.executable, "cluster.py"],
        cwd=place,
        env={"PATH": "", "PYTHONPATH": str(ROOT), "HOME": str(place)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        yield process.stdout.readline().strip().replace("tcp://", "dask://")
        process.communicate()


def batch(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "agreementgen", "batch", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_a_cluster_gives_the_bytes_of_a_local_run_also_with_a_programs_looks_and_words(
    cluster: str, tmp_path: Path
) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1), row(2, mentor_name=""), row(3)])
    program = ("--program", ROOT / "examples/bridge/program.yaml", "--docs", "agreement,calendar")
    told = batch(sheet, "-o", tmp_path / "dask", *program, "--executor", cluster)
    assert told.returncode == 3, told.stderr
    assert "2 kits made" in told.stderr
    assert batch(sheet, "-o", tmp_path / "local", *program, "--jobs", "1").returncode == 3
    there, here = contents(tmp_path / "dask"), contents(tmp_path / "local")
    assert len([path for path in here if path.endswith(".pdf")]) == 2
    assert there == here


def test_where_no_scheduler_answers_it_says_so_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    sheet = roster(tmp_path / "roster.csv", [row(1)])
    for address, said in (("ray://localhost:1", "no executor"), ("dask://", "no executor")):
        told = run("batch", sheet, "-o", tmp_path / "cohort", "--executor", address)
        assert told.code == 2
        assert said in told.err
    assert not (tmp_path / "cohort").exists()
