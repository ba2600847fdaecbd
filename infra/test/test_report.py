"""The report of what became of recordings, made from receipts in moto's S3 and from moto's Athena."""

import csv
import json
import re
import tempfile
import unittest
import urllib.request
from pathlib import Path

from stack import ACCOUNT, Moto, REGION, ROOT

TEMPLATE = {
    "Parameters": {"ReceiptsPrefix": {"Type": "String"}},
    "Resources": {"Queue": {"Type": "AWS::SQS::Queue"}},
    "Outputs": {"ReceiptsBucket": {"Value": "receipts-bucket"}},
}


def receipt(key, announced, state="relayed", **fields):
    return {"version": 1, "state": state, "recording": {"bucket": "calls", "key": key}, "announcedAt": announced, **fields}


RECEIPTS = [
    receipt("1.wav", "2026-03-01T09:00:00Z", completedAt="2026-03-01T09:00:10Z", arrival="confirmed",
            arrivalAt="2026-03-01T10:00:10Z"),
    receipt("2.wav", "2026-03-01T10:00:00.25Z", completedAt="2026-03-01T10:00:30.250Z", arrival="discarded",
            arrivalAt="2026-03-02T10:00:30Z"),
    receipt("3 <b>&.wav", "2026-03-01T11:00:00Z", "rejected", code="details-invalid", completedAt="2026-03-01T11:00:01Z"),
    receipt("4.wav", "2026-03-02T23:59:59.999Z", completedAt="2026-03-03T00:01:59.999Z", arrival="awaited", sweep="s"),
    receipt("5.wav", "2026-03-02T12:00:00Z", "claimed", code="gong-throttled"),
    receipt("6.wav", "2026-03-02T13:00:00Z", "skipped", completedAt="2026-03-02T13:00:01Z"),
    # Of an earlier version: it knows its latest claim only.
    {**receipt("7.wav", None, completedAt="2026-03-02T14:00:20Z"), "claimedAt": "2026-03-02T14:00:00Z"},
    receipt("too-early.wav", "2026-02-28T23:59:59Z", completedAt="2026-03-01T00:00:10Z"),
    receipt("too-late.wav", "2026-03-03T00:00:00Z", completedAt="2026-03-03T00:00:10Z"),
]
DAYS = ("--from", "2026-03-01", "--to", "2026-03-03")


