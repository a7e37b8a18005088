"""Wrong answers to the exercises of notebook 05, each with the beginning of its feedback."""

from exercises.answers.other_pairs import OTHER_PAIRS

COUNTEREXAMPLE = "For c = a + b; d = b + 1; e = c * d at a ="

WRONG = {
    "05.1": [
        ({"de/da": 45, "de/db": 36, "de/dc": 15, "de/dd": 9}, "de/dd is the other factor of the product c"),
        ({"de/da": 45, "de/db": 36, "de/dc": 9, "de/dd": 6}, "c has two children, e and d. The"),
        ({"de/da": 45, "de/db": 36, "de/dc": 6, "de/dd": 6}, "c has two children, e and d. The"),
        ({"de/da": 27, "de/db": 36, "de/dc": 15, "de/dd": 6}, "From c to a goes the whole adjoint of c,"),
        ({"de/da": 45, "de/db": 24, "de/dc": 15, "de/dd": 6}, "From c to b goes the whole adjoint of c,"),
        ({"de/da": 45, "de/db": 30, "de/dc": 15, "de/dd": 6}, "The contribution from c to b is right. b is"),
        ({"de/da": 45, "de/db": 6, "de/dc": 15, "de/dd": 6}, "The contribution from d to b is right. b is"),
        ({"de/da": 27, "de/db": 24, "de/dc": 9, "de/dd": 6}, "c has two children, e and d. The"),
        ({"de/da": 18, "de/db": 12, "de/dc": 6, "de/dd": 9}, "de/dd is the other factor of the product c"),
        ({"de/da": 3, "de/db": 3, "de/dc": 10, "de/dd": 6}, "Right already: de/dd. Look again at de/da,"),
        ({"de/da": 36, "de/db": 45, "de/dc": 15, "de/dd": 6}, "Right already: de/dc, de/dd. Look again at"),
        ({"de/da": 45, "de/db": 35, "de/dc": 15, "de/dd": 6}, "Right already: de/da, de/dc, de/dd. Look"),
        ({"de/da": 45, "de/db": 36, "de/dc": 16, "de/dd": 6}, "Right already: de/da, de/db, de/dd. Look"),
        ({"de/da": 90, "de/db": 36, "de/dc": 15, "de/dd": 6}, "Right already: de/db, de/dc, de/dd. Look"),
        ({"de/da": 45, "de/db": 36, "de/dc": 54, "de/dd": 6}, "Right already: de/da, de/db, de/dd. Look"),
        ({"de/da": 0, "de/db": 0, "de/dc": 0, "de/dd": 0}, "Look again at de/da, de/db, de/dc, de/dd."),
        ({"de/dd": 9}, "de/dd is the other factor of the product c"),
        ({"de/da": 45}, "Right already: de/da. Still blank: de/db,"),
        ({"de/dc": 9, "de/dd": 6}, "c has two children, e and d. The"),
        ((45, 36, 15, 9), "de/dd is the other factor of the product c"),
        ([6, 15, 36, 45], "Look again at de/da, de/db, de/dc, de/dd."),
        ("45, 36, 15", "Expected a number for each of de/da, de/db,"),
        ({"∂e/∂a": 45, "∂e/∂b": 36, "∂e/∂c": 15, "∂e/∂d": 6}, "Expected numbers for de/da, de/db, de/dc,"),
        ({"de/da": "15 b", "de/db": 36, "de/dc": 15, "de/dd": 6}, "de/da: '15 b' cannot be read as a number;"),
        ({"a": 45, "b": 36, "c": 15, "d": 6}, "Expected numbers for de/da, de/db, de/dc,"),
    ],
    "05.2": [
        (108, "That would be right with a fresh"),
        (432, "The third run adds more than 108 to x, for"),
        (540, "The second run has added 216 to x. The"),
        (972, "The factor 3 does not come again. Ask what"),
        (324, "The second run says that. The third adds to"),
        (2916, "It is not 2916."),
        (1, "It is not 1."),
        (216, "It is not 216."),
        (0, "It is not 0."),
        (648.5, "It is not 648.5."),
        ("108 + 324", "The third run adds more than 108 to x, for"),
        ("9 * 108", "The factor 3 does not come again. Ask what"),
        ("5 * 108", "The second run has added 216 to x. The"),
        (3, "It is not 3."),
        (18, "It is not 18."),
        (54, "It is not 54."),
        (756, "It is not 756."),
        (-648, "It is not −648."),
        ("six times", "'six times' cannot be read as a number;"),
        ([108, 324, 648], "Expected a number, such as 2 or 0.5, got an"),
        ({"third": 648}, "Expected a number, such as 2 or 0.5, got an"),
        (647, "It is not 647."),
        (1296, "It is not 1296."),
        ("108^3", "It is not 1.3e6."),
    ],
    "05.3": [
        (("+=", "="), "A contribution is written down where it"),
        (("reversed(g.nodes)", "g.nodes"), "In the order of evaluation nodes send on"),
        (("adjoint.update(seeds)", "adjoint[g.names[g.output]] = 1.0"), "The seed is 1 on the output here, whatever"),
        ((" * p[edge]", ""), "The child's adjoint arrives as it is."),
        (("adjoint[g.names[node]] * p", "p"), "Each edge brings its partial alone."),
        (("+=", "*="), COUNTEREXAMPLE),
        (("+=", "-="), COUNTEREXAMPLE),
        (("    adjoint.update(seeds)\n", ""), COUNTEREXAMPLE),
        (("adjoint.update(seeds)", "adjoint = seeds"), COUNTEREXAMPLE),
        (("edges_into", "edges_from"), COUNTEREXAMPLE),
        (("edge.parent", "edge.child"), COUNTEREXAMPLE),
        (("adjoint[g.names[node]] * p", "adjoint[g.names[edge.parent]] * p"), COUNTEREXAMPLE),
        (("p[edge]", "p[node]"), COUNTEREXAMPLE),
        (("adjoint.update(seeds)", "adjoint.update(dict.fromkeys(seeds, 1.0))"), COUNTEREXAMPLE),
        (("0.0 for", "1.0 for"), COUNTEREXAMPLE),
        (
            (
                ("    adjoint.update(seeds)\n", ""),
                ("    return adjoint", "    adjoint.update(seeds)\n    return adjoint"),
            ),
            COUNTEREXAMPLE,
        ),
        ("return seeds", COUNTEREXAMPLE),
        ("return dict.fromkeys([g.names[n] for n in g.nodes if n.constant is None], 0.0)", COUNTEREXAMPLE),
        ("return {g.names[n]: 1.0 for n in g.nodes if n.constant is None}", COUNTEREXAMPLE),
        (
            """
            adjoint = dict.fromkeys(g.nodes, 0.0)
            for name, seed in seeds.items():
                adjoint[name] = seed
            for node in reversed(g.nodes):
                for edge in g.edges_into[node]:
                    adjoint[edge.parent] += adjoint[node] * p[edge]
            return {g.names[n]: adjoint[n] for n in g.nodes if n.constant is None}
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            adjoint = {g.names[node]: 0.0 for node in g.nodes if node.constant is None}
            for name in seeds:
                adjoint[name] = seeds[name]
            for node in reversed(g.nodes):
                for edge in g.edges_into[node]:
                    adjoint[g.names[edge.parent]] = adjoint[g.names[edge.parent]] + p[edge]
            return adjoint
            """,
            "Each edge brings its partial alone.",
        ),
        (
            """
            adjoint = {}
            adjoint.update(seeds)
            for node in reversed(g.nodes):
                for edge in g.edges_into[node]:
                    adjoint[g.names[edge.parent]] += adjoint[g.names[node]] * p[edge]
            return adjoint
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            def send(name):
                for edge in g.edges_into[g.node(name)]:
                    adjoint[g.names[edge.parent]] += adjoint[name] * p[edge]
                    send(g.names[edge.parent])
            adjoint = {g.names[n]: 0.0 for n in g.nodes if n.constant is None}
            for name, seed in seeds.items():
                adjoint[name] += seed
                send(name)
            return adjoint
            """,
            "A node sends on before its sum is complete,",
        ),
        (
            """
            from cgraph_lib import gradient
            return gradient(g, seeds)
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            while True:
                seeds = seeds
            """,
            COUNTEREXAMPLE,
        ),
    ],
    "05.4": [
        ("c = a + b; e = c + c", "The graph should have one input."),
        ("b = 4 * a; c = 1 * b; e = c + b", "There are to be two operations, no more and"),
        ("b = 8 * a; e = b + b", "hurry is caught, but the derivative is not"),
        ("b = a + a; e = 4 * b", "hurry gets this right. Only the input is"),
        ("b = 4 * a; e = 2 * b", "hurry gets this right. Nothing is used"),
        ("b = 2 * a; c = b + b; e = c + c", "There are to be two operations, no more and"),
        ("e = 8 * a", "There are to be two operations, no more and"),
        ("b = a * a; e = b + b", "hurry is caught, but the derivative is not"),
        ("b = 2 * a; e = b * b", "hurry is caught, but the derivative is not"),
        ("b = a + a; e = b + b", "hurry is caught, but the derivative is not"),
        ("b = 4 * a; e = b * b", "hurry is caught, but the derivative is not"),
        ("b = 4 * a; e = b - b", "hurry is caught, but the derivative is not"),
        ("b = 8 * a; e = b + 0", "hurry gets this right. Nothing is used"),
        ("b = 4 + a; e = b + b", "hurry is caught, but the derivative is not"),
        ("b = exp(a); e = b + b", "hurry is caught, but the derivative is not"),
        ("b = 4 * x; e = b + c", "The graph should have one input."),
        ("8", "The graph should have one input."),
        ("b = 4 * a; e = b + b; f = e + 1", "There are to be two operations, no more and"),
        ("b = 4 * a; e = b b", "There is no graph of this. An operator is"),
        ("b = a * 4; e = b + b + b", "There are to be two operations, no more and"),
        ("b = -4 * a; e = b + b", "hurry is caught, but the derivative is not"),
        ("b = a * a * a", "hurry gets this right. Only the input is"),
        (8, "Expected a graph, or a string for parse,"),
        ("b = 16 * a; e = b / 2", "hurry gets this right. Nothing is used"),
    ],
    "05.5": [
        (("c", "e"), "Without the contribution from e to c, c"),
        (("d", "e"), "Without the contribution from e to d, d"),
        (("b", "d"), "Without the contribution from d to b, c"),
        (("a", "c"), "Without the contribution from c to a, c"),
        (("b", "c"), "Without the contribution from c to b, c"),
        ("e", "Expected an edge, as the names of its"),
        ("c -> e", "Without the contribution from e to c, c"),
        ("∂c/∂b", "Without the contribution from c to b, c"),
        ("∂e/∂d", "Without the contribution from e to d, d"),
        *OTHER_PAIRS,
    ],
    "05.6": [
        (("b", "c"), "c sends to b only after that, so this is"),
        (("a", "c"), "c sends to a only after that, so this is"),
        (("b", "d"), "d sends to b before that, and what it"),
        (("c", "d"), "d sends to c only after that, so this is"),
        (("d", "e"), "e sends to d before that, and what it"),
        (("c", "e"), "e sends to c only after that, so this is"),
        ("b -> d", "d sends to b before that, and what it"),
        ("b → c", "c sends to b only after that, so this is"),
        ("∂d/∂b", "d sends to b before that, and what it"),
        ("∂e/∂d", "e sends to d before that, and what it"),
        ("∂e/∂c", "e sends to c only after that, so this is"),
        (("b", "a"), "These are the two nodes, but an edge runs"),
        ("b a", "These are the two nodes, but an edge runs"),
        (("e", "d"), "The edge runs from d to e: its parent comes"),
        (("d", "b"), "The edge runs from b to d: its parent comes"),
        (("c", "b"), "The edge runs from b to c: its parent comes"),
        (("a", "d"), "No edge runs from a to d."),
        (("a", "e"), "No edge runs from a to e."),
        (("b", "e"), "No edge runs from b to e."),
        ("a", "Expected an edge, as the names of its"),
        ("a -> b -> d", "Expected an edge, as the names of its"),
        (2, "Expected names of nodes, such as a b c d e,"),
        (("a", "x"), "Expected an edge, as the names of its"),
    ],
}
