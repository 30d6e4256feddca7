"""Check that everything installed for run time is under a licence that lets us ship it.

    python tools/check_licences.py [--list]

Walks the requirements of the distribution (with its extras `spark`, `opensearch` and `ocr`) through
what is installed. A package whose licence is not recognised fails too: somebody has to look.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT_PACKAGE = "zhiheng"
EXTRAS = ("", "spark", "opensearch", "ocr")
# Word by word, as licences are named in metadata and in SPDX expressions.
ALLOWED = re.compile(
    r"\b(MIT|MIT-CMU|HPND|BSD|0BSD|Apache|ISC|PSF|Python Software Foundation|Python-2\.0|"
    r"MPL|Mozilla Public License|Unlicense|zlib|CC0|Public Domain|ZPL)\b",
    re.IGNORECASE,
)
# LGPL code may be used unaltered through an import, as its section 6 (2.1) or 4 (3.0) describes.
WEAK_COPYLEFT = re.compile(r"\b(LGPL|Lesser General Public)", re.IGNORECASE)
# The sentence that only this licence has, for packages that ship its text and do not name it.
MIT_SENTENCE = "to deal in the software without restriction, including without limitation"
REFUSED = re.compile(r"\b(A?GPL|SSPL|BUSL|(?<!Lesser )General Public License)", re.IGNORECASE)


def runtime_distributions(extras: tuple[str, ...] = EXTRAS) -> list[Distribution]:
    """Return every installed distribution that ours needs at run time, without itself."""
    waiting = [(ROOT_PACKAGE, extras)]
    found: dict[str, Distribution] = {}
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            package = found[name] = distribution(name)
        except PackageNotFoundError:
            if name == ROOT_PACKAGE:
                raise
            continue  # an extra that is not installed is not shipped
        for text in package.requires or ():
            needed = Requirement(text)
            if _applies(needed, wanted):
                waiting.append((canonicalize_name(needed.name), ("", *sorted(needed.extras))))
    return [package for name, package in sorted(found.items()) if name != ROOT_PACKAGE]


def licence_of(package: Distribution) -> str:
    """Return what a distribution says its licence is: expression, classifiers, field, else text."""
    metadata = package.metadata
    if "License-Expression" in metadata:
        return metadata["License-Expression"]
    classifiers = [
        line.rpartition("::")[2].strip()
        for line in metadata.get_all("Classifier") or ()
        if line.startswith("License ::") and line != "License :: OSI Approved"
    ]
    written = " ".join(metadata.get_all("License") or ())
    return "; ".join(classifiers) or written.strip()[:120] or _named_by_text(package)


def _named_by_text(package: Distribution) -> str:
    """Return MIT where the licence file of a distribution is that licence's text, else nothing."""
    for file in package.files or ():
        if file.stem.upper() in ("LICENSE", "LICENCE", "COPYING"):
            text = " ".join(file.read_text().lower().split())
            return "MIT" if MIT_SENTENCE in text else ""
    return ""


def may_be_shipped(licence: str) -> bool:
    """Tell whether a licence is one we may ship with; one of several to choose from is enough."""
    choices = re.split(r"\s+OR\s+", licence)
    return any(
        (ALLOWED.search(choice) or WEAK_COPYLEFT.search(choice)) and not REFUSED.search(choice)
        for choice in choices
    )


def _applies(needed: Requirement, extras: tuple[str, ...]) -> bool:
    return needed.marker is None or any(needed.marker.evaluate({"extra": each}) for each in extras)


def main(arguments: list[str]) -> int:
    """Print the packages that may not be shipped, or all of them; return the exit code."""
    licences = {package.name: licence_of(package) for package in runtime_distributions()}
    refused = {name: text for name, text in licences.items() if not may_be_shipped(text)}
    for name, text in (licences if "--list" in arguments else refused).items():
        print(f"{name}: {text or 'no licence named'}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