class ReportTest(unittest.TestCase):
    def setUp(self):
        self.moto = Moto().__enter__()
        self.addCleanup(self.moto.__exit__)
        self.moto.bucket("receipts-bucket")
        self.moto.client("cloudformation").create_stack(
            StackName="relay", TemplateBody=json.dumps(TEMPLATE),
            Parameters=[{"ParameterKey": "ReceiptsPrefix", "ParameterValue": "kept"}])
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = str(Path(folder.name, "report"))

    def keep(self, *receipts):
        for one in receipts:
            self.put(f"kept/calls/{one['recording']['key']}.json", json.dumps(one))

    def put(self, key, body):
        self.moto.client("s3").put_object(Bucket="receipts-bucket", Key=key, Body=body)

    def report(self, *more):
        output = self.moto.shell("report", "--stack", "relay", *DAYS, "--out", self.out, *more, REPORT_POLL_SECONDS="0")
        with open(self.out + ".csv", newline="", encoding="utf-8") as file:
            lines = {line["day"]: line for line in csv.DictReader(file)}
        return output, lines, Path(self.out + ".html").read_text(encoding="utf-8")

    def check(self, lines):
        total = lines["total"]
        self.assertEqual(list(lines), ["2026-03-01", "2026-03-02", "total"])
        self.assertEqual({name: total[name] for name in total if total[name] not in ("0", "") and name != "day"}, {
            "announced": "7", "relayed": "4", "confirmed": "1", "discarded": "1", "awaited": "1", "rejected": "1",
            "skipped": "1", "unfinished": "1", "missed": "1", "rejected details-invalid": "1",
            "medianSecondsToGong": "25.0", "slowestSecondsToGong": "120.0", "medianSecondsToConfirmed": "3610.0",
            "slowestSecondsToConfirmed": "3610.0"})
        self.assertEqual((lines["2026-03-01"]["announced"], lines["2026-03-02"]["announced"]), ("3", "4"))

    def test_counts_the_receipts_of_the_days(self):
        self.keep(*RECEIPTS)
        self.put("kept/calls/broken.json", "{")
        self.put("kept/people.json", "[]")
        self.put("audits/run/1.csv", "no receipt")

        output, lines, _ = self.report()

        self.check(lines)
        self.assertIn("7 announced, 4 relayed, 1 confirmed, 1 discarded", output)

    def test_makes_a_page_that_needs_nothing_else_and_names_no_recording(self):
        self.keep(*RECEIPTS)

        _, _, page = self.report()

        self.assertEqual(page.count("<svg"), 2)
        self.assertIn(">confirmed</text>", page)
        self.assertIn("details-invalid", page)
        self.assertIn("0:02:00", page)
        self.assertIsNone(re.search(r"<script|<link|<img|src=|href=|url\(|@import|http", page))
        self.assertNotIn(".wav", page)

    def test_names_recordings_if_asked_to_and_shows_keys_as_they_are(self):
        self.keep(*RECEIPTS)

        _, _, page = self.report("--keys")

        self.assertIn("<td>3 &lt;b&gt;&amp;.wav</td><td>details-invalid</td>", page)
        self.assertIn("<td>2.wav</td><td>gong-discarded</td>", page)
        self.assertLess(page.index("<td>4.wav</td>"), page.index("<td>1.wav</td>"))

    def test_reports_days_without_recordings(self):
        _, lines, page = self.report()

        self.assertEqual(lines["total"]["announced"], "0")
        self.assertIn("From announced to confirmed", page)

    def test_counts_what_athena_finds(self):
        names = ["state", "announcedAt", "claimedAt", "completedAt", "arrival", "arrivalAt", "code", "sweep"]
        rows = [[{"VarCharValue": name} for name in names]] + [
            [{"VarCharValue": one[name]} if one.get(name) else {} for name in names]
            + [{"VarCharValue": one["recording"]["key"]}] for one in RECEIPTS[:7]]
        self.answer([{"Data": row} for row in rows])

        _, lines, _ = self.report("--athena", "default", "--results", "s3://receipts-bucket/athena/")

        self.check(lines)

    def answer(self, rows):
        body = {"account_id": ACCOUNT, "region": REGION, "results": [{"rows": rows, "column_info": []}]}
        urllib.request.urlopen(urllib.request.Request(
            self.moto.url + "/moto-api/static/athena/query-results", data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json"})).close()

    def test_the_table_has_the_columns_that_the_report_asks_for(self):
        table = (ROOT / "infra/receipts.sql").read_text()
        columns = set(re.findall(r"^  (\w+) ", table, re.MULTILINE))
        documented = {name.lower() for name in re.findall(r"^\| `(\w+)`", (ROOT / "docs/receipts.md").read_text(), re.MULTILINE)}
        query = re.search(r'QUERY = """(.*?)"""', (ROOT / "infra/report").read_text(), re.DOTALL).group(1)
        asked = set(re.findall(r"\b(\w+)(?=,| AS)", query.split("FROM")[0].replace("recording.key", "recording")))

        self.assertGreater(len(asked), 5)
        self.assertEqual((asked | {"recording"}) - columns - {"n", "key"}, set())
        self.assertEqual(columns - documented - {"recording", "code", "message"}, set())

    def test_says_what_is_wrong_with_its_arguments(self):
        for arguments, problem in (
                (["--from", "2026-03-01"], "--to is missing"),
                (["--from", "2026-03-01", "--to", "2026-03-01"], "--from must be before --to"),
                (["--from", "yesterday", "--to", "2026-03-01"], "--from must be a date"),
                ([*DAYS, "--athena", "default"], "--athena and --results go together")):
            with self.subTest(problem):
                self.assertIn(problem, self.moto.shell("report", "--stack", "relay", *arguments, expect=2))


if __name__ == "__main__":
    unittest.main()
