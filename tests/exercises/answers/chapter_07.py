"""Wrong answers to the exercises of notebook 07, each with the beginning of its feedback."""

from exercises.answers.other_pairs import OTHER_PAIRS

WRONG = {
    "07.1": [
        ({"first": 1, "second": 0.002}, "That is the difference itself. Divide it by"),
        ({"first": 0.2, "second": 1}, "The difference is still to be divided by"),
        ({"first": 0.25, "second": 0.002}, "Divide by the larger of the two numbers,"),
        ({"first": 0.2, "second": 0.2}, "That is the first one. This derivative is a"),
        ({"first": 5, "second": 500}, "Turn it round: the difference is divided by"),
        ({"first": 1, "second": 1}, "That is the difference itself. Divide it by"),
        ({"first": 0.25, "second": 0.002004}, "Divide by the larger of the two numbers,"),
        ({"first": 20, "second": 0.2}, "That is the first one. This derivative is a"),
        ({"first": 0.8, "second": 0.998}, "Look again at first, second."),
        ({"first": 0.2, "second": 0.02}, "Right already: first. Look again at second."),
        ({"first": 0.1, "second": 0.001}, "Look again at first, second."),
        ({"first": 0.111, "second": 0.001}, "Look again at first, second."),
        ({"first": -0.2, "second": -0.002}, "Look again at first, second."),
        ({"first": 0.2}, "Right already: first. Still blank: second."),
        ({"second": 0.2}, "That is the first one. This derivative is a"),
        ((0.002, 0.2), "That is the first one. This derivative is a"),
        ("1, 1", "That is the difference itself. Divide it by"),
        ("0.25, 0.2", "Divide by the larger of the two numbers,"),
        ({"first": "20%", "second": "20%"}, "That is the first one. This derivative is a"),
        ({"first": "1/4", "second": "1/500"}, "Divide by the larger of the two numbers,"),
        ({"first": 0, "second": 0}, "Look again at first, second."),
        ({"first": "small", "second": 0.002}, "first: 'small' cannot be read as a number;"),
        (0.2, "Expected a number for each of first,"),
        ({"one": 0.2, "two": 0.002}, "Expected numbers for first, second; 'one'"),
        ({"first": 0.2, "second": 0.0025}, "Right already: first. Look again at second."),
    ],
    "07.2": [
        ({"one side": 0.0004, "both sides": 7e-06}, "To both sides the error goes with h², so it"),
        ({"one side": 4e-05, "both sides": 7e-07}, "To one side the error goes with h itself,"),
        ({"one side": 0.004, "both sides": 7e-07}, "A smaller h does change the error while"),
        ({"one side": 0.0004, "both sides": 7e-08}, "h² is a hundred times smaller here, not a"),
        ({"one side": 0.04, "both sides": 7e-07}, "The error grows only where rounding has"),
        ({"one side": 0.004, "both sides": 7e-05}, "A smaller h does change the error while"),
        ({"one side": 0.0004, "both sides": 7e-09}, "Right already: one side. Look again at both"),
        ({"one side": 4e-05, "both sides": 7e-06}, "To both sides the error goes with h², so it"),
        ({"one side": 0.04, "both sides": 0.007}, "The error grows only where rounding has"),
        ({"one side": 0.0004, "both sides": 0.0007}, "Right already: one side. Look again at both"),
        ({"one side": 0.0004, "both sides": 0}, "Right already: one side. Look again at both"),
        ({"one side": 0.002, "both sides": 3.5e-05}, "Look again at one side, both sides."),
        ({"one side": 0.001, "both sides": 1e-06}, "Look again at one side, both sides."),
        ({"one side": 0.0004, "both sides": 7e-05}, "Right already: one side. Look again at both"),
        ({"one side": 0.0004}, "Right already: one side. Still blank: both"),
        ({"both sides": 7e-06}, "To both sides the error goes with h², so it"),
        ((7e-07, 0.0004), "Look again at one side, both sides."),
        ("0.004, 0.00007", "A smaller h does change the error while"),
        ("0.0004, 7e-6", "To both sides the error goes with h², so it"),
        ({"one side": 0.0003, "both sides": 7e-07}, "Right already: both sides. Look again at"),
        ({"one side": 0.0004, "both sides": 6e-07}, "Right already: one side. Look again at both"),
        ({"one side": "ten times less", "both sides": 7e-07}, "one side: 'ten times less' cannot be read"),
        (0.0004, "Expected a number for each of one side,"),
        ({"left": 0.0004, "right": 7e-07}, "Expected numbers for one side, both sides;"),
        ({"one side": 0.4, "both sides": 7e-07}, "Right already: both sides. Look again at"),
    ],
    "07.3": [
        ({"sweep": 4, "nudge": 2.5}, "At a tie, max gives each operand one half,"),
        ({"sweep": 3, "nudge": 2.5}, "relu at 0 takes the partial 0 in this"),
        ({"sweep": 2.5, "nudge": 2.5}, "That is the mean of both slopes, which the"),
        ({"sweep": 2, "nudge": 2}, "The nudge knows no convention. To the"),
        ({"sweep": 2, "nudge": 5}, "That is the slope to the right. To the left"),
        ({"sweep": 0, "nudge": 2.5}, "relu sends 0, but max shares its tie: half"),
        ({"sweep": 5, "nudge": 5}, "That is the slope to the right. To the left"),
        ({"sweep": 4, "nudge": 5}, "At a tie, max gives each operand one half,"),
        ({"sweep": 2.5, "nudge": 2}, "That is the mean of both slopes, which the"),
        ({"sweep": 1, "nudge": 2.5}, "Right already: nudge. Look again at sweep."),
        ({"sweep": 0.5, "nudge": 0.5}, "Look again at sweep, nudge."),
        ({"sweep": 2, "nudge": 4.5}, "Right already: sweep. Look again at nudge."),
        ({"sweep": 2, "nudge": 0}, "Right already: sweep. Look again at nudge."),
        ({"sweep": 2, "nudge": 1}, "Right already: sweep. Look again at nudge."),
        ({"sweep": 2, "nudge": 3}, "Right already: sweep. Look again at nudge."),
        ({"sweep": 4.5, "nudge": 2.5}, "Right already: nudge. Look again at sweep."),
        ({"sweep": 2}, "Right already: sweep. Still blank: nudge."),
        ({"nudge": 5}, "That is the slope to the right. To the left"),
        ((2.5, 2), "That is the mean of both slopes, which the"),
        ("4, 5", "At a tie, max gives each operand one half,"),
        ({"sweep": "nan", "nudge": "nan"}, "Look again at sweep, nudge."),
        ({"sweep": 12, "nudge": 2.5}, "Right already: nudge. Look again at sweep."),
        ({"sweep": 2, "nudge": 2.45}, "Right already: sweep. Look again at nudge."),
        ({"sweep": "undefined", "nudge": 2.5}, "sweep: 'undefined' cannot be read as a"),
        (2.5, "Expected a number for each of sweep, nudge,"),
        ({"sweep": -2, "nudge": -2.5}, "Look again at sweep, nudge."),
    ],
    "07.4": [
        (("largest + ", ""), "What was taken off before exp is to be put"),
        (("largest + ", "largest * "), "A division by exp(m) in the logarithm takes"),
        (("(x - largest)", "(x)"), "The largest is put back, but it was never"),
        (("math.log(sum(math.exp(x - largest) for x in numbers))", "0"), "That is the largest number alone. For [1.0,"),
        (("max(", "min("), "For [0.0, 1200.0, -1200.0], it stops in"),
        (("x - largest", "x + largest"), "For [1.0, 2.0], it returns 6.313262 instead"),
        (("x - largest", "x / largest"), "For [1.0, 2.0], it returns 3.474077 instead"),
        (("largest + math", "largest - math"), "For [1.0, 2.0], it returns 1.686738 instead"),
        (("largest = max(numbers)", "largest = numbers[0]"), "For [0.0, 1200.0, -1200.0], it stops in"),
        (("largest = max(numbers)", "largest = 100"), "For [-1200.0, -1201.0], it stops in line 5"),
        (("math.exp", "exp"), "For [1.0, 2.0], it stops in line 5 with"),
        (("largest + ", "2 * largest + "), "For [1.0, 2.0], it returns 4.313262 instead"),
        (("math.log(", "math.log10("), "For [1.0, 2.0], it returns 2.136048 instead"),
        (
            ("sum(math.exp(x - largest) for x in numbers)", "sum(x - largest for x in numbers)"),
            "For [1.0, 2.0], it stops in line 5 with",
        ),
        (("return largest", "largest"), "For [1.0, 2.0], it returns nothing yet"),
        (("    import math\n\n", ""), "For [1.0, 2.0], it stops in line 3 with"),
        (("math.exp(x - largest)", "math.exp(x) - largest"), "For [1.0, 2.0], it returns 3.809491 instead"),
        (("math.exp(x - largest)", "math.exp(x) / math.exp(largest)"), "For [-1200.0, -1201.0], it stops in line 5"),
        (
            """
            import math
            try:
                return math.log(sum(math.exp(x) for x in numbers))
            except OverflowError:
                return float('inf')
            """,
            "For [-1200.0, -1201.0], it stops in line 4",
        ),
        (
            """
            import math
            try:
                return math.log(sum(math.exp(x) for x in numbers))
            except Exception:
                return max(numbers)
            """,
            "For [-1200.0, -1201.0], it returns -1200.0",
        ),
        ("return max(numbers)", "That is the largest number alone. For [1.0,"),
        ("return sum(numbers)", "For [1.0, 2.0], it returns 3.0 instead of"),
        (
            """
            import math
            m = max(numbers)
            return math.log(sum(math.exp(x - m) for x in numbers) + m)
            """,
            "For [1.0, 2.0], it returns 1.214283 instead",
        ),
        (
            """
            import numpy as np
            with np.errstate(all='ignore'):
                return np.log(np.sum(np.exp(np.array(numbers))))
            """,
            "For [-1200.0, -1201.0], it returns -inf",
        ),
        (
            """
            import math
            return math.log(sum(math.exp(min(x, 700)) for x in numbers))
            """,
            "For [-1200.0, -1201.0], it stops in line 3",
        ),
        (
            """
            import math
            return sum(math.log(math.exp(x)) for x in numbers)
            """,
            "For [1.0, 2.0], it returns 3.0 instead of",
        ),
        (
            """
            import math
            m = sum(numbers) / len(numbers)
            return m + math.log(sum(math.exp(x - m) for x in numbers) / 2)
            """,
            "For [1.0, 2.0], it returns 1.620115 instead",
        ),
        ("return float('nan')", "For [1.0, 2.0], it returns nan instead of"),
    ],
    "07.5": [
        (("c", "e"), "With c → e counted twice, c would hold 20,"),
        (("d", "e"), "With d → e counted twice, d would hold 20,"),
        (("b", "d"), "With b → d counted twice, c would hold 15,"),
        (("a", "c"), "With a → c counted twice, c would hold 15,"),
        (("b", "c"), "With b → c counted twice, c would hold 15,"),
        ("d", "Expected an edge, as the names of its"),
        ("c -> e", "With c → e counted twice, c would hold 20,"),
        ("∂c/∂b", "With b → c counted twice, c would hold 15,"),
        ("∂e/∂d", "With d → e counted twice, d would hold 20,"),
        *OTHER_PAIRS,
    ],
}
