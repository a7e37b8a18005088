"""Wrong answers to the exercises of notebook 10, each with the beginning of its feedback."""

COUNTEREXAMPLE = "For de/db on a tape with ∂c/∂a = 1, ∂c/∂b ="

WRONG = {
    "11.1": [
        ({"held": 40, "evaluated": 800, "best k": 20, "held then": 40}, "Those are the checkpoints. The values of"),
        ({"held": 10, "evaluated": 800, "best k": 20, "held then": 40}, "Those are the values of the part"),
        ({"held": 400, "evaluated": 800, "best k": 20, "held then": 40}, "That many are held without checkpoints."),
        ({"held": 50, "evaluated": 400, "best k": 20, "held then": 40}, "Each part is evaluated again when the sweep"),
        ({"held": 50, "evaluated": 440, "best k": 20, "held then": 40}, "Not only the checkpoints are evaluated"),
        ({"held": 50, "evaluated": 800, "best k": 200, "held then": 40}, "There are then two checkpoints, but one"),
        ({"held": 50, "evaluated": 800, "best k": 20, "held then": 20}, "Count both terms of n / k + k. Right"),
        ({"held": 410, "evaluated": 800, "best k": 20, "held then": 40}, "Right already: evaluated, best k, held"),
        ({"held": 50, "evaluated": 1200, "best k": 20, "held then": 40}, "Right already: held, best k, held then."),
        ({"held": 50, "evaluated": 4000, "best k": 20, "held then": 40}, "Right already: held, best k, held then."),
        ({"held": 50, "evaluated": 800, "best k": 10, "held then": 50}, "Right already: held, evaluated. Look again"),
        ({"held": 50, "evaluated": 800, "best k": 1, "held then": 401}, "Right already: held, evaluated. Look again"),
        ({"held": 50, "evaluated": 800, "best k": 400, "held then": 1}, "Right already: held, evaluated. Look again"),
        ({"held": 50, "evaluated": 800, "best k": 2, "held then": 202}, "Right already: held, evaluated. Look again"),
        ({"held": 50, "evaluated": 800, "best k": 20, "held then": 400}, "Right already: held, evaluated, best k."),
        ({"held": 51, "evaluated": 790, "best k": 20, "held then": 41}, "Right already: best k. Look again at held,"),
        ({"held": 30, "evaluated": 800, "best k": 25, "held then": 41}, "Right already: evaluated. Look again at"),
        ({"held": 50, "evaluated": 410, "best k": 16, "held then": 41}, "Right already: held. Look again at"),
        ({"held": 50}, "Right already: held. Still blank:"),
        ({"evaluated": 400}, "Each part is evaluated again when the sweep"),
        ((800, 50, 20, 40), "Right already: best k, held then. Look"),
        ("50, 400, 20, 40", "Each part is evaluated again when the sweep"),
        (
            {"held": "400 / 10", "evaluated": "2 * 400", "best k": "sqrt(400)", "held then": "20"},
            "Those are the checkpoints. The values of",
        ),
        (
            {"held": "n/k + k", "evaluated": 800, "best k": 20, "held then": 40},
            "held: 'n/k + k' cannot be read as a number;",
        ),
        (50, "Expected a number for each of held,"),
        ({"memory": 50, "work": 800}, "Expected numbers for held, evaluated, best"),
        ({"held": 5, "evaluated": 80, "best k": 2, "held then": 4}, "Look again at held, evaluated, best k, held"),
    ],
    "11.2": [
        ("e = exp(a) + a + a + a", "The inputs are to be a and b, both and no"),
        ("e = exp(a + b)", "There are to be 4 operations, no more and"),
        ("c = a + b; e = c - b; f = e + a; g = f - b", "The sweep needs none of these values: all"),
        ("c = sin(a); e = c + b; f = e + a; g = f + b", "The sweep needs an input here. It is an"),
        ("c = exp(a); d = exp(b); e = c + d; f = e + a", "The sweep needs more than one value here."),
        ("c = a * b; d = c + a; e = d + b; f = e + a", "The sweep needs an input here. It is an"),
        ("c = exp(a + b); d = exp(c); e = d + a", "The sweep needs more than one value here."),
        ("c = exp(a); e = c + b", "There are to be 4 operations, no more and"),
        ("c = exp(a); d = c + b; e = d + c; f = e * 2; g = f + b", "There are to be 4 operations, no more and"),
        ("c = exp(x + y); d = c + x; e = d + y; f = e + x", "The inputs are to be a and b, both and no"),
        ("a + b + a + b + a", "The sweep needs none of these values: all"),
        ("c = a ** 2; d = c + b; e = d + a; f = e + b", "The sweep needs an input here. It is an"),
        ("c = log(a); d = c + b; e = d + a; f = e + b", "The sweep needs an input here. It is an"),
        ("c = relu(a); d = c + b; e = d + a; f = e + b", "The sweep needs an input here. It is an"),
        ("c = a / b; d = c + a; e = d + b; f = e + a", "The sweep needs an input here. It is an"),
        ("c = sigmoid(a); d = sigmoid(b); e = c + d; f = e + a", "The sweep needs more than one value here."),
        ("c = exp(a + b); d = c * b; e = d + a", "The sweep needs an input here. It is an"),
        ("exp(a + b) + a b", "There is no graph of this. An operator is"),
        ("c = exp(a + b); d = c + a; e = d + b; f = e; g = f + a", "There is no graph of this. f would be a"),
        (4, "Expected a graph, or a string for parse,"),
        ("c", "The inputs are to be a and b, both and no"),
        ("exp(a) + exp(b) + a + b", "There are to be 4 operations, no more and"),
        ("c = exp(a + b); d = c + a; e = d * 3; f = e * b", "There are to be 4 operations, no more and"),
        ("e = a * 2 + b * 3 + 1", "The sweep needs none of these values: all"),
        ("c = exp(a + b); d = max(c, a); e = d + b", "The sweep needs an input here. It is an"),
    ],
    "11.3": [
        (("in tape", "in reversed(tape)"), "Read backwards, a child is done before its"),
        (("tangent.get(child, 0.0) + ", ""), "One contribution replaces another. A child"),
        ((" * partial", ""), "The parent's tangent arrives as it is."),
        (("tangent.get(parent, 0.0) * partial", "partial"), "Each edge brings its partial alone."),
        (("tangent.get(parent, 0.0)", "tangent.get(parent, 1.0)"), "A parent that does not depend on start has"),
        (("{start: 1.0}", "{start: 0.0}"), COUNTEREXAMPLE),
        (("{start: 1.0}", "{end: 1.0}"), COUNTEREXAMPLE),
        (("{start: 1.0}", "{}"), COUNTEREXAMPLE),
        (("tangent.get(end, 0.0)", "tangent.get(start, 0.0)"), COUNTEREXAMPLE),
        (("tangent.get(end, 0.0)", "tangent"), COUNTEREXAMPLE),
        (("tangent.get(child, 0.0)", "tangent[child]"), COUNTEREXAMPLE),
        (("tangent.get(parent, 0.0)", "tangent[parent]"), COUNTEREXAMPLE),
        (("tangent.get(parent, 0.0) * partial", "tangent.get(parent, 0.0) + partial"), COUNTEREXAMPLE),
        (("tangent[child] = tangent.get(child, 0.0)", "tangent[parent] = tangent.get(parent, 0.0)"), COUNTEREXAMPLE),
        (("+ tangent.get(parent, 0.0)", "- tangent.get(parent, 0.0)"), "For dy/dx on a tape with ∂y/∂x = 3, ∂y/∂x ="),
        (("tangent.get(child, 0.0) +", "tangent.get(child, 0.0) *"), COUNTEREXAMPLE),
        (("for parent, partial in edges", "for parent, partial in edges[:1]"), COUNTEREXAMPLE),
        (
            ("for parent, partial in edges", "for parent, partial in dict(edges).items()"),
            "For dy/dx on a tape with ∂y/∂x = 3, ∂y/∂x =",
        ),
        (("tangent.get(child, 0.0)", "tangent.get(child, 1.0)"), COUNTEREXAMPLE),
        ("return 0.0", COUNTEREXAMPLE),
        ("return 1.0", COUNTEREXAMPLE),
        (
            "return sum(partial for child, edges in tape for parent, partial in edges if parent == start)",
            COUNTEREXAMPLE,
        ),
        (
            """
            tangent = {start: 1.0}
            for entry in tape:
                tangent[entry] = 1.0
            return tangent[end]
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            tangent = {start: 1.0}
            while tape:
                child, edges = tape.pop(0)
                for parent, partial in edges:
                    tangent[child] = tangent.get(child, 0.0) + tangent.get(parent, 0.0) * partial
            return tangent.get(end, 0.0)
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            tangent = {start: 1.0}
            tangent.get(start)
            return tangent.get(end, 0.0)
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            adjoint = {end: 1.0}
            for child, edges in reversed(tape):
                for parent, partial in edges:
                    adjoint[parent] = adjoint.get(parent, 0.0) + adjoint.get(child, 0.0) * partial
            return adjoint.get(end, 0.0)
            """,
            COUNTEREXAMPLE,
        ),
        ("while True: pass", COUNTEREXAMPLE),
    ],
    "11.4": [
        (("a", "c"), "The line for a → c is right: the partial"),
        (("b", "c"), "The line for b → c is right: the partial"),
        (("d", "e"), "The line for d → e is right: the partial"),
        (("a", "e"), "The line for a → e is right: the partial"),
        (("d", "c"), "These are the two nodes, but an edge runs"),
        (("c", "a"), "The edge runs from a to c: its parent comes"),
        (("e", "a"), "The edge runs from a to e: its parent comes"),
        (("b", "e"), "No edge runs from b to e."),
        (("a", "d"), "No edge runs from a to d."),
        (("c", "e"), "No edge runs from c to e."),
        (("b", "d"), "No edge runs from b to d."),
        ("c", "Expected an edge, as the names of its"),
        ("d", "Expected an edge, as the names of its"),
        ("adj_c", "Expected an edge, as the names of its"),
        ("adj_a = adj_e * d", "Expected an edge, as the names of its"),
        ("∂e/∂a", "The line for a → e is right: the partial"),
        ("∂c/∂d", "These are the two nodes, but an edge runs"),
        ("e, d", "The edge runs from d to e: its parent comes"),
        (2, "Expected names of nodes, such as a b c d e,"),
        ("line 2", "Expected an edge, as the names of its"),
        (["a", "b"], "No edge runs from a to b."),
        ({"c": "d"}, "Expected names of nodes, such as a b c d e,"),
        ("a -> c -> d", "Expected an edge, as the names of its"),
        (("x", "y"), "Expected an edge, as the names of its"),
    ],
}
