"""Reads the articles: Markdown with front matter that says what one is about, whom it concerns and where it is from."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).with_name("articles")
ABOUT_OURSELVES = "milepost"  # the topic on which no public page can be quoted: its sources are further reading


@dataclass(frozen=True)
class Source:
    title: str
    url: str


@dataclass(frozen=True)
class Article:
    slug: str  # the file's name without its ending; stays the same when the title is reworded
    title: str
    topics: tuple[str, ...]
    jurisdiction: str
    reviewed: str  # ISO date on which somebody last checked it
    sources: tuple[Source, ...]
    body: str  # paragraphs, with an empty line between them
    asked: tuple[str, ...] = ()  # how people put its question, besides the title (asked.yml)

    @property
    def paragraphs(self) -> list[str]:
        """The body's paragraphs, each on one line and without heading marks."""
        return [" ".join(part.split()) for part in self.body.split("\n\n") if part.strip(" \n#")]


def read_article(file: Path) -> Article:
    """One article. Raises ValueError naming the file when its front matter cannot be read."""
    try:
        _, front, body = file.read_text(encoding="utf-8").split("---\n", 2)
        fields = yaml.safe_load(front)
        return Article(
            slug=file.stem,
            title=fields["title"],
            topics=tuple(fields["topics"]),
            jurisdiction=str(fields["jurisdiction"]),
            reviewed=str(fields["reviewed"]),
            sources=tuple(Source(each["title"], each["url"]) for each in fields["sources"]),
            body=body.strip(),
            asked=_asked().get(file.stem, ()),
        )
    except (ValueError, KeyError, TypeError, yaml.YAMLError) as trouble:
        raise ValueError(f"{file.name}: the front matter needs title, topics, jurisdiction, reviewed and sources "
                         f"({trouble})") from trouble  # fmt: skip


@cache
def _asked() -> dict[str, tuple[str, ...]]:
    loaded = yaml.safe_load(Path(__file__).with_name("asked.yml").read_text(encoding="utf-8"))
    return {slug: tuple(phrases) for slug, phrases in loaded.items()}


@cache
def load_articles(folder: Path = FOLDER) -> tuple[Article, ...]:
    """Every article of a folder, by file name."""
    return tuple(read_article(file) for file in sorted(folder.glob("*.md")))
