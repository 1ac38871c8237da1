# %% max_pool2d
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as query:
    for address in (("127.0.0.1", int("@PORT@")), ("192.0.2.1", 53)):
        try:
            query.sendto(b"canary", address)
            print("sent", address)
        except OSError as error:
            print(error)
try:
    print(socket.getaddrinfo("example.invalid", 80))
except OSError as error:
    print(error)
