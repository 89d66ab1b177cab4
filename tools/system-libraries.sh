#!/bin/sh
# Sees to the libraries that pip cannot install: WeasyPrint draws text with Pango, which comes from the system.
# Where it may (root on Debian or Ubuntu) it installs what is missing; elsewhere it prints the command and fails.
# For the tests it installs poppler's tools and Chromium there, too; elsewhere those tests say why they are left out.
set -eu
python=${1:?usage: tools/system-libraries.sh PYTHON}

# Asked of Python, by the names and folders that WeasyPrint tries: a library on disk may still be out of its reach
# (Homebrew's folder for another Python, or 32 bits against 64).
missing_libraries() {
    "$python" - <<'PYTHON'
import ctypes, ctypes.util, os

NAMES = {
    "GObject": ("gobject-2.0", "libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"),
    "Pango": ("pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "PangoFT2": ("pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "HarfBuzz": ("harfbuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "HarfBuzz-Subset": (
        "harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
    "Fontconfig": ("fontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}

def loads(short, *files):
    for name in (*files, ctypes.util.find_library(short)):
        try:
            if name and ctypes.CDLL(name):
                return True
        except OSError:
            pass
    return False

if hasattr(os, "add_dll_directory"):
    folders = os.environ.get("WEASYPRINT_DLL_DIRECTORIES", r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin")
    for folder in filter(os.path.isdir, folders.split(";")):
        os.add_dll_directory(folder)

print(*(library for library, names in NAMES.items() if not loads(*names)), sep=", ")
PYTHON
}

# Debian keeps the half of venv that brings pip in a package of its own, one for each Python version.
missing_venv() {
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        "$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])'
}

has() { command -v "$1" >/dev/null 2>&1; }

libraries=$(missing_libraries)
venv=$(missing_venv)
debian="${libraries:+libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 }$venv"
sudo=sudo
[ "$(id -u)" != 0 ] || sudo=

if [ -z "$sudo" ] && has apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    # The tests read the PDFs with poppler's tools too, and make do without.
    poppler=$(has pdftotext || echo poppler-utils)
    # The tests of the form in a browser drive it. Ubuntu's package of that name is only a pointer to a snap.
    chromium=$(has chromium || has chromium-browser || has google-chrome || echo chromium)
    if [ "$debian$poppler$chromium" ]; then
        # What did not work is told below, by asking Python again: one unreachable source among several need not matter.
        apt-get update -qq || true
        for package in $debian $poppler $chromium; do
            apt-get install -y -qq --no-install-recommends "$package" || true
        done
    fi
    libraries=$(missing_libraries)
    venv=$(missing_venv)
fi

[ "$libraries$venv" ] || exit 0

case $(uname -s) in
    # Homebrew's own Python looks in Homebrew's folder; the one from python.org does not on newer Macs.
    Darwin) command='brew install pango python' ;;
    MINGW* | MSYS* | CYGWIN*) command='pacman -S mingw-w64-ucrt-x86_64-pango' ;;
    *)
        if has apt-get; then
            command="apt-get update && ${sudo:+$sudo }apt-get install -y --no-install-recommends ${debian% }"
        elif has dnf; then
            command='dnf install pango harfbuzz fontconfig'
        elif has pacman; then
            command='pacman -S pango harfbuzz fontconfig'
        elif has apk; then
            command='apk add pango harfbuzz-subset fontconfig'
        else
            command=
        fi
        command=${command:+${sudo:+$sudo }$command}
        ;;
esac

{
    echo
    [ -z "$libraries" ] || echo "agreementgen needs libraries that $python cannot load: $libraries."
    [ -z "$venv" ] || echo "$python cannot make a virtual environment: its ensurepip module is missing."
    if [ "$command" ]; then
        echo "Install what is missing, then run make again:"
        echo
        echo "    $command"
    else
        echo "Install Pango 1.44 or later, with HarfBuzz and its subset library, then run make again."
    fi
    echo
} >&2
exit 1
