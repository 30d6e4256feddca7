"""Documents an office exchanges: one content, written as Word and as PDF alike.

`model` says what a document holds, `word` and `pdf` write it. The same content and stated time
give the same bytes, whatever the clock, the language or the process. The look follows what
official documents of Chinese bodies use (GB/T 9704): A4, 37 mm above and 28 mm left of the text,
a centred title, headings 一、 （一） 1. in three typefaces, body in three-hao 仿宋.
"""
