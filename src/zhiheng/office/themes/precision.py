"""What the marks of a definition's newest sample say of its precision."""

from __future__ import annotations

from collections import Counter

from zhiheng.core.themes.sampling import Precision
from zhiheng.office.themes.enums import Mark
from zhiheng.office.themes.models import Definition, Sample, SampleItem


def precision_of(definition: Definition) -> Precision:
    """Return the precision by the definition's newest sample; nothing decided without one."""
    sample = definition.samples.first()
    return precision_of_sample(sample) if sample else Precision(0, 0)


def precision_of_sample(sample: Sample) -> Precision:
    """Return the precision that the marks of a sample show so far."""
    marks = Counter(SampleItem.objects.filter(sample=sample).values_list("mark", flat=True))
    return Precision(
        relevant=marks[Mark.RELEVANT],
        irrelevant=marks[Mark.IRRELEVANT],
        undecided=marks[Mark.UNSURE],
        open=marks[""],
    )
