"""Read the two sources on their own, without the code that loads the catalogue."""

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "source"


@dataclass
class SourceStatement:
    """One statement as printed: marked text, and its definitions by word."""

    number: int
    text: str
    definitions: dict[str, str] = field(default_factory=dict)

    @property
    def bold(self) -> list[str]:
        return re.findall(r"\*\*(.+?)\*\*", self.text)


@dataclass
class SourceTheme:
    """One theme as printed, with its title in capitals."""

    title: str
    introduction: str = ""
    statements: list[SourceStatement] = field(default_factory=list)


@dataclass
class SourceAdvice:
    """One piece of advice as printed, with its heading in capitals."""

    audience: str
    heading: str
    number: int
    title: str
    text: str = ""


def brochure() -> list[SourceTheme]:
    """Read the themes of the brochure; its one typing error is mended here as the catalogue does."""
    themes: list[SourceTheme] = []
    for line in _lines("digitale-gesprekshulp.txt"):
        line = line.replace("hijvoorbeeld", "bijvoorbeeld")
        if line.startswith("## "):
            themes.append(SourceTheme(title=line[3:]))
        elif match := re.match(r"\*\*(\d+)\.\*\* (.+)", line):
            themes[-1].statements.append(SourceStatement(int(match[1]), match[2]))
        elif match := re.match(r"\*\*(.+?):\*\* (.+)", line):
            themes[-1].statements[-1].definitions[match[1]] = match[2].replace("*", "")
        else:
            themes[-1].introduction = f"{themes[-1].introduction} {line}".strip()
    return themes


def advice() -> list[SourceAdvice]:
    """Read the nine pieces of advice."""
    pieces: list[SourceAdvice] = []
    audience = heading = ""
    for line in _lines("advies-vanuit-de-praktijk.txt"):
        if re.match(r"\d adviezen voor ", line):
            audience = "manager" if "leidinggevenden" in line else "practitioner"
        elif line.isupper():
            heading = line
        elif match := re.match(r"(\d) (.+)", line):
            pieces.append(SourceAdvice(audience, heading, int(match[1]), match[2]))
        else:
            pieces[-1].text = f"{pieces[-1].text} {line}".strip()
    return pieces


def _lines(name: str) -> list[str]:
    """Give the lines with something on them, spaces brought back to one."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]
