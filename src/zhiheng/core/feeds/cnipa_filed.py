"""Electronically filed application bodies, root `cn-application-body` (2008 DTD).

A filing is delivered as a folder named with the application number, one XML file a form: 100001
claims, 100002 description, 100003 drawings, 100004 abstract, 100005 figure of the abstract. The
files themselves name no number, date or party, so each form becomes a document of its own whose
number is the application number and the form's code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from zhiheng.core.feeds.cnipa_st36 import read_body
from zhiheng.core.feeds.patent_record import PatentRecord, patent_entry
from zhiheng.core.feeds.records import Entry, FeedFile

FORMAT = "cnipa-filed"
ROOTS = ("cn-application-body",)
FORM = re.compile(r"(?:^|[/\\!])(\d{6})[^/\\!]*$")
NUMBERED_FOLDER = re.compile(r"(?:^|[/\\!])((?:CN|ZL)?\d{8,12}\.?[\dX])(?=[/\\!])")


def read(root: etree._Element, file: FeedFile) -> Iterator[Entry]:
    """Yield the one form that the file holds; the folder's name is its application number."""
    folders = NUMBERED_FOLDER.findall(file.name)
    form = FORM.search(file.name)
    record = PatentRecord(
        FORMAT,
        application_number=folders[-1] if folders else "",
        doc_number=form.group(1) if form else "body",
    )
    read_body(root, record)
    record.figures = [image.get("file", "") for image in root.iter("{*}img")]
    yield patent_entry(record)
