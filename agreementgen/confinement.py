"""Work on what is not ours, in a process of its own with little memory, little time and no network.

The sandbox of the template language keeps a template from reaching into Python; it does not keep it from asking for a
thousand million letters, nor a hostile PDF from unfolding into as many. What a process may use is up to the system, so
such work gets one, and when that is used up it ends with words.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from importlib import import_module
from math import ceil
from time import process_time
from typing import Any

from agreementgen import errors
from agreementgen.errors import AgreementError, Code, InterviewError, Problem, TemplateError

__all__ = ["LIMITS", "Limits", "work_on"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What a confined process may use.

    Attributes:
        megabytes: Of memory, as the system counts its addresses; a usual kit takes some 300. Not on Windows.
        seconds: Of the processor, from when everything is loaded; a usual kit takes 3. Not on Windows.
        patience: Seconds from its start to its end, however busy the machine.
    """

    megabytes: int = 1024
    seconds: int = 60
    patience: int = 180


LIMITS = Limits()
START = """import sys
sys.path[:] = {path!r}
from agreementgen.confinement import main
main({target!r}, {ready!r}, {megabytes}, {seconds})"""
DONE, FAILED = b"+", b"-"
ENGINE = "agreementgen.typeset.engine:load"
ADVICE = "Look for what repeats something too often, or makes a text or a page far too large."
TOO_LONG = f"The templates took more than {{seconds}} seconds and were stopped. {ADVICE}"
TOO_LARGE = f"The templates used more than {{megabytes}} MB of memory and were stopped. {ADVICE}"


def work_on(target: str, payload: bytes, limits: Limits | None = None, *, ready: str = ENGINE) -> bytes:
    """Call a function of ours in a confined process, and give what it gives.

    Args:
        target: `module:function`; it takes bytes and gives bytes.
        payload: What it takes.
        limits: What it may use; `LIMITS` where nothing is said.
        ready: `module:function` that loads what the work needs, before anything is counted or refused.

    Raises:
        AgreementError: What the function raised; `TemplateError` where it used more than it may, or failed in any
            other way: what it works on is then at fault.
    """
    limits = limits or LIMITS
    code = START.format(path=sys.path, target=target, ready=ready, megabytes=limits.megabytes, seconds=limits.seconds)
    # Nothing of what the process prints itself is of use to anyone: C libraries complain there about want of memory.
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        try:
            answer, _ = process.communicate(payload, timeout=limits.patience)
        except subprocess.TimeoutExpired:
            process.kill()
            raise TemplateError(TOO_LONG.format(seconds=limits.patience)) from None
        except BaseException:
            process.kill()
            raise
    if answer[:1] == DONE:
        return answer[1:]
    if answer[:1] == FAILED:
        raise _error_from(json.loads(answer[1:]))
    out_of_time = process.returncode == -getattr(signal, "SIGXCPU", 0) != 0
    said = TOO_LONG if out_of_time else TOO_LARGE
    raise TemplateError(said.format(seconds=limits.seconds, megabytes=limits.megabytes))


def main(target: str, ready: str, megabytes: int, seconds: int) -> None:
    """Be the confined process: take the payload from standard input, and write the answer to standard output."""
    payload = sys.stdin.buffer.read()
    try:
        function = _named(target)
        _named(ready)()
        # What comes from here on is the doing of what is worked on; how long our own code takes to load is not counted.
        _limit(megabytes, seconds)
        _shut_in()
        answer = DONE + function(payload)
    except MemoryError:
        # Nothing is left to say it with: the parent knows from the silence.
        sys.exit(1)
    except RecursionError:
        answer = FAILED + _as_json(TemplateError("The templates nest something too deep to be set."))
    except AgreementError as error:
        answer = FAILED + _as_json(error)
    except Exception as error:
        said = f"The templates cannot be set: {type(error).__name__}: {error}"[:500]
        answer = FAILED + _as_json(TemplateError(said))
    sys.stdout.buffer.write(answer)


def _named(target: str) -> Any:
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def _limit(megabytes: int, seconds: int) -> None:
    """Take away what the system can take away; it cannot be had back."""
    try:
        import resource
    except ImportError:  # Windows has no such limits; the time limit stands there, too.
        return
    seconds += ceil(process_time())
    # At the first number of seconds the process is told so, at the second it is killed without a word.
    for name, value, most in (
        ("RLIMIT_AS", megabytes << 20, megabytes << 20),
        ("RLIMIT_CPU", seconds, seconds + 5),
        ("RLIMIT_CORE", 0, 0),
    ):
        kind = getattr(resource, name)
        _, held = resource.getrlimit(kind)
        if held == resource.RLIM_INFINITY or most <= held:
            # Some systems know a limit and do not let it be set.
            with suppress(ValueError, OSError):
                resource.setrlimit(kind, (value, most))


SHUT = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.startfile",
    "os.system",
    "urllib.",
)


def _shut_in() -> None:
    """Refuse the network and other programs from here on, should anything ever come past the sandbox."""

    def refuse(event: str, arguments: Any) -> None:
        if event.startswith(SHUT):
            raise TemplateError(f'The templates want something they may not have: "{event}".')

    sys.addaudithook(refuse)


def _as_json(error: AgreementError) -> bytes:
    found: dict[str, Any] = {"class": type(error).__name__, "message": str(error)}
    if isinstance(error, InterviewError):
        found["problems"] = [asdict(problem) for problem in error.problems]
    return json.dumps(found).encode()


def _error_from(found: dict[str, Any]) -> AgreementError:
    kind = getattr(errors, found["class"])
    if issubclass(kind, InterviewError):
        problems = [Problem(**{**each, "code": Code(each["code"])}) for each in found["problems"]]
        raised: AgreementError = kind(problems)
        return raised
    made: AgreementError = kind(found["message"]) if kind is not errors.GlyphError else TemplateError(found["message"])
    return made
