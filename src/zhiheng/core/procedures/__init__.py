"""Procedures as declared law: what may be done next, by whom, until when, on what ground.

declared   one file of `declarations/procedures`, checked key by key
loading    the declared procedures, those of the platform and an office's own
procedure  a declaration made ready to run: every lookup is one step
state      where a case stands: stage, terms, suspensions, what was done
machine    from a state and an act to the next state, or all reasons why not
running    the terms of a case as due dates, each with its derivation
forms      what people fill in, read and checked against the declared fields
"""
