"""Papers: the documents that a case leaves behind, from their declared template to the issued file.

`declared` says what a template may hold, `loading` reads all of them, `names` checks which values
they ask for, `layout` sets one in the style of the house, `word` makes and fills the Word file,
`issuing` puts number and day in and makes the PDF, `codes` are what a paper is recognised by.
"""
