"""Published promises of governments, held against published statistics.

``observed`` what was measured, ``gaps`` promise against measurement, ``rules`` published progress
rules side by side, ``charts`` the pictures. What was promised stands in the module
:mod:`plan_targets` beside this package.
"""
