"""What a page says where a picture is shared: links to its state, code that embeds it, its drawing as a file."""

from __future__ import annotations

from typing import Final

PHRASES: Final = {
    "share": "Share",
    "copy_link": "Copy link",
    "copy_embed": "Copy embed code",
    "copy_svg": "Copy as SVG",
    "copy_png": "Copy as PNG",
    "copied_link": "The link to this state is copied.",
    "copied_embed": "The code is copied; paste it where the picture is to stand.",
    "copied_svg": "The SVG is copied.",
    "copied_png": "The PNG is copied.",
    "by_hand": "Copy this text:",
    "saved": "The browser does not let a page copy this; it is saved as {file}.",
    "undrawn": "The browser cannot make a file of this picture; copy the link instead.",
    "link_picture": "There is no picture {text} on this page; its pictures have the numbers 1 to {last}.",
    "link_nothing": "There is no picture {text} on this page; it has no live pictures.",
    "link_version": "This link is of version {version}; this page reads version {known}.",
    "link_long": "This link has {length} characters; a page reads at most {most}.",
    "link_formula": "The formula of this link has {length} characters; a page reads at most {most}.",
    "link_unknown": "This link sets {name}, which this picture does not have.",
    "link_twice": "This link sets {name} more than once.",
    "link_number": "This link says {name} = {text}; expected a finite number that the picture can show.",
    "link_whole": "This link says {name} = {text}; expected a whole number from {low} to {high}.",
    "link_word": "This link says {name} = {text}, which this picture does not have.",
}
"""The sentences of the menu, and of addresses that are not followed; a page has them once, with its code."""
