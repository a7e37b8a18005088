"""The draft of the paper cites what its bibliography holds, and claims no more authors or evidence than there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAPER = (ROOT / "paper" / "paper.md").read_text(encoding="utf-8")
ENTRIES = re.split(r"\n\n(?=@)", (ROOT / "paper" / "paper.bib").read_text(encoding="utf-8").strip())


def fields(entry):
    return dict(re.findall(r"^  (\w+) *= \{(.*)\},?$", entry, re.MULTILINE))


def test_each_citation_has_its_entry_and_each_entry_its_citation():
    cited = set(re.findall(r"@(\w+\d{4})", PAPER))
    assert [re.match(r"@\w+\{(\w+),", entry)[1] for entry in ENTRIES] == sorted(cited)


def test_each_entry_says_who_what_when_and_where():
    for entry in ENTRIES:
        found = fields(entry)
        assert {"author", "title", "year"} <= found.keys() and found.keys() & {"doi", "url"}
        surname = found["author"].partition(",")[0].lower()
        assert entry.partition("{")[2].startswith(f"{surname}{found['year']},")
        assert re.fullmatch(r"10\.\d{4}/\S+", found.get("doi", "10.1000/none"))


def test_the_authors_are_those_of_the_citation_file():
    named = re.findall(r"^  - name: (.*)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert re.findall(r"^  - name: (.*)$", PAPER, re.MULTILINE) == named
    assert "affiliation" not in PAPER


def test_files_that_the_paper_names_exist():
    named = re.findall(r"`([\w/]+\.\w+)`", PAPER)
    assert named and all((ROOT / name).exists() for name in named)


def test_the_paper_says_what_was_not_measured():
    assert "We have no classroom data." in re.search(r"# What has not been measured\n(.*?)\n#", PAPER, re.DOTALL)[1]
