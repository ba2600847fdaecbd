"""Runs all tests: two classes at a time, the long ones first, in processes that have imported everything already."""

import importlib
import io
import multiprocessing
import sys
import time
import unittest
from pathlib import Path

from stack import Moto

# Those that take longest, so that none of them is left for the end.
FIRST = ["EntriesTest", "DocsTest", "InstallTest", "DoctorTest", "RedriveTest", "ConnectBucketTest", "BackfillTest",
         "DeploymentTest", "CommandsTest", "ReportTest"]


def classes():
    """All classes of tests."""
    found = []
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(path.stem)
        found += [one for one in vars(module).values()
                  if isinstance(one, type) and issubclass(one, unittest.TestCase) and one.__module__ == path.stem]
    tested = [one for one in found if unittest.defaultTestLoader.getTestCaseNames(one)]
    return sorted(tested, key=lambda one: FIRST.index(one.__name__) if one.__name__ in FIRST else len(FIRST))


def run(one):
    """The name of a class, how many tests it has, how long they took, and what is wrong."""
    started = time.monotonic()
    output = io.StringIO()
    result = unittest.TextTestRunner(output).run(unittest.defaultTestLoader.loadTestsFromTestCase(one))
    return (f"{one.__module__}.{one.__name__}", result.testsRun, time.monotonic() - started,
            "" if result.wasSuccessful() else output.getvalue())


def main():
    started = time.monotonic()
    count, failed = 0, []
    Moto.start_cli()
    tested = classes()
    importlib.import_module("moto.server")
    with multiprocessing.get_context("fork").Pool(2) as pool:
        for name, tests, seconds, problem in pool.imap_unordered(run, tested):
            count += tests
            failed += [name] if problem else []
            print(f"{time.monotonic() - started:6.0f} s  {name}: {'failed' if problem else tests}, in {seconds:.1f} s", flush=True)
            if problem:
                print(problem, flush=True)
        pool.close()
        pool.join()
    print(f"{count} tests" + (", failed: " + ", ".join(failed) if failed else ", all passed"))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
