"""Tests, notebooks and benchmarks speak of what is published: own figures stay out of them."""

import os

from hypothesis import settings

os.environ["PLANGAPS_OWN"] = ""
os.environ.pop("PLANGAPS_SERIES", None)

# Every run draws the same examples, so that a failure is one of the change at hand;
# HYPOTHESIS_PROFILE=search draws new ones.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))
