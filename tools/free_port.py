"""Exit with one line if a port is taken: ``python -m tools.free_port 8888``."""

import errno
import socket
import sys


def main() -> None:
    """Try to listen on the port, for a moment."""
    port = int(sys.argv[1])
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
            sys.exit(f"Port {port} is in use. Choose another one: make lab PORT={port + 1}")


if __name__ == "__main__":
    main()
