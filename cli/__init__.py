"""The command line: one file a command."""


class CannotRun(Exception):
    """Why a command cannot do its work, in a sentence for the person at the terminal."""
