"""Passes a command of the AWS CLI on to the process of servers.py, with its files, folder and environment."""

import os
import socket
import sys

address, *arguments = sys.argv[1:]
environment = b"\0".join(name + b"=" + value for name, value in os.environb.items())
request = b"\0\0".join([os.fsencode(os.getcwd()), environment, *map(os.fsencode, arguments)])
with socket.socket(socket.AF_UNIX) as server:
    server.connect(address)
    socket.send_fds(server, [request[:1]], [0, 1, 2])
    server.sendall(request[1:])
    server.shutdown(socket.SHUT_WR)
    sys.exit(int(server.recv(16) or b"255"))
