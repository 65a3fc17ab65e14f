"""What the writer is asked, in the form it was fine-tuned on."""

from collections.abc import Iterable


def say_prompt(job: str, tone: str, names: Iterable[str]) -> str:
    """Asks for a reply from facts. The writer sees their names only, so it cannot get a figure wrong."""
    listed = " ".join(f"[{name.replace('_', ' ')}]" for name in names)
    return f"say {tone} {job.replace('_', ' ')}: {listed}"


def answer_prompt(question: str, tone: str, passage: str) -> str:
    """Asks for the part of a passage that answers a question."""
    return f"answer {tone}: {question} | {passage}"
