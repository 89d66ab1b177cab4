"""Jobs → results, on as many cores as there are: in this process, in workers of our own, or on any other executor."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from pathlib import Path
from types import FrameType

from agreementgen.cohort.worker import Job, Made, make
from agreementgen.errors import AgreementError

__all__ = ["FEW", "Stop", "cores", "run", "run_on"]

FEW = 4
"""Fewer kits than that are made sooner here than workers start."""
RECYCLED = 400
"""So many kits a set of workers makes before new ones take over, so that no worker grows without end."""
AHEAD = 2
"""So many jobs each worker has waiting."""
LOST = "the process that made it was ended: it was killed, or wanted more memory than there is"
HUNG = "it hung, and the process that made it was ended"


class Stop:
    """Ctrl-C, once: what is in hand is finished, and nothing new begun. Twice: everything stops at once."""

    def __init__(self) -> None:
        self.is_wanted = False

    @contextlib.contextmanager
    def listening(self) -> Iterator[Stop]:
        """Listen for Ctrl-C as long as this lasts."""

        def note(number: int, frame: FrameType | None) -> None:
            if self.is_wanted:
                raise KeyboardInterrupt
            self.is_wanted = True

        before = signal.signal(signal.SIGINT, note)
        try:
            yield self
        finally:
            signal.signal(signal.SIGINT, before)


def cores() -> int:
    """Tell how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run(jobs: Iterable[Job], count: int, *, workers: int, folder: Path, patience: int, stop: Stop) -> Iterator[Made]:
    """Make kits in workers of our own, and give each as it is finished, in any order.

    Args:
        jobs: What is to be made; read as it is needed, so that memory does not grow with the roster.
        count: How many there are.
        workers: How many processes; with one, or with few jobs, all is made in this process.
        folder: A folder for what workers need for a while; whoever makes it takes it away.
        patience: Seconds after which a worker that does not answer is ended; 0 for never.
        stop: Whether Ctrl-C was pressed.

    Raises:
        TemplateError, EngineError: As `make` does.
    """
    if workers < 2 or count < FEW:
        for job in jobs:
            if stop.is_wanted:
                return
            yield make(job)
        return
    source = iter(jobs)
    while not stop.is_wanted:
        batch = islice(source, RECYCLED)
        if (first := next(batch, None)) is None:
            return
        yield from _run_batch(first, batch, workers, folder, patience, stop)


def run_on(executor: Executor, jobs: Iterable[Job], *, window: int, stop: Stop) -> Iterator[Made]:
    """Make kits on an executor of somebody else's, such as Dask's; nothing is written there."""
    yield from _collected(executor, iter(jobs), window, 0, stop)


def _run_batch(
    first: Job, rest: Iterable[Job], workers: int, folder: Path, patience: int, stop: Stop
) -> Iterator[Made]:
    # It goes on where workers were lost.
    jobs = chain([first], rest)
    while True:
        executor = _pool(workers, folder)
        try:
            yield from _collected(executor, jobs, workers * AHEAD, patience, stop)
        except _LostError as lost:
            _end(executor)
            # One of these broke the workers; each has a worker to itself now, so that it is known which.
            for job in lost.jobs:
                yield _alone(job, folder, patience)
        except BaseException:
            _end(executor)
            raise
        else:
            executor.shutdown()
            return


class _LostError(Exception):
    """Workers were lost; `jobs` were in their hands."""

    def __init__(self, jobs: list[Job]) -> None:
        super().__init__()
        self.jobs = jobs


def _collected(executor: Executor, jobs: Iterator[Job], window: int, patience: int, stop: Stop) -> Iterator[Made]:
    """Keep a window of jobs in an executor's hands, and give what becomes of them."""
    waiting: dict[Future[Made], Job] = {}
    since = time.monotonic()
    try:
        while True:
            while len(waiting) < window and not stop.is_wanted and (job := next(jobs, None)) is not None:
                waiting[executor.submit(make, job)] = job
            if not waiting:
                return
            done, _ = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            if done:
                since = time.monotonic()
            elif patience and time.monotonic() - since > patience:
                raise _LostError(list(waiting.values()))
            for future in done:
                made = _result(future, waiting[future])
                del waiting[future]
                yield made
    except BrokenProcessPool:
        raise _LostError(list(waiting.values())) from None


def _result(future: Future[Made], job: Job) -> Made:
    try:
        return future.result()
    except (AgreementError, BrokenProcessPool):
        raise
    except Exception as error:  # somebody else's executor has its own ways to lose a job
        return Made(job.number, failure=f"{LOST} ({type(error).__name__})")


def _alone(job: Job, folder: Path, patience: int) -> Made:
    """Make one kit in a worker of its own; where that is lost again, it was this one."""
    executor = _pool(1, folder)
    try:
        return executor.submit(make, job).result(timeout=patience or None)
    except BrokenProcessPool:
        return Made(job.number, failure=LOST)
    except TimeoutError:
        return Made(job.number, failure=HUNG)
    finally:
        _end(executor)


def _pool(workers: int, folder: Path) -> ProcessPoolExecutor:
    # Never with max_tasks_per_child: it hangs in some Pythons (CPython gh-115634).
    if sys.platform == "linux":
        context: multiprocessing.context.BaseContext = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["agreementgen.cohort.warm"])
    else:
        context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, _begin, (str(folder),))


def _begin(folder: str) -> None:
    """Begin a worker: Ctrl-C is the parent's to hear, and what the engine leaves behind goes where it is swept up."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = folder
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the parent is gone: killed, it can tell nobody, and a worker would wait for its next job for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _end(executor: Executor) -> None:
    """End an executor with its workers, whether they answer or not."""
    executor.shutdown(wait=False, cancel_futures=True)
    for process in multiprocessing.active_children():
        process.kill()
        process.join(5)
