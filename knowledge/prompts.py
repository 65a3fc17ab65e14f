"""What a writer is asked: in few words ours was fine-tuned on, or in an instruction any other model can follow."""

from knowledge.facts import Brief
from knowledge.templates import template_of

# As many facts as one reply says well; the rest is on the page. Training replies hold up to about this many.
MOST_FACTS = 9

_MANNER = {
    "warm": "in a warm and friendly way",
    "plain": "plainly and briefly",
    "careful": "gently, to somebody who is worried",
}


def chosen_facts(brief: Brief) -> list[str]:
    """The names of the facts a reply says: what it must, then in the template's order, then the caller's own."""
    template = template_of(brief.job)
    given = brief.texts
    order = [*template.must, *template.names, *given]
    return [name for name in dict.fromkeys(order) if name in given][:MOST_FACTS]


def say_prompt(job: str, tone: str, names: list[str]) -> str:
    """Asks our writer for a reply from facts. It sees their names only, so it cannot get a figure wrong."""
    listed = " ".join(f"[{name.replace('_', ' ')}]" for name in names)
    return f"say {tone} {job.replace('_', ' ')}: {listed}"


def say_instruction(brief: Brief) -> str:
    """Asks any instruction-following model for the same: the template to reword, placeholders kept."""
    draft = " ".join(template_of(brief.job).pick(set(chosen_facts(brief))))
    return (
        f"Rewrite this message {_MANNER[brief.tone]}. Keep every name in square brackets exactly as it is, "
        f"and add no numbers.\nMessage: {draft}\nRewritten: "
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
