#!/usr/bin/env bash
# Makes the locks (*.txt) from the wishes (*.in). uv resolves in seconds where pip backtracks for minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v uv >/dev/null || { echo "lock: needs uv (pip install uv)." >&2; exit 1; }
compile() { # python version, name, further options
    uv pip compile --quiet --no-header --no-annotate --no-emit-index-url --no-emit-find-links \
        --override requirements/overrides.txt --no-emit-package torch --python "$1" "requirements/$2.in" -o "requirements/$2.txt" "${@:3}"
}
compile 3.10 bot
compile 3.10 bot-dev
compile 3.11 brain
compile 3.11 brain-dev
# Rasa asks for Python < 3.11 but runs on 3.11 with the same packages, one of them a version later:
# the first matplotlib with a wheel for 3.11.
sed 's/^matplotlib==.*/matplotlib==3.6.3/' requirements/bot.txt > requirements/bot-3.11.txt
