#!/usr/bin/env bash
# traitlets 5.14.3 (config/application.py, Application._configure_logging), Python 3.11 to 3.13.
#
# Guess: an Application sets up its own logger and leaves those of others alone; its dictConfig says
# `disable_existing_loggers: False`.
# Seen: when the first logger of an Application is set up, all handlers of the process are closed, of
# whichever logger, since `logging.config.dictConfig` without `incremental` shuts down all that
# exist. A FileHandler that appends opens its file again at the next line. One of mode "w" does not:
# what is logged to it afterwards is lost without a word. Whoever runs nbgrader's or nbconvert's
# applications in their own process, and keeps such a log, is affected.
#
# Output seen:
#   a: before, after
#   w: before
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
python3 -m venv venv
venv/bin/pip install -q traitlets==5.14.3
cat > program.py <<'PROGRAM'
import logging

from traitlets.config import Application

loggers = {}
for mode in "aw":
    loggers[mode] = logging.getLogger(f"mine.{mode}")
    loggers[mode].addHandler(logging.FileHandler(f"log.{mode}", mode=mode))
    loggers[mode].warning("before")
Application().log  # the first look makes it
for mode, logger in loggers.items():
    logger.warning("after")
    with open(f"log.{mode}") as file:
        print(f"{mode}: {', '.join(file.read().split())}")
PROGRAM
venv/bin/python program.py >seen
cat seen
diff seen - <<'SEEN'
a: before, after
w: before
SEEN
echo "traitlets 5.14.3: as seen."
