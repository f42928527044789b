"""Tests, notebooks and benchmarks speak of what is published: own figures stay out of them."""

import os

os.environ["PLANGAPS_OWN"] = ""
os.environ.pop("PLANGAPS_SERIES", None)
