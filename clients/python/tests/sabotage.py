"""Sabotages of the client, each of which a case of clients/vectors catches by its name, or a test of this folder.

`python tests/sabotage.py` breaks a copy of the sources in one place, plays the case there, and expects a difference.
`SABOTAGES=2` chooses so many for the day.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "src" / "connections_client"
DOOR = "factory, sync, httpx"


@dataclass(frozen=True)
class Sabotage:
    file: str
    before: str
    after: str
    case: str
    """Of clients/vectors, or `file::test` of this folder."""


SABOTAGES = (
    Sabotage(
        "exchange/where_to.py",
        "not in allowed:",
        "in ():",
        "A host that is not allowed gets nothing",
    ),
    Sabotage(
        "exchange/send_request.py",
        "if 300 <= raw.status < 400 and raw.status != 304:",
        "if False:",
        "302 on the same host is not followed",
    ),
    Sabotage(
        "exchange/request_headers.py",
        '_CALLER_CREDENTIALS: Final = ("authorization", "cookie", "cookie2")',
        "_CALLER_CREDENTIALS: Final = ()",
        "A header of the caller does not arrive without a token either",
    ),
    Sabotage(
        "asking/injector.py",
        "lambda: {**request.as_json(self._new_id()), **who}",
        "lambda one=self._new_id(): {**request.as_json(one), **who}",
        "After throttled another id gets the token",
    ),
    Sabotage(
        "exchange/where_to.py",
        "pairs = [pair for pair in pairs if pair[0] != name] + [(name, value)]",
        "pairs = pairs + [(name, value)]",
        "A token in the query replaces the caller’s own",
    ),
    Sabotage(
        "http/read_request.py",
        'if any(name != "timeout" for name in request.extensions):',
        "if False:",
        "test_extensions.py::test_an_extension_is_refused",
    ),
    Sabotage(
        "http/shielded_request.py",
        'self.__dict__["headers"] = self._shielded((*_pairs_of(library, headers), *self._in_copies))',
        'self.__dict__["headers"] = headers if "headers" in self.__dict__ else self._shielded(_pairs_of(library, headers))',
        "test_departure.py::test_it_leaves_with_its_token",
    ),
    Sabotage(
        "http/departure.py",
        "if not needed <= sent or is_plain:",
        "if False:",
        "test_departure.py::test_a_copy_does_not_leave",
    ),
    Sabotage(
        "http/departure.py",
        'or "sni_hostname" in leaving.extensions',
        "and False",
        "test_departure.py::test_its_address_does_not_change",
    ),
    Sabotage(
        "http/auth.py",
        'answer.show((), "")',
        "answer.show = lambda headers, reason: None",
        "test_kept_answers.py::test_an_answer_before_the_last",
    ),
    Sabotage(
        "http/trace.py",
        'arrival.clean(info["return_value"][-1])',
        "pass",
        "test_kept_answers.py::test_cookies_and_hooks",
    ),
    Sabotage(
        "http/arrival.py",
        "return self.__came if raw == self.__cleaned else raw",
        "return raw",
        "test_kept_answers.py::test_what_is_told",
    ),
)


def of_today(count: int) -> list[Sabotage]:
    """The next ones each day, so that all have their turn."""
    first = date.today().toordinal() * count
    return [SABOTAGES[(first + at) % len(SABOTAGES)] for at in range(min(count, len(SABOTAGES)))]


def catches(sabotage: Sabotage) -> bool:
    """Whether the case passes with the client as it is, and fails with the broken one."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "connections_client"
        shutil.copytree(PACKAGE, copy)
        if not passes(folder, sabotage.case):
            return False
        file = copy / sabotage.file
        text = file.read_text()
        if text.count(sabotage.before) != 1:
            raise SystemExit(f"{sabotage.file} does not have the text once: {sabotage.before}")
        file.write_text(text.replace(sabotage.before, sabotage.after))
        return not passes(folder, sabotage.case)


def passes(folder: str, case: str) -> bool:
    name = f"{case} [{DOOR}]".encode("unicode_escape").decode()
    test = case if "::" in case else f"test_vectors.py::test_case[{name}]"
    command = [sys.executable, "-m", "pytest", "-q", f"{HERE}/{test}"]
    # Whatever doors alone were tried before, these cases are played at one door.
    env = {**os.environ, "PYTHONPATH": folder, "DOORS": DOOR}
    done = subprocess.run(command, cwd=HERE.parent, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"the case was not played: {case}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 0


if __name__ == "__main__":
    chosen = of_today(int(os.environ.get("SABOTAGES") or len(SABOTAGES)))
    uncaught = [each.case for each in chosen if not catches(each)]
    if uncaught:
        raise SystemExit(f"not caught: {uncaught}")
    sys.stdout.write(f"{len(chosen)} of {len(SABOTAGES)} sabotages were played, and caught\n")
