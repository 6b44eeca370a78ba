"""The whole tree keeps the house rules, as tests, so that one command checks everything.

The tools read their rules from pyproject.toml and say what to change.
"""

import shutil
from pathlib import Path

import pytest

from tests.hub.processes import ROOT, run, tool

pytestmark = pytest.mark.quality

PACKAGES = ("hub", "pages", "reviews")
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "hub.settings.production",
    "SECRET_KEY": "".join(map(chr, range(48, 123))),
    "ALLOWED_HOSTS": "hub.example.org",
    "DATABASE_URL": "sqlite://",
}


def test_code_keeps_the_lint_rules() -> None:
    checked = tool("ruff", "check", "--no-cache", "--output-format", "concise")

    assert checked.returncode == 0, checked.stdout


def test_code_is_formatted() -> None:
    checked = tool("ruff", "format", "--check", "--no-cache")

    assert checked.returncode == 0, checked.stdout


def test_types_fit() -> None:
    checked = tool("mypy")

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("mode", ["--check", "--lint"])
def test_templates_are_formatted_and_keep_the_lint_rules(mode: str) -> None:
    templates = [str(folder.relative_to(ROOT)) for folder in ROOT.glob("**/templates") if is_ours(folder)]
    assert templates, "there are no templates to check"

    checked = tool("djlint", mode, *templates)

    assert checked.returncode == 0, checked.stdout


def test_imports_go_from_hub_to_pages_to_reviews_and_never_back() -> None:
    checked = tool("lint-imports", "--no-cache")

    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [("reviews", "pages"), ("reviews", "hub"), ("pages", "hub")],
    ids=lambda name: name,
)
def test_an_import_against_the_direction_is_caught(tmp_path: Path, module: str, forbidden: str) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / module / "planted.py").write_text(f"import {forbidden}\n")

    checked = tool("lint-imports", "--no-cache", cwd=tmp_path)

    assert checked.returncode == 1, checked.stdout
    assert f"{module}.planted -> {forbidden}" in checked.stdout


def test_every_model_change_has_its_migration() -> None:
    checked = run(
        "manage.py", "makemigrations", "--check", "--dry-run",
        DJANGO_SETTINGS_MODULE="hub.settings.development", DATABASE_URL="sqlite://",
    )  # fmt: skip

    assert checked.returncode == 0, checked.stdout


def test_production_settings_pass_the_deployment_check_without_a_warning() -> None:
    checked = run("manage.py", "check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)

    assert checked.returncode == 0, checked.stdout


def is_ours(folder: Path) -> bool:
    """Not in a virtual environment or another hidden folder, nor among generated files."""
    parts = folder.relative_to(ROOT).parts
    return not any(part.startswith(".") or part in {"var", "node_modules"} for part in parts)
