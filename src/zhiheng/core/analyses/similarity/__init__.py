"""Texts that nearly say the same, found among millions: `near_duplicates.find_near_duplicates`.

The order of the modules is the order of the work: `texts` (as the kernels read them) → `shingles`
(3-grams) → `copies` (the same letter for letter) → `exact_join`, or `sketches` and `bands`
(candidate pairs) → `verification` (their Jaccard indices) → `clusters`.

The same kept on the disk: `stored_index` (asked), `index_changes` (changed). The same on the
engines: `expressions`. Two texts side by side: `alignment`. How much a text varies: `variety`.
"""
