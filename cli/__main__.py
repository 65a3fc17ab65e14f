"""`./milepost NAME …` runs cli/NAME.py: its docstring is the help, `add_arguments` its options, `run` the work."""

from __future__ import annotations

import argparse
import importlib
import sys
from pathlib import Path

from cli import CannotRun


def command_names() -> list[str]:
    """The commands there are: one a file in this folder."""
    return sorted(p.stem for p in Path(__file__).parent.glob("[a-z]*.py"))


def usage() -> str:
    """The list of commands with the first line of each one's help, read without importing any."""
    lines = ["usage: ./milepost COMMAND …   (./milepost COMMAND --help says more)", ""]
    for name in command_names():
        first = (Path(__file__).parent / f"{name}.py").read_text().partition("\n")[0]
        lines.append(f"  {name:<10} {first.strip(chr(34))}")
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(usage())
        return 0
    name, *rest = arguments
    if name not in command_names():
        return _trouble(f"there is no command {name!r}.\n\n{usage()}", status=2)
    # Imported only when asked for: some commands load models, most need to answer at once.
    command = importlib.import_module(f"cli.{name}")
    parser = argparse.ArgumentParser(
        prog=f"./milepost {name}",
        description=command.__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.add_arguments(parser)
    try:
        return command.run(parser.parse_args(rest))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0
    except CannotRun as error:
        return _trouble(str(error))
    except OSError as error:
        if error.filename is None:  # a file that was named is the person's to change; anything else is ours
            raise
        return _trouble(f"{error.filename} cannot be used: {error.strerror}.")


def _trouble(what: str, status: int = 1) -> int:
    print(f"milepost: {what}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
