"""How each LMS names what it delivers; `recognise` tells which one it is.

`collecting` calls it; it imports `names` only.
"""
