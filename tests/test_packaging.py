"""What a person installs: the wheel, the lock, the commands, and nothing that names the machine it was written on."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT, LAYOUT = PYPROJECT["project"], PYPROJECT["tool"]["setuptools"]
CORE = [Requirement(each) for each in PROJECT["dependencies"]]
TEST = [Requirement(each) for each in PROJECT["optional-dependencies"]["test"]]
EXTRA = [  # what is imported only where somebody asks for it
    Requirement(each) for name, those in PROJECT["optional-dependencies"].items() if name != "test" for each in those
]
BUILD = [Requirement(each) for each in PYPROJECT["build-system"]["requires"]]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
README = ROOT / "README.md"

PYTHONS = ["3.11", "3.12", "3.13"]

UNIMPORTED = {"pyarrow": "pandas writes Parquet with it"}
"""What we need and no line of ours imports."""

MACHINE = re.compile(r"(?:(?<![\w.:/-])|(?<=://))/(?:home|root|tmp|work|Users)/|\bC:\\Users\b")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|crates\.io|proxy\.golang\.org|maven\.org|deb\.debian\.org"
)


def ours() -> list[Path]:
    """Every file of the packages and modules that pyproject names, from the top."""
    inside = [path for package in LAYOUT["packages"] for path in (ROOT / package).rglob("*") if path.is_file()]
    modules = [ROOT / f"{module}.py" for module in LAYOUT["py-modules"]]
    return sorted(path.relative_to(ROOT) for path in [*inside, *modules] if "__pycache__" not in path.parts)


def imported(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def distributions(files: list[Path]) -> set[str]:
    """What must be installed for the imports of these files, ours and the standard library aside."""
    of = packages_distributions()
    mine = {*LAYOUT["packages"], *LAYOUT["py-modules"], "tests", "data", "docs"}
    names = {name for file in files for name in imported(file)} - mine - sys.stdlib_module_names
    return {canonicalize_name(of[name][0]) if name in of else name for name in names}


def locked(python: str) -> dict[str, str]:
    """The version of each package that the lock gives to a Python on Linux."""
    lines = [Requirement(line) for line in LOCK.splitlines() if line and not line.lstrip().startswith("#")]
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    pins = [each for each in lines if each.marker is None or each.marker.evaluate(here)]
    return {canonicalize_name(each.name): str(each.specifier).removeprefix("==") for each in pins}


def tracked() -> list[Path]:
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("not a git clone: nothing says which files are the project's")
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our wheel, built without network from a copy, so that nothing is left in the tree."""
    copy, out = tmp_path_factory.mktemp("copy"), tmp_path_factory.mktemp("wheel")
    for name in [*ours(), *map(Path, ["pyproject.toml", PROJECT["readme"], *PROJECT["license-files"]])]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, copy / name)
    offline = ["--no-build-isolation", "--no-deps", "--no-index", "--disable-pip-version-check"]
    built = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", out, copy],
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("maillage-*.whl"))


def test_the_wheel_holds_every_file_of_ours_and_nothing_else(wheel: Path) -> None:
    held = [Path(name) for name in zipfile.ZipFile(wheel).namelist()]
    assert sorted(path for path in held if not path.parts[0].endswith(".dist-info")) == ours()


def test_the_wheel_works_where_the_sources_are_not(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    code = "import cli, sys; sys.argv = ['maillage', '--help']; print(cli.__file__); cli.main()"
    shown = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "installed"), "NO_COLOR": "1"},
    )
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith(str(tmp_path)) and "load" in shown.stdout


def test_the_demonstration_and_the_app_work_from_the_wheel(wheel: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "installed")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE")}
    environment |= {"PYTHONPATH": str(tmp_path / "installed"), "MAILLAGE_STORE": "sqlite:///network.db"}
    run = partial(subprocess.run, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    shown = run([sys.executable, "-m", "cli", "demo"])
    assert shown.returncode == 0 and "EMC2" in shown.stdout, shown.stderr
    code = (
        "import subprocess; subprocess.run = lambda command, env, **_: exit(' '.join([*command, env['PYTHONPATH']]))\n"
        "import cli; cli.main()"
    )
    shown = run([sys.executable, "-c", code, "app", "--headless"])
    assert "-m views.serving --browser.gatherUsageStats=false" in shown.stderr, shown.stderr
    assert str(tmp_path / "installed") in shown.stderr and (tmp_path / "installed" / "app.py").exists()


def test_whoever_starts_streamlit_by_hand_has_the_same_settings() -> None:
    assert (ROOT / ".streamlit" / "config.toml").read_bytes() == (ROOT / "views" / "streamlit.toml").read_bytes()


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_holds_a_version_in_range_of_all_we_ask_for(python: str) -> None:
    assert python in SpecifierSet(PROJECT["requires-python"])
    versions = locked(python)
    for asked in [*CORE, *TEST, *BUILD]:
        assert canonicalize_name(asked.name) in versions, asked
        assert versions[canonicalize_name(asked.name)] in asked.specifier, asked


def test_every_line_of_the_lock_is_one_exact_version_by_name() -> None:
    for line in LOCK.splitlines():
        if line and not line.lstrip().startswith("#"):
            assert re.fullmatch(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; .+)?", line)
    assert "://" not in LOCK and not MACHINE.search(LOCK)


def test_the_packages_that_the_sources_import_are_those_we_depend_on() -> None:
    core = {canonicalize_name(each.name) for each in CORE}
    used = distributions([ROOT / path for path in ours() if path.suffix == ".py"])
    extra = {canonicalize_name(each.name) for each in EXTRA}
    assert used - core - extra == set(), "imported, and not in pyproject"
    assert core - used == set(UNIMPORTED) - used, "in pyproject, and imported nowhere"


def test_what_the_tests_import_is_in_the_extra_test() -> None:
    known = {canonicalize_name(each.name) for each in [*CORE, *TEST]}
    assert distributions(sorted((ROOT / "tests").glob("*.py"))) <= known


def test_the_makefile_and_pyproject_want_the_same_pythons() -> None:
    low, high = re.search(r"\((\d, \d+)\) <= sys\.version_info\[:2\] <= \((\d, \d+)\)", MAKEFILE).groups()  # type: ignore[union-attr]
    assert [low, high] == [PYTHONS[0].replace(".", ", "), PYTHONS[-1].replace(".", ", ")]


def test_the_readme_says_how_to_start_with_make_and_without() -> None:
    text = README.read_text(encoding="utf-8")
    for line in ["make app", "make test", "python -m venv", "python -m pip install -r requirements.lock"]:
        assert line in text
    targets = set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))
    assert set(re.findall(r"^\s*`*make ([a-z]+)", text, re.MULTILINE)) <= targets


def test_ci_runs_the_readmes_test_command() -> None:
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_no_file_names_a_machine_or_a_registry() -> None:
    for file in tracked():
        text = file.read_bytes().decode("utf-8", errors="replace")
        found = MACHINE.search(text) or REGISTRY.search(text)
        assert found is None, f"{file.relative_to(ROOT)}: {found and found.group()}"


@pytest.mark.parametrize("before", ["see ", "'", "=", "file://", "sqlite://"])
def test_the_guard_against_machine_paths_bites(before: str) -> None:
    assert MACHINE.search(f"{before}/{'home'}/me")
    assert not MACHINE.search(f"https://example.fr/{'home'}/me")
