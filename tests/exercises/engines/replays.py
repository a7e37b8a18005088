"""Formulas on which engines are replayed, a sweep that sends too early, and the edge that is found."""

RUNNING = "c = a + b; d = b + 1; e = c * d"
AT = {"a": 2, "b": 1}
DIAMOND = "b = 2 * a; c = 3 * b; d = 4 * b; e = c + d"


def edge_of(played):
    """Return the edge of the first false contribution by names and slot."""
    names = played.graph.names
    return names[played.edge.parent], names[played.edge.child], played.edge.slot


def hurry(graph, partials):
    adjoint = {graph.output: 1.0}

    def send(node):
        for edge in graph.edges_into[node]:
            adjoint[edge.parent] = adjoint.get(edge.parent, 0.0) + adjoint[node] * partials[edge]
            send(edge.parent)

    send(graph.output)
    return adjoint
