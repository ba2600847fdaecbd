"""The AWS CLI and moto, each imported once by a process that is forked here: to start one of them takes seconds of CPU."""

import atexit
import functools
import gc
import multiprocessing.util
import os
import select
import shutil
import socket
import sys
import tempfile
import threading
import traceback
from pathlib import Path

# Those that the scripts ask.
SERVICES = ["cloudformation", "events", "kms", "lambda", "logs", "s3", "secretsmanager", "sns", "sqs", "stepfunctions", "sts"]
CLIENT = Path(__file__).with_name("aws_client.py")


def fork(serve):
    """Runs a function in a process that ends with this one; gives a function that ends it before."""
    alive, held = os.pipe()
    sys.stdout.flush()
    sys.stderr.flush()
    parent, child = os.getpid(), os.fork()
    if child == 0:
        os.close(held)
        try:
            serve(alive)
        finally:
            os._exit(1)
    os.close(alive)

    def end():
        if os.getpid() == parent:
            os.close(held)
            os.waitpid(child, 0)

    return end


class Moto:
    """A moto server on a free port of the loopback interface."""

    def __init__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        # Not by atexit, which the processes of a pool don't know.
        multiprocessing.util.Finalize(None, fork(self.serve), exitpriority=0)

    def serve(self, alive):
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        threading.Thread(target=lambda: (os.read(alive, 1), os._exit(0)), daemon=True).start()
        from moto.server import main
        main(["-H", "127.0.0.1", "-p", str(self.port)])


class Cli:
    """
    The AWS CLI itself, which forks for each command that aws_client.py passes on. `instead` are functions that do some
    commands in its place, by the first two words.
    """

    def __init__(self, instead):
        self.instead = instead
        self.pid = os.getpid()
        self.folder = tempfile.mkdtemp()
        atexit.register(self.remove)
        self.address = os.path.join(self.folder, "socket")
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.address)
        self.listener.listen(64)
        multiprocessing.util.Finalize(None, fork(self.serve), exitpriority=0)
        self.listener.close()

    def remove(self):
        if self.pid == os.getpid():
            shutil.rmtree(self.folder, ignore_errors=True)

    def write_command(self, folder):
        """Writes a command named aws into a folder."""
        command = Path(folder, "aws")
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{CLIENT}" "{self.address}" "$@"\n')
        command.chmod(0o755)

    def serve(self, alive):
        import awscli.clidriver
        from botocore.loaders import JSONFileLoader
        # What every command would import, and read from files that don't change.
        JSONFileLoader.load_file = functools.lru_cache(maxsize=None)(JSONFileLoader.load_file)
        session = awscli.clidriver.create_clidriver().session
        for service in SERVICES:
            session.create_client(service, "eu-west-1")
        self.driver = awscli.clidriver
        gc.freeze()  # so that children share the memory
        running = []
        while True:
            ready, _, _ = select.select([self.listener, alive], [], [])
            if alive in ready:
                break
            connection, _ = self.listener.accept()
            child = os.fork()
            if child == 0:
                self.answer(connection)
            connection.close()
            running = [one for one in [*running, child] if os.waitpid(one, os.WNOHANG) == (0, 0)]
        for one in running:
            os.waitpid(one, 0)
        os._exit(0)

    def answer(self, connection):
        """Does one command, with the files, the folder and the environment of the client."""
        status = 255
        try:
            start, files, _, _ = socket.recv_fds(connection, 65536, 3)
            for number, file in enumerate(files):
                os.dup2(file, number)
            with connection.makefile("rb") as rest:
                folder, environment, *arguments = (start + rest.read()).split(b"\0\0")
            os.chdir(folder)
            data_path = os.environ["AWS_DATA_PATH"]  # the CLI has set it
            os.environb.clear()
            os.environb.update(pair.split(b"=", 1) for pair in environment.split(b"\0"))
            os.environ["AWS_DATA_PATH"] = data_path
            sys.stdin, sys.stdout, sys.stderr = (
                open(number, mode, encoding="utf-8", closefd=False) for number, mode in ((0, "r"), (1, "w"), (2, "w")))
            status = self.run([argument.decode() for argument in arguments])
        except SystemExit as end:
            status = end.code
        except Exception:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            connection.sendall(str(status or 0).encode())
            os._exit(0)

    def run(self, arguments):
        if "RECORD_COMMANDS" in os.environ:
            with open(os.environ["RECORD_COMMANDS"], "a", encoding="utf-8") as record:
                print(*arguments, file=record)
        words = tuple(arguments[:2])
        if words in self.instead:
            return self.instead[words](arguments[2:])
        # The CLI of version 1 has addresses of its own for SQS, whatever the environment says; and tests have other
        # servers for single commands, named like AWS_ENDPOINT_URL_LAMBDA_INVOKE.
        override = "_".join(("AWS_ENDPOINT_URL", *words)).upper().replace("-", "_")
        sys.argv = ["aws", "--endpoint-url", os.environ.get(override, os.environ["AWS_ENDPOINT_URL"]), *arguments]
        return self.driver.main()
