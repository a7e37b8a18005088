"""What is chosen on a live picture, on the page as well as in a cell: traits that read what they are given."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import traitlets

from cgraph_lib.errors import CgraphError, InputError, WrongTypeError, unknown
from cgraph_lib.given import several

Read = Callable[[Any, Any], Any]


class Choice(traitlets.TraitType[Any, Any]):
    """A trait that the reader changes on the page as well as a cell does in the kernel.

    `read(picture, value)` returns what is kept of a value, or raises the library's error; any other error there becomes
    one. What is kept can be assigned, but does not change in place. With `optional` it may be `None`.
    """

    def __init__(
        self,
        read: Read,
        to_page: Read = lambda value, me: value,
        from_page: Read = lambda sent, me: sent,
        *,
        optional: bool = False,
    ) -> None:
        super().__init__(None if optional else traitlets.Undefined, allow_none=optional)
        self._read = read
        self.tag(sync=True, choice=True, to_json=to_page, from_json=from_page)

    def validate(self, obj: Any, value: Any) -> Any:
        """Return what is kept."""
        try:
            return fixed(self._read(obj, value), str(self.name))
        except CgraphError:
            raise
        except Exception:  # whatever a foreign object raises when it is looked at
            sentence = "An object of type {kind} cannot be read as {name}."
            raise WrongTypeError(sentence, kind=type(value).__name__, name=self.name) from None


class Fixed:
    """What a picture holds: it can be read and copied, but a change in place would not reach the page."""

    name = ""
    sentence = "This does not change in place. Assign a new value as a whole: picture.{name} = ..."

    def refusal(self) -> InputError:
        """Return the error that a change in place raises."""
        return InputError(self.sentence, name=self.name)

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise self.refusal()

    __setitem__ = __delitem__ = __iadd__ = __imul__ = __ior__ = clear = pop = _refuse
    append = extend = insert = remove = sort = reverse = update = popitem = setdefault = _refuse


class FixedList(Fixed, list[Any]):
    """A list that does not change in place."""

    def __reduce__(self) -> Any:
        return list, (list(self),)


class FixedDict(Fixed, dict[Any, Any]):
    """A dict that does not change in place."""

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


def fixed(value: Any, name: str) -> Any:
    """Return lists and dicts as ones that do not change in place, and anything else as it is.

    >>> shown = fixed(["values"], "shown")
    >>> shown.append("partials")
    Traceback (most recent call last):
        ...
    cgraph_lib.errors.InputError: This does not change in place. Assign a new value as a whole: picture.shown = ...
    """
    kept: FixedList | FixedDict
    if type(value) is list:
        kept = FixedList([each if type(each) is float else fixed(each, name) for each in value])  # there may be 100,000
    elif type(value) is dict:
        kept = FixedDict((key, fixed(each, name)) for key, each in value.items())
    else:
        return value
    kept.name = name
    return kept


def whole(name: str, value: Any) -> int:
    """Return a whole number as one that JSON holds; raise `InputError` for anything else.

    >>> whole("step", "2")
    Traceback (most recent call last):
        ...
    cgraph_lib.errors.InputError: Expected a whole number for step, such as 3, got '2'.
    """
    try:
        if not isinstance(value, bool):
            return operator.index(value)
    except TypeError:
        pass
    raise InputError("Expected a whole number for {name}, such as 3, got {value!r:.40}.", name=name, value=value)


def flag(name: str, value: Any) -> bool:
    """Return a truth value as one that JSON holds; raise `InputError` for anything else.

    >>> flag("exact", "yes")
    Traceback (most recent call last):
        ...
    cgraph_lib.errors.InputError: Expected True or False for exact, got 'yes'.
    """
    if type(value).__name__ in {"bool", "bool_"}:  # the second is numpy's
        return bool(value)
    raise InputError("Expected True or False for {name}, got {value!r:.40}.", name=name, value=value)


def some_of(known: Sequence[str], given: Any) -> list[str]:
    """Return names as a list, one alone as well; raise `InputError` for one that is not known.

    >>> some_of(["values", "partials"], "values")
    ['values']
    """
    names = several(given)
    for name in names:
        if not isinstance(name, str) or name not in known:
            suggestion = "Expected some of {known}, got {name!r}. Did you mean {nearest!r}?"
            raise unknown(InputError, "Expected some of {known}, got {name!r}.", suggestion, name, known)
    return list(dict.fromkeys(map(str, names)))
