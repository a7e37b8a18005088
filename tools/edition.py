"""Which course a website shows: in which language, and whether it stays as it is under a name of its own."""

from __future__ import annotations

import argparse
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from cgraph_lib.errors import InputError

ROOT = Path(__file__).resolve().parent.parent
ENGLISH = "en"
LITE = "lite"  # the folder of JupyterLite in a website
MARK = ".edition"  # a folder with this file in it is a website of its own, which its neighbour leaves alone
_NAME = re.compile(r"\d{4}[\w.-]*")  # begins with a year, so that it is none of the site's own folders


@dataclass(frozen=True)
class Edition:
    """A website's language and, if it is frozen, its name; what is not translated stands there in English.

    Raises `InputError` for a language without words, or a name that is no name of a folder.

    >>> Edition("zh").place.as_posix(), Edition("zh", "2027-spring").place.as_posix(), Edition().words["sphinx"]
    ('zh', 'zh/2027-spring', 'en')
    """

    language: str = ENGLISH
    name: str = ""
    root: Path = ROOT

    def __post_init__(self) -> None:
        known = [ENGLISH, *sorted(path.name for path in (self.root / "translations").glob("*") if path.is_dir())]
        if self.language not in known:
            raise InputError(
                "There is no language {language}; there are: {known}.", language=self.language, known=", ".join(known)
            )
        if self.name and not _NAME.fullmatch(self.name):
            raise InputError(
                "The name of an edition begins with a year, as 2027-spring does, and has no other symbols than "
                "letters, digits, dots and dashes; got {name}.",
                name=repr(self.name),
            )

    @property
    def place(self) -> Path:
        """Where the website stands, seen from the latest one in English."""
        return Path(self.language if self.language != ENGLISH else "", self.name)

    @property
    def words(self) -> dict[str, str]:
        """What the site itself says, by names."""
        return _read(self.root / "site" / "words.toml") | self.own_words

    @property
    def own_words(self) -> dict[str, str]:
        """The site's words that are translated into this language."""
        return _read(self.source("site/words.toml"))

    def source(self, path: str) -> Path:
        """Return the file or folder of that path, in this edition's language where it is translated."""
        own = self.root / "translations" / self.language / path
        return own if own.exists() else self.root / path

    def sources(self, folder: str, pattern: str) -> list[Path]:
        """Return the files of a folder, each in this edition's language where it is translated."""
        return [self.source(f"{folder}/{path.name}") for path in sorted((self.root / folder).glob(pattern))]


def options(description: str | None) -> argparse.ArgumentParser:
    """Return what reads from a command line which edition is meant."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--language", default=ENGLISH, help="of the course, with its words under translations/")
    parser.add_argument("--edition", default="", help="a name such as 2027-spring, under which it stays as it is")
    return parser


def _read(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8"))
