"""The tests speak of what is published: figures of the user's own stay out, in notebooks too."""

import os

os.environ["PLANGAPS_OWN"] = ""
os.environ.pop("PLANGAPS_SERIES", None)
