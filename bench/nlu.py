"""Understanding: 92 % of unseen paraphrases, 3 % wrongly acted on, 92 % of the rest rejected, under 10 ms a parse.

The peer is the same sentence vectors with a plain logistic regression. `python -m bench.nlu compare` fits the other
classifiers too (half a minute each); `misses` prints the confusions and the worst misses of the held-out set.
`python -m bench.nlu --set NAME` measures one set of tests/nlu/data alone: its misses, its styles and its figures, where
it notes any.
"""

from __future__ import annotations

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FIGURES_SAID_ON = date(2026, 11, 23)  # what "next summer" counts from
BOT = ROOT / ".venv" / "bot" / "bin" / "python"


def main(arguments: Sequence[str]) -> int:
    if Path(sys.prefix) != BOT.parent.parent:  # what reads the model lives in the bot's environment
        os.chdir(ROOT)
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # as set-up starts the bot
        os.execv(BOT, [str(BOT), "-m", "bench.nlu", *arguments])
    from nlu.evaluation import development, out_of_scope, score, unseen
    from nlu.parse import Understanding

    if "--set" in arguments:
        return one_set(*arguments[arguments.index("--set") + 1 :][:1])
    started = time.perf_counter()
    understanding = Understanding()
    loaded = time.perf_counter() - started
    sets = {"held out (another author)": unseen(), "development": development(), "CLINC out of scope": out_of_scope()}
    scores = {name: score(understanding, utterances) for name, utterances in sets.items()}
    show_scores("set", scores)
    print(f"\nparse, median CPU ms: {median_parse(understanding):.2f}   model loads in {loaded:.2f} s")
    if "misses" in arguments:
        show_misses(scores["held out (another author)"])
    compare(everything="compare" in arguments)
    return 0


def one_set(name: str = "") -> int:
    """Everything there is to say of one set; 2 if there is no such set."""
    from nlu.evaluation import by_style, read_set, score, set_file
    from nlu.figures_table import figures
    from nlu.parse import Understanding

    try:
        file = set_file(name)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    understanding, utterances = Understanding(), read_set(file)
    scores = score(understanding, utterances)
    show_scores("set", {name: scores})
    if styles := by_style(understanding, utterances):
        print()
        show_scores("style", styles)
    show_misses(scores)
    if said := figures(file):
        wrong = [figure for figure in said if not figure.is_read(FIGURES_SAID_ON)]
        print(f"\nfigures exact: {len(said) - len(wrong)} of {len(said)}, {1 - len(wrong) / len(said):.1%}")
        for figure in wrong:
            print(
                f"  {figure.expression}: {figure.kind} {figure.value}, read {figure.found(FIGURES_SAID_ON) or 'none'}"
            )
    return 0


def show_scores(heading: str, scores: dict) -> None:
    """A table of shares, a line for each set or style."""
    print(f"{heading:<28}{'utterances':>11}{'accuracy':>10}{'kept':>8}{'wrongly acted':>15}{'rejected':>10}")
    for name, found in scores.items():
        shares = (found.accuracy, found.kept, found.wrongly_acted, found.rejected)
        cells = ["–" if share is None else f"{share:.1%}" for share in shares]
        print(f"{name:<28}{found.utterances:>11}{cells[0]:>10}{cells[1]:>8}{cells[2]:>15}{cells[3]:>10}")


def median_parse(understanding) -> float:
    """Median CPU milliseconds of one parse over the held-out set, after a warm-up."""
    from nlu.evaluation import unseen

    times = []
    for labelled in [*unseen()[:5], *unseen()]:
        started = time.process_time()
        understanding.parse(labelled.text)
        times.append((time.process_time() - started) * 1000)
    return statistics.median(times[5:])


def show_misses(scores) -> None:
    """What is taken for what, and the ten misses the model was surest of."""
    print("\nmeant → understood")
    for (meant, understood), count in scores.confusions():
        print(f"  {count:>3}  {meant} → {understood}")
    print("\nthe ten worst")
    for miss in sorted(scores.misses, key=lambda miss: -miss.understood.confidence)[:10]:
        found = miss.understood
        print(f"  {found.confidence:.2f}  {miss.meant} → {found.ranking[0][0]}: {found.text}")


def compare(*, everything: bool) -> None:
    """Accuracy on the unseen paraphrases of other classifiers fitted to the same examples and vectors."""
    import warnings

    import numpy as np
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import KNeighborsClassifier
    from sklearn.neural_network import MLPClassifier

    from embedding.minilm import MiniLM
    from nlu.evaluation import Labelled, development, examples, unseen
    from nlu.intent_model import OUT_OF_SCOPE, Weighting, fit
    from nlu.masking import masked
    from nlu.spelling import Speller
    from settings import settings

    warnings.simplefilter("ignore", ConvergenceWarning)  # more rounds change nothing but the time
    minilm = MiniLM(settings.models / "minilm")
    known = examples()
    speller = Speller.of_examples(example.text for example in known)
    texts = [speller.corrected(example.text) for example in known]
    vectors = minilm.encode_many([masked(text) for text in texts])
    intents = [example.intent for example in known]
    sets = []
    for labelled in (unseen(), development()):
        asked = [one for one in labelled if one.intent != OUT_OF_SCOPE]
        asked = [Labelled(one.intent, speller.corrected(one.text)) for one in asked]
        sets.append((asked, minilm.encode_many([masked(one.text) for one in asked])))

    def show(name: str, predict: Callable, seconds: float) -> list[float]:
        right = [np.mean([p == one.intent for p, one in zip(predict(a, v), a, strict=True)]) for a, v in sets]
        print(f"{name:<52}{right[0]:>10.1%}{right[1]:>13.1%}{seconds:>10.1f}", flush=True)
        return right

    def peer(scale: float, model) -> Callable:
        model.fit(vectors * scale, intents)
        return lambda asked, found: model.predict(found * scale)

    def ours(weighting: Weighting) -> Callable:
        model = fit(texts, vectors, intents, weighting)

        def predict(asked, found):
            likely = [model.probabilities(one.text, vector) for one, vector in zip(asked, found, strict=True)]
            return [model.intents[int(one.argmax())] for one in likely]

        return predict

    choices = [
        ("peer: vectors x 10, logistic regression", lambda: peer(10, LogisticRegression(max_iter=100))),
        ("ours: vectors, signs, words, letters", lambda: ours(Weighting())),
    ]
    if everything:
        choices[1:1] = [
            ("vectors unscaled, logistic regression", lambda: peer(1, LogisticRegression(max_iter=100))),
            ("vectors, 5 nearest neighbours", lambda: peer(1, KNeighborsClassifier(5, weights="distance"))),
            (
                "vectors x 5, one hidden layer of 256",
                lambda: peer(5, MLPClassifier((256,), max_iter=40, random_state=0)),
            ),
            ("vectors, signs", lambda: ours(Weighting(words=0.001, letters=0.001))),
            ("vectors, words", lambda: ours(Weighting(signs=0, letters=0.001))),
            ("vectors, signs, words", lambda: ours(Weighting(letters=0.001))),
        ]
    print(f"\n{'classifier':<52}{'held out':>10}{'development':>13}{'fit CPU s':>10}")
    results = []
    for name, make in choices:
        started = time.process_time()
        predict = make()
        results.append(show(name, predict, time.process_time() - started))
    print(f"RATIO of misses on the held-out set, ours to the peer: {(1 - results[-1][0]) / (1 - results[0][0]):.2f}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
