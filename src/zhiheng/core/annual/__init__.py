"""The yearly progress report of a plan: the facts frozen for it, its words, its document.

`facts` holds everything a report says, `wording` drafts its sections in official Chinese from them,
`report` puts facts and sections together. Nothing here asks a register, a clock or a language:
the same facts and sections give the same document.
"""
