"""What fills derived registers: found by walking the package, each after what it reads."""

from __future__ import annotations

from tests.core.lake.stored import packaged
from zhiheng.core.analyses.derived import analyses_by_output, imported_below, in_order

OURS = {
    "patents", "patent-states", "trademark-states", "families", "citations", "classifications",
}  # fmt: skip


def test_every_analysis_is_declared_and_runs_after_what_it_reads() -> None:
    catalogue = packaged()
    ordered = in_order(catalogue)
    assert {analysis.output for analysis in ordered} >= OURS
    done: set[str] = set()
    for analysis in ordered:
        assert done >= set(analysis.inputs) & set(analyses_by_output())
        assert (analysis.run is None) != (analysis.compute is None)
        done.add(analysis.output)


def test_declarations_name_what_the_analyses_read() -> None:
    for name in OURS - {"patents"}:  # declared by its fold
        declared = packaged().register(name).derived_from
        assert sorted(declared) == sorted(analyses_by_output()[name].inputs)


def test_keys_are_columns_and_cover_what_is_imported() -> None:
    for analysis in in_order(packaged()):
        for register, column in analysis.keys.items():
            assert packaged().register(register).has_column(column), (analysis.output, register)
        if analysis.keys:
            assert set(imported_below(analysis)) <= set(analysis.keys)


def test_what_lies_below_a_register_that_reads_derived_ones() -> None:
    below = imported_below(analyses_by_output()["families"])
    assert set(below) == {"patent-documents", "legal-events", "foreign-patents"}
