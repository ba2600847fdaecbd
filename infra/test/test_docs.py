"""The commands of the pages that lead through a deployment, run in their order in a shell whose AWS CLI talks to moto."""

import re
import tempfile
import time
import unittest
from pathlib import Path

from stack import ACCOUNT, Moto, REGION, ROOT
from test_install import Answering, package
from test_scripts import NotificationsOf, Server

PAGES = ["README.md", "docs/first-call.md", "docs/install.md", "docs/operations.md", "docs/security-review.md"]
# What a command begins with that can't run here, and why.
ELSEWHERE = {
    "mvn ": "builds", "gh ": "asks GitHub", "sha256sum ": "verifies what gh downloads", "sam ": "moto knows no SAM CLI",
    "mkdir -p target ": "is for sam", "unzip ": "unpacks what gh downloads", "curl ": "erases people in Gong",
    "aws signer ": "moto signs nothing",
    "aws cloudformation deploy --template-file infra/pipeline.yaml": "moto can't read its policies; test_pipeline.py does", "module ": "is Terraform"}


def commands(page):
    """The indented commands of a page, each on one line, and those in its sentences."""
    text = (ROOT / page).read_text()
    blocks = re.findall(r"(?:^(?:    |       )(?![-*] |\d+\. ).+\n?)+", text, re.MULTILINE)
    lines = []
    for block in blocks:
        if not re.match(r"\s+(infra/|aws |export |mvn |gh |sha256sum |sam |mkdir |unzip |curl |module |#)", block):
            continue
        joined = re.sub(r"\\\n\s*", "", block)
        lines += [joined] if joined.lstrip().startswith("module ") else joined.splitlines()
    inline = re.findall(r"`((?:aws|infra/[a-z-]+) [^`]+)`", re.sub(r"\n\s*", " ", re.sub(r"```.*?```", "", text, flags=re.DOTALL)))
    return [line.strip() for line in [*lines, *inline] if line.strip() and not line.strip().startswith("#")]


