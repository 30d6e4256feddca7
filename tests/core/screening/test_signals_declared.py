"""Every declared signal has a module, and every module is declared."""

from __future__ import annotations

from zhiheng.core.screening.declared import packaged
from zhiheng.core.screening.signals import signals


def test_signals_and_declarations_are_the_same() -> None:
    assert set(signals()) == set(packaged().signals)


def test_every_signal_says_what_it_does_and_points_where_it_is_declared() -> None:
    for name, signal in signals().items():
        declared = packaged().signal(name)
        module = __import__(signal.find.__module__, fromlist=["BEHAVIOUR"])
        assert declared.behaviour == module.BEHAVIOUR
        assert len(signal.docstring) > 200


def test_every_limit_has_a_value_on_a_day_and_a_source() -> None:
    for declared in packaged().signals.values():
        for limit in declared.limits:
            assert limit.values[0].source.instrument
            assert limit.title.zh
            assert limit.title.en
