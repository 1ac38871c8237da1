"""Set up what must be set before anything imports Keras, and how Hypothesis searches."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

from hypothesis import settings

settings.register_profile("desk", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

# Answers to be judged, not tests; those of one exercise have one name in both folders.
# Attacks are for a sandbox: they must never be imported here.
# There is more than one conftest, and Jupyter has a module `notebook`, too: none has a doctest.
collect_ignore_glob = ["meta/right/*", "meta/wrong/*", "hostile/attacks/*"]
collect_ignore_glob += ["conftest.py", "*/conftest.py", "browser/notebook.py"]
