"""What a writer is asked: in the few words ours was fine-tuned on, or in an instruction any other model can follow."""

from knowledge.planning import Part

_MANNER = {
    "warm": "in a warm and friendly way",
    "plain": "plainly and briefly",
    "careful": "gently, to somebody who is worried",
}


def say_prompt(part: Part) -> str:
    """Asks our writer to say facts. It sees their names only, so it cannot get a figure wrong."""
    listed = " ".join(f"[{name}]" for name in part.names)
    return f"say {part.tone} {part.job} {part.group}: {listed}".replace("_", " ")


def say_instruction(part: Part, draft: str) -> str:
    """Asks any instruction-following model for the same: a draft to reword, its placeholders kept."""
    return (
        f"Rewrite this sentence {_MANNER[part.tone]}. Keep every name in square brackets exactly as it is, "
        f"and add no numbers.\nSentence: {draft}\nRewritten: "
    )


def answer_prompt(question: str, tone: str, passage: str) -> str:
    """Asks our writer for the part of a passage that answers a question."""
    return f"answer {tone}: {question} | {passage}"


def answer_instruction(question: str, tone: str, passage: str) -> str:
    """Asks any instruction-following model for an answer from a passage."""
    return (
        f"Answer the question from the passage, in its words, {_MANNER[tone]}.\n"
        f"Passage: {passage}\nQuestion: {question}\nAnswer: "
    )
