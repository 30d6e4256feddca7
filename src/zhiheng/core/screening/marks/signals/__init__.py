"""The signals for marks, one module each; adding one is adding a file here and its declaration.

As with those for patents, a module has `SIGNAL`, `BEHAVIOUR` and `find(scene, limits)`; its
docstring is what people read of how it works.
"""
