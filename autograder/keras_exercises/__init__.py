"""What students do with Keras: seen on their side as plain data, worked out on the trusted one.

`observing` meets the answers. `network`, `compiling`, `training` and `weights` read what it sends,
and believe nothing that they can work out themselves; `judges` judge what they read.
"""
