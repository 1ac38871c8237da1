"""Look at what was handed in: its files, archives and times, and which of them are meant.

`clean_copies` calls it; it imports `parse` and the limits, and changes nothing in `submitted/`.
"""
