"""What the documents on security say is there: every resource, statement, parameter, file and test that they name."""

import re
import unittest

from stack import ROOT, template

PAGES = ["docs/threat-model.md", "docs/security-review.md"]


def tables(page):
    """The rows of a page's tables, as lists of cells, without their headings."""
    rows = [line for line in (ROOT / page).read_text().splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split(" | ")] for i, row in enumerate(rows)
            if "---" not in row and not (i + 1 < len(rows) and "---" in rows[i + 1])]


class NamesTest(unittest.TestCase):
    def setUp(self):
        self.template = template()
        self.java = {path.stem: path for path in (ROOT / "src/test/java").rglob("*.java")}

    def exists(self, name):
        if "/" in name or name.endswith(".md"):
            return (ROOT / name).exists()
        if name.startswith("test_"):
            module, case, method = name.split(".")
            text = (ROOT / f"infra/test/{module}.py").read_text()
            return f"class {case}(" in text and f"    def {method}(self" in text
        first, _, second = name.partition(".")
        if first in self.java:
            return not second or re.search(rf"\bvoid {second}\(", self.java[first].read_text()) is not None
        if not second:
            return first in self.template["Resources"] or first in self.template["Parameters"]
        return f"'Sid': '{second}'" in str(self.template["Resources"].get(first))

    def test_everything_that_proves_something_exists(self):
        for page, column in zip(PAGES, (2, 2)):
            rows = tables(page)
            self.assertGreater(len(rows), 10)
            for row in rows:
                proofs = re.findall(r"`([^`]+)`", row[column])
                with self.subTest(page=page, row=row[:2]):
                    self.assertTrue(proofs, "no proof")
                    self.assertEqual([name for name in proofs if not self.exists(name)], [])

    def test_finds_out_what_does_not_exist(self):
        for name in ("Nowhere", "RelayRole.Nothing", "RedactionTest.masks_nothing", "docs/nothing.md",
                     "test_trust.NamesTest.test_nothing", "NoTest.does_nothing"):
            self.assertFalse(self.exists(name), name)


class LockTest(unittest.TestCase):
    def setUp(self):
        self.resources = template()["Resources"]

    def test_locks_receipts_by_parameter(self):
        bucket = self.resources["Receipts"]["Properties"]
        condition, lock, otherwise = bucket["ObjectLockConfiguration"]["Fn::If"]

        self.assertIs(bucket["ObjectLockEnabled"], True)
        self.assertEqual(bucket["VersioningConfiguration"], {"Status": "Enabled"})
        self.assertEqual((condition, otherwise), ("ReceiptsLock", {"Ref": "AWS::NoValue"}))
        self.assertEqual(lock["Rule"]["DefaultRetention"],
                         {"Mode": {"Ref": "ReceiptsLockMode"}, "Days": {"Ref": "ReceiptsLockDays"}})

    def test_takes_only_signed_packages_by_parameter(self):
        self.assertEqual(self.resources["RelayFunction"]["Properties"]["CodeSigningConfigArn"],
                         {"Fn::If": ["Signed", {"Ref": "CodeSigningConfigArn"}, {"Ref": "AWS::NoValue"}]})


if __name__ == "__main__":
    unittest.main()
