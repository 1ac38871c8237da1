"""From the LMS and back: `autograder collect`, `export` and `return`.

One module for each LMS (`canvas`, `moodle`, `blackboard`, `brightspace`, `sakai`) knows how it
names what it delivers; `archive` reads downloads, `plan` decides, `apply` writes. Nothing here
runs what students wrote.
"""
