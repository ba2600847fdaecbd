"""The scripts, as people start and stop them: with wrong options, through links, and without reading to the end."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from stack import Moto, ROOT

# A stack that has no dead letters, as the AWS CLI shows it.
NO_DEAD_LETTERS = json.dumps({"Stacks": [{"Outputs": [{"OutputKey": "DeadLettersUrl", "OutputValue": "https://queue"}]}]})


class Nowhere:
    url = "http://127.0.0.1:1"


class OptionsTest(unittest.TestCase):
    def test_refuses_an_option_without_its_value(self):
        for script, *options in (
                ("install", "--bucket", "--parameter", "--stack"), ("doctor", "--stack", "--bucket"),
                ("connect-bucket", "--bucket", "--direct", "--disconnect", "--prefix"), ("test-native", "--image"),
                ("check-executable", "--glibc"), ("redrive", "--stack", "--code", "--delete"),
                ("audit", "--stack", "--from", "--out"), ("report", "--stack", "--from", "--out", "--athena")):
            for option in options:
                for value in ([], [""], ["--help"]):
                    with self.subTest(script, option=option, value=value):
                        output = Moto.shell(Nowhere, script, option, *value, expect=2)

                        self.assertRegex(output, f"{option}(:| needs a value|.*expected one argument)")

    def test_refuses_days_of_an_audit_that_are_none(self):
        for days, message in ((["--from", "yesterday"], "--from must be a date"), (["--to", "2026-02-30"], "--to must be a date"),
                              (["--from", "2026-03-01", "--to", "2026-03-01"], "--from must be before --to")):
            with self.subTest(days):
                self.assertIn(message, Moto.shell(Nowhere, "audit", "--stack", "backfill", *days, expect=2))

    def test_refuses_a_place_for_an_audit_that_is_not_there(self):
        output = Moto.shell(Nowhere, "audit", "--stack", "backfill", "--out", "no/such/folder/a.csv", expect=2)

        self.assertIn("can't write to the folder no/such/folder", output)


class PlacesTest(unittest.TestCase):
    def test_finds_its_files_through_links_from_anywhere(self):
        with tempfile.TemporaryDirectory(prefix="with a space ") as folder:
            os.symlink(ROOT / "infra/doctor", Path(folder, "first"))
            os.symlink("first", Path(folder, "second"))

            output = Moto.run(Nowhere, [str(Path(folder, "second")), "--stack", "relay"], expect=2)

        self.assertIn("can't read the stack relay", output)

    def test_finds_its_files_where_cd_looks_elsewhere(self):
        output = Moto.run(Nowhere, ["infra/doctor", "--stack", "relay"], expect=2, CDPATH=".")

        self.assertIn("can't read the stack relay", output)


class EndTest(unittest.TestCase):
    ARGUMENTS = {"redrive": ["--list"], "audit": ["--out", "/tmp/no-audit.csv"], "report": ["--from", "2026-03-01", "--to", "2026-04-01"]}

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def start(self, script, aws, **options):
        """Starts a script, with a shell script in the place of the AWS CLI."""
        command = self.folder / "aws"
        command.write_text("#!/bin/sh\n" + aws)
        command.chmod(0o755)
        return subprocess.Popen(
            [sys.executable, str(ROOT / "infra" / script), "--stack", "relay", *self.ARGUMENTS[script]], stderr=subprocess.PIPE, text=True,
            env={**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}"}, start_new_session=True, **options)

    def test_says_in_a_line_that_it_was_interrupted(self):
        for script in self.ARGUMENTS:
            with self.subTest(script):
                started = self.folder / script
                os.mkfifo(started)
                process = self.start(script, f"echo >'{started}'\nexec sleep 600\n", stdout=subprocess.DEVNULL)
                started.read_text()

                os.killpg(process.pid, signal.SIGINT)

                _, errors = process.communicate()
                self.assertEqual((process.returncode, errors.strip().split(";")[0]), (130, f"{script}: interrupted"))

    def test_ends_quietly_if_nobody_reads_its_output(self):
        reader, writer = os.pipe()
        os.close(reader)
        process = self.start(
            "redrive", f"case $1 in cloudformation) echo '{NO_DEAD_LETTERS}' ;; *) echo '{{}}' ;; esac\n", stdout=writer)
        os.close(writer)

        _, errors = process.communicate()

        self.assertEqual((process.returncode, errors), (0, ""))


if __name__ == "__main__":
    unittest.main()
