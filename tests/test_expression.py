"""Expressions as data: what makes two the same, and the order of their parts."""

from cgraph_lib.expression import Call, Name, Number, postorder


def test_the_place_in_the_text_is_no_part_of_what_is_meant():
    assert Call("-", (Name("a", 0), Name("b", 4)), 2) == Call("-", (Name("a"), Name("b")))
    assert Call("-", (Name("a"), Name("b"))) != Call("-", (Name("b"), Name("a")))


def test_operands_come_before_what_is_made_of_them_however_deep():
    deep = Name("a")
    for i in range(50_000):
        deep = Call("+", (deep, Number(i)))
    parts = postorder(deep)
    assert parts[:3] == [Name("a"), Number(0), Call("+", (Name("a"), Number(0)))]
    assert len(parts) == 100_001 and parts[-1] is deep
