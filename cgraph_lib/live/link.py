"""A number of a live picture and a widget's, kept equal in the kernel; the page keeps them equal by itself."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import traitlets

from cgraph_lib.errors import CgraphError, InputError, unknown
from cgraph_lib.live.conversation import Conversation


class Link:
    """A connection both ways between a picture's number and a trait of a widget; `unlink` ends it.

    `name` is an input or a trait of the picture. The widget begins with the picture's number. Raises `InputError`
    for a name that the picture does not have, or a widget without such a trait.

    >>> from traitlets import Float, HasTraits
    >>> from cgraph_lib import parse
    >>> from cgraph_lib.live import Explorer
    >>> knob, explorer = type("Knob", (HasTraits,), {"value": Float()})(), Explorer(parse("c = a + b"), a=2, b=1)
    >>> link = explorer.link("b", knob)
    >>> knob.value = 3
    >>> explorer.values["c"]
    5.0
    """

    widget: Any

    def __init__(self, picture: Any, name: str, widget: Any, trait: str) -> None:
        if not isinstance(widget, traitlets.HasTraits) or not (isinstance(trait, str) and widget.has_trait(trait)):
            kind = type(widget).__name__
            raise InputError("A widget to link has a trait {trait!r}; {kind} has none.", trait=trait, kind=kind)
        known = [*picture.inputs, *picture.numbers]
        if not isinstance(name, str) or name not in known:
            sentence = "The picture has no number {name!r} to link: it has {known}."
            suggestion = "The picture has no number {name!r} to link: it has {known}. Did you mean {nearest!r}?"
            raise unknown(InputError, sentence, suggestion, name, known)
        self.picture, self.name, self.widget, self.trait = picture, name, widget, trait
        self._source = "inputs" if name in picture.inputs else name
        try:
            self._to_widget()
        except traitlets.TraitError as error:
            sentence = "{kind}.{trait} cannot hold the number of {name}: {error}"
            facts = {"kind": type(widget).__name__, "trait": trait, "name": name, "error": error}
            raise InputError(sentence, **facts) from None
        picture.observe(self._to_widget, self._source)
        widget.observe(self._to_picture, trait)

    @property
    def number(self) -> float:
        """The picture's number."""
        return float(self.picture.inputs[self.name] if self._source == "inputs" else getattr(self.picture, self.name))

    def _to_widget(self, _: Any = None) -> None:
        if self.name in self.picture.inputs or self._source != "inputs":  # a new formula may have lost the name
            setattr(self.widget, self.trait, self.number)
            self._to_picture()  # what the widget has made of it, if it has ends or steps of its own

    def _to_picture(self, _: Any = None) -> None:
        number = getattr(self.widget, self.trait)
        try:
            if self._source != "inputs":
                setattr(self.picture, self.name, number)
            elif self.name in self.picture.inputs:
                self.picture.inputs = {self.name: number}
        except CgraphError:  # the two stay equal
            setattr(self.widget, self.trait, self.number)
            raise

    def unlink(self) -> None:
        """End the connection, if it has not ended yet."""
        if self not in self.picture._links:
            return
        self.picture.unobserve(self._to_widget, self._source)
        self.widget.unobserve(self._to_picture, self.trait)
        self.picture._unlinked(self)


class Linked(Conversation):
    """A widget whose numbers can be linked to those of other widgets."""

    linked: Any = traitlets.List().tag(sync=True)
    inputs: Any = MappingProxyType[str, Any]({})
    picture: Any
    numbers: ClassVar[tuple[str, ...]] = ()  # traits besides the inputs that a widget may be linked to
    _links: Sequence[Link] = ()  # Python closes what it throws away, a picture that was refused as well

    def link(self, name: str, widget: Any, trait: str = "value") -> Link:
        """Keep one of the picture's numbers, such as an input, and a widget's value equal; return the connection."""
        self._links = [*self._links, Link(self, name, widget, trait)]
        self._tell_links()
        return self._links[-1]

    def still(self) -> dict[str, str]:
        """Return the still picture and its words."""
        return dict(self.picture._repr_mimebundle_())

    def _unlinked(self, link: Link) -> None:
        self._links = [each for each in self._links if each is not link]
        self._tell_links()

    def _tell_links(self) -> None:
        """Tell the page which widgets it may keep equal by itself: those whose value is any number."""
        names = list(self.inputs)
        alive = [link for link in self._links if getattr(link.widget, "comm", None) is not None]
        places = [(names.index(link.name) if link.name in names else link.name, link.widget) for link in alive]
        linked = [[place, one.model_id] for place, one in places if "Float" in getattr(one, "_model_name", "")]
        self.tell(linked=linked)

    def close(self) -> None:
        """Take the picture away, in the kernel and on the page."""
        for link in self._links:
            link.unlink()
        super().close()
