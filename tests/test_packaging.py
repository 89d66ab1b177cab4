import configparser
import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SHIPPED_FOLDERS = ("templates", "examples")

# Someone may well run the tests of an unpacked sdist, which has nothing to be compared with.
pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a git checkout knows what should be packed")


def checkout_files() -> set[str]:
    listing = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
    return {name for name in listing.split("\0") if name and (ROOT / name).is_file()}


def run(*command: str | Path, cwd: Path) -> str:
    """Runs a command as a user's shell would, without the paths that this test run was started with."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, f"{command} failed:\n{result.stdout}\n{result.stderr}"
    return result.stdout


def in_folders(names: set[str], *folders: str) -> set[str]:
    return {name for name in names if name.split("/")[0] in folders}


@pytest.fixture
def clean_copy(tmp_path: Path) -> Path:
    return copy_checkout(tmp_path / "checkout")


def copy_checkout(target: Path) -> Path:
    """Copies what git would commit: a stale build/ or egg-info beside it would put files into the wheel."""
    for name in checkout_files():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist and, built from that sdist, the wheel."""
    folder = tmp_path_factory.mktemp("distributions")
    source = copy_checkout(folder / "checkout")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, cwd=source)
    return folder


@pytest.fixture
def fresh_python(tmp_path: Path) -> Path:
    """The Python of a new environment that borrows this one's libraries, but not its agreementgen.

    A .pth file only adds a folder to the path; the .pth files in that folder, and so an editable install, are not read.
    """
    home = tmp_path / "venv"
    venv.create(home, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(vars={"base": str(home), "platbase": str(home)})
    borrowed = sysconfig.get_paths()
    lines = {borrowed["purelib"], borrowed["platlib"]}
    Path(paths["purelib"], "borrowed.pth").write_text("\n".join(sorted(lines)), encoding="utf-8")
    return Path(paths["scripts"], Path(sys.executable).name)


def install(python: Path, *arguments: str | Path, cwd: Path) -> None:
    # Pip sees this environment's own agreementgen among the borrowed libraries, and must not think that it will do.
    offline = ("--no-index", "--no-deps", "--no-build-isolation", "--ignore-installed")
    run(python, "-m", "pip", "install", "--quiet", *offline, *arguments, cwd=cwd)


def seen_by(python: Path, expression: str, cwd: Path) -> Path:
    """Evaluates an expression to a path, from a folder where no checkout is in reach."""
    code = f"import agreementgen; from agreementgen import resources; print({expression})"
    return Path(run(python, "-c", code, cwd=cwd).strip())


def test_setup_cfg_lists_every_package() -> None:
    setup = configparser.ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = setup["options"]["packages"].split()
    packages = [name.removesuffix("/__init__.py") for name in checkout_files() if name.endswith("/__init__.py")]
    dotted = {name.replace("/", ".") for name in in_folders(set(packages), "agreementgen")}
    assert dotted
    assert sorted(listed) == sorted(dotted | {f"agreementgen.{folder}" for folder in SHIPPED_FOLDERS})


def test_the_wheel_holds_every_module_template_and_example_and_nothing_else(distributions: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if not name.split("/")[0].endswith(".dist-info")}
    modules = in_folders(checkout_files(), "agreementgen")
    shipped = in_folders(checkout_files(), *SHIPPED_FOLDERS)
    assert modules
    assert shipped
    assert sorted(packed) == sorted(modules | {f"agreementgen/{name}" for name in shipped})


def test_the_sdist_holds_what_a_developer_needs(distributions: Path) -> None:
    (sdist,) = distributions.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        packed = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    folders = ("agreementgen", *SHIPPED_FOLDERS, "tests", "tools", "docs")
    assert sorted(in_folders(packed, *folders)) == sorted(in_folders(checkout_files(), *folders))
    beside = {name for name in checkout_files() if "/" not in name and not name.startswith(".")}
    assert beside >= {"LICENSE", "Makefile", "setup.cfg"}
    assert beside <= packed


def test_the_installed_wheel_renders_its_own_example(distributions: Path, fresh_python: Path, tmp_path: Path) -> None:
    (wheel,) = distributions.glob("*.whl")
    install(fresh_python, wheel, cwd=tmp_path)
    assert seen_by(fresh_python, "agreementgen.__file__", tmp_path).is_relative_to(tmp_path / "venv")

    desk = tmp_path / "desk"
    desk.mkdir()
    shutil.copy(seen_by(fresh_python, "resources.folder('examples')", desk) / "workplace.yaml", desk)
    run(fresh_python.with_name("agreementgen"), "render", "workplace.yaml", "--final", "-o", "printed", cwd=desk)

    starts = {path.name: path.read_bytes()[:4] for path in (desk / "printed").rglob("*.pdf")}
    assert len(starts) == 4, starts
    assert set(starts.values()) == {b"%PDF"}, starts


@pytest.mark.parametrize("mode", [[], ["--config-settings", "editable_mode=strict"]], ids=["default", "strict"])
def test_an_editable_install_finds_the_templates(
    mode: list[str], clean_copy: Path, fresh_python: Path, tmp_path: Path
) -> None:
    install(fresh_python, *mode, "--editable", clean_copy, cwd=tmp_path)
    assert seen_by(fresh_python, "agreementgen.__file__", tmp_path).is_relative_to(clean_copy)

    templates = seen_by(fresh_python, "resources.folder('templates')", tmp_path)
    found = {path.relative_to(templates).as_posix() for path in templates.rglob("*") if path.is_file()}
    assert sorted(f"templates/{name}" for name in found) == sorted(in_folders(checkout_files(), "templates"))
    # A strict install is a tree of links, whose targets lie elsewhere: finding the folder is not yet opening a file.
    assert seen_by(fresh_python, f"resources.path({min(found)!r})", tmp_path).is_file()
