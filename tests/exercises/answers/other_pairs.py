"""Answers to a question for an edge of the running example that name none of its edges, and how the feedback begins."""

OTHER_PAIRS = [
    (("d", "c"), "These are the two nodes, but an edge runs"),
    (("e", "d"), "The edge runs from d to e: its parent comes"),
    (("e", "c"), "The edge runs from c to e: its parent comes"),
    (("a", "e"), "No edge runs from a to e."),
    (("b", "e"), "No edge runs from b to e."),
    (("a", "d"), "No edge runs from a to d."),
    ("c", "Expected an edge, as the names of its"),
    ("d, b", "The edge runs from b to d: its parent comes"),
    ("∂c/∂d", "These are the two nodes, but an edge runs"),
    (3, "Expected names of nodes, such as a b c d e,"),
    (["a", "b"], "No edge runs from a to b."),
    ("c -> d -> e", "Expected an edge, as the names of its"),
    ({"c": "d"}, "Expected names of nodes, such as a b c d e,"),
    ("the edge from c", "Expected an edge, as the names of its"),
    (("c", "x"), "Expected an edge, as the names of its"),
]
