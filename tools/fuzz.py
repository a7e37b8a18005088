"""Coverage-guided fuzzing of what readers type: python -m tools.fuzz TARGET SECONDS (make fuzz runs all three).

A target reads arbitrary text and may answer with an error of the library, and with nothing else: `parse` a formula,
`check` an answer to any exercise, `live` a FormulaBox whose formula and inputs are changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable

import atheris

with atheris.instrument_imports(include=["cgraph_lib"]):
    from cgraph_lib import evaluate, gradient, parse
    from cgraph_lib.errors import CgraphError, FormulaError
    from cgraph_lib.exercises import check
    from cgraph_lib.exercises.variants import chapters, exercises_of
    from cgraph_lib.live import FormulaBox

EXERCISES = [exercise.id for chapter in chapters() for exercise in exercises_of(chapter)]
ALPHABET = "abxye0123456789.+-*/()=;, \n[]{}'\"−·²√π∞→lognsirtexu_"


def _text(data: bytes) -> str:
    """Return any string; most bytes stand for a character that formulas and answers are made of."""
    provider = atheris.FuzzedDataProvider(data)
    if provider.ConsumeBool():
        return str(provider.ConsumeUnicodeNoSurrogates(200))
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in provider.ConsumeBytes(200))


def fuzz_parse(data: bytes) -> None:
    """A string is a graph that can be evaluated and differentiated, or a FormulaError with a place in it."""
    text = _text(data)
    try:
        graph = parse(text)
    except FormulaError as error:
        if not 0 <= error.place <= len(error.text):
            raise AssertionError(f"the place {error.place} lies outside the string") from error
        return
    at = {name: 0.5 + i for i, name in enumerate(graph.input_names)}
    evaluate(graph, at)
    gradient(graph, at)


def fuzz_check(data: bytes) -> None:
    """Whatever is answered, the judge gives a verdict."""
    provider = atheris.FuzzedDataProvider(data)
    exercise = EXERCISES[provider.ConsumeIntInRange(0, len(EXERCISES) - 1)]
    kind, text = provider.ConsumeIntInRange(0, 4), _text(provider.ConsumeBytes(200))
    answers = [text, [text], {text: provider.ConsumeFloat()}, provider.ConsumeFloatList(5), (text, text)]
    if not isinstance(check(exercise, answers[kind]).text, str):
        raise AssertionError("the verdict has no words")


def fuzz_live(data: bytes) -> None:
    """A box takes any string; its picture stays the last good one, and its inputs finite."""
    box = FormulaBox("(a + b) * (b + 1)", a=2, b=1)
    try:
        box.text = _text(data)
        box.inputs = {name: number * -0.5 for name, number in box.inputs.items()}
        if not box.picture.text:
            raise AssertionError("the picture has no words")
    except CgraphError:
        pass
    finally:
        box.close()


TARGETS: dict[str, Callable[[bytes], None]] = {"parse": fuzz_parse, "check": fuzz_check, "live": fuzz_live}

if __name__ == "__main__":
    target, seconds = sys.argv[1:]
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", "-timeout=20", "-max_len=400"], TARGETS[target])
    atheris.Fuzz()