class DocsTest(unittest.TestCase):
    """One test, because each deployment takes seconds: the pages are followed one after the other, with one stack."""

    def setUp(self):
        self.moto = Moto().__enter__()
        self.addCleanup(self.moto.__exit__)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        for name in ("infra", "template.yaml"):
            (self.folder / name).symlink_to(ROOT / name)
        (self.folder / "target").mkdir()
        for name in ("target/function.zip", "SIGNED.zip"):
            package(self.folder / name)
        (self.folder / "call.json").write_text("{}")
        (self.folder / "call.wav").write_bytes(b"RIFF")
        self.moto.bucket("recordings")
        self.secret = self.moto.client("secretsmanager").create_secret(
            Name="gong-relay", SecretString='{"accessKey":"me","accessKeySecret":"shh"}')["ARN"]
        NotificationsOf.document = ""
        self.outputs = {}
        self.printed = {}

    def words(self):
        """What stands for what a reader fills in; phrases before the words in them."""
        machines = self.moto.client("stepfunctions")
        machine = next((one["stateMachineArn"] for one in machines.list_state_machines()["stateMachines"]), "")
        running = machine and machines.list_executions(stateMachineArn=machine)["executions"]
        function = self.outputs["FunctionName"]
        return {
            "BucketName=BUCKET": "BucketName=new-recordings", "BUCKET": "recordings", "--secret ARN": "--secret " + self.secret,
            "RECEIPTS": self.outputs["ReceiptsBucket"], "FUNCTION": function, "EARLIER": self.version, "VERSION": self.version,
            "RULE": self.outputs["RecordingsRuleName"], "QUEUE-URL": self.outputs["RecordingsQueueUrl"],
            "ALIAS-ARN": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}:live",
            "RecordingsQueueArn=ARN": "RecordingsQueueArn=" + self.outputs["RecordingsQueueArn"],
            "RecordingsQueueUrl=URL": "RecordingsQueueUrl=" + self.outputs["RecordingsQueueUrl"],
            "--state-machine-arn ARN": "--state-machine-arn " + machine,
            "EXECUTION": running[0]["executionArn"] if running else "",
            "CodeSigningConfigArn=ARN": f"CodeSigningConfigArn=arn:aws:lambda:{REGION}:{ACCOUNT}:code-signing-config:csc-1"}

    def follow(self, page):
        """Runs the commands of a page."""
        tried = [line for line in commands(page) if not line.startswith(tuple(ELSEWHERE))]
        self.assertTrue(tried, page)
        for line in tried:
            with self.subTest(page=page, command=line):
                self.printed[line] = self.run_one(line, self.words())

    def run_one(self, line, words):
        with Server(Answering) as others, Server(NotificationsOf) as bucket:
            filled = line.replace("https://us-12345.api.gong.io", others.url).replace(
                "--gong-url URL", f"--gong-url {others.url}")
            for word, value in words.items():
                filled = re.sub(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lambda _, value=value: value, filled)
            if line.startswith("infra/install"):
                # The package is not downloaded, and moto makes the stack once.
                filled += ("" if "--zip" in line else " --zip target/function.zip") + (" --dry-run" if self.outputs else "")
            if line.startswith("infra/doctor --stack"):
                filled += f" --gong-url {others.url}"
                self.connect()
            return self.moto.run(
                ["bash", "-euo", "pipefail", "-c", f'cd "{self.folder}"\n{filled}'], **bucket.as_notifications,
                AWS_ENDPOINT_URL_LAMBDA_INVOKE=others.url, AWS_ENDPOINT_URL_LAMBDA_GET_POLICY=others.url,
                AWS_ENDPOINT_URL_STEPFUNCTIONS_REDRIVE_EXECUTION=others.url)

    def connect(self):
        """Everything is connected again, whatever the commands before have stopped."""
        NotificationsOf.document = "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>"
        self.moto.client("events").enable_rule(Name=self.outputs["RecordingsRuleName"])
        self.moto.client("sqs").purge_queue(QueueUrl=self.outputs["RecordingsQueueUrl"])
        self.moto.client("lambda").update_event_source_mapping(UUID=self.outputs["EventSourceId"], Enabled=True)

    def install(self):
        self.run_one("infra/install --bucket recordings --gong-url https://us-12345.api.gong.io", {})
        stack, = self.moto.client("cloudformation").describe_stacks(StackName="gong-relay")["Stacks"]
        self.outputs = {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}
        self.moto.pause(self.outputs)
        lambda_ = self.moto.client("lambda")
        self.version = lambda_.publish_version(FunctionName=self.outputs["FunctionName"])["Version"]
        lambda_.create_alias(FunctionName=self.outputs["FunctionName"], Name="live", FunctionVersion="$LATEST")

    def test_every_command_works(self):
        self.install()
        logs, s3, sqs = self.moto.client("logs"), self.moto.client("s3"), self.moto.client("sqs")
        logs.create_log_stream(logGroupName="/aws/lambda/gong-relay", logStreamName="one")
        logs.put_log_events(logGroupName="/aws/lambda/gong-relay", logStreamName="one", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": '{"outcome": "relayed"}'}])
        s3.put_object(Bucket=self.outputs["ReceiptsBucket"], Key="receipts/recordings/first/call.wav.json",
                      Body=b'{"arrival": "confirmed"}')

        for page in PAGES:
            self.follow(page)

        self.assertEqual([one["Key"] for one in s3.list_objects_v2(Bucket="recordings")["Contents"]],
                         ["first/call.wav", "first/call.wav.json"])
        s3.head_bucket(Bucket="new-recordings")
        alias = self.moto.client("lambda").get_alias(FunctionName=self.outputs["FunctionName"], Name="live")
        self.assertEqual(alias["FunctionVersion"], self.version)
        for command, shown in (("aws logs filter", "relayed"), ("aws s3 cp s3://RECEIPTS", "confirmed"),
                               ("infra/doctor --stack", "All is well."), ("infra/report", "0 announced")):
            self.assertIn(shown, next(text for line, text in self.printed.items() if line.startswith(command)))

    def test_what_runs_elsewhere_is_still_there(self):
        lines = [line for page in PAGES for line in commands(page)]
        for start in ELSEWHERE:
            self.assertTrue([line for line in lines if line.startswith(start)], start)


if __name__ == "__main__":
    unittest.main()
