"""Whose names are these? The bodies and persons behind the names that stand in registers.

Question: which mentions of a name (applicant, inventor, owner, agency …) in which records mean the
same party, and why?
Inputs: every register of which a column declares `party`; the decisions of people.
Outputs: `parties`, `party-mentions`, `party-links`.

Method:
1. `mentions`: every name of every such column, with record, role, place, day, division, address
   and, where the register gives one whose check holds, the unified social credit code (USCC).
2. `units`: mentions that mean the same party beyond doubt. Organisations: the same folded name,
   with the same USCC where there is one. Persons: the same name beside the same organisation, at
   the same address or in the same record.
3. `organisation_links` and `person_links`: pairs of units with a score and its reasons: a name
   that compares alike, one USCC, another name in the same record; for persons co-inventors whose
   names coincide more than chance explains.
4. `clusters`: units join along the best links first, unless something speaks against it.
5. `identities`: each cluster gets the identity that its mentions had before, or a new one.

Limits: two persons of one name who work for the same organisation are one party until a person
splits them; a body renamed without any register saying so stays two.
"""
