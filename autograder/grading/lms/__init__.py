"""From the LMS and back: `autograder collect`, `export` and `return`.

`products` knows how each LMS names what it delivers, `collecting` makes ``submitted/`` of it,
`handing_back` writes grades and feedback. `archive` reads downloads, `rosters` and the `ledger` say
who is who. Nothing here runs what students wrote.
"""
