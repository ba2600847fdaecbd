"""The runbook's commands, pasted into a shell whose AWS CLI talks to moto."""

import json
import os
import re
import time
import unittest

from stack import ACCOUNT, Moto, PARAMETERS, ROOT
from test_alarms import failure_codes
from test_scripts import NotificationsOf, Recorder, Server

LOG_LINES = [
    {"time": "2026-01-31T09:30:00.000Z", "type": "platform.report",
     "record": {"requestId": "invocation-1", "status": "timeout", "metrics": {"durationMs": 900000}}},
    {"timestamp": "2026-01-31T09:30:00.123Z", "level": "INFO", "loggerName": "dev.gongrelay.telemetry.OutcomeLog",
     "message": "s3://recordings/calls/1.wav: relayed", "bucket": "recordings", "key": "calls/1.wav",
     "requestId": "invocation-1", "gongRequestId": "4al0", "bytes": 100, "seconds": 1.25, "outcome": "relayed"},
    {"timestamp": "2026-01-31T09:31:00.123Z", "level": "INFO", "message": "another", "requestId": "invocation-2"},
]
BACKFILL = {"Outputs": {"StateMachineArn": {"Value": {"Ref": "Backfill"}}}, "Resources": {"Backfill": {
    "Type": "AWS::StepFunctions::StateMachine", "Properties": {
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/backfill",
        "DefinitionString": json.dumps({"StartAt": "Wait", "States": {
            "Wait": {"Type": "Wait", "Seconds": 900, "End": True}}})}}}}
# What stands for what a reader fills in.
WORDS = {"KEY": "calls/1.wav", "CODE": "gong-refused", "CONTACT": "11112222-3333-4444-5555-666677778888",
         "REQUEST-ID": "invocation-1", "CALL-ID": "7782342274025937895"}
INSTANCE = "arn:aws:connect:eu-west-1:123456789012:instance/11112222-3333-4444-5555-666677778888"


def chapter(name):
    """The blocks of commands below each heading of a chapter; those before the first heading are under ""."""
    text = (ROOT / "infra/RUNBOOK.md").read_text().split(f"\n## {name}\n", 1)[1].split("\n## ", 1)[0]
    first, *sections = re.split(r"\n### (.+)\n", text)
    return {heading: [block.strip() for block in re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)]
            for heading, section in [("", first), *zip(sections[::2], sections[1::2])]}


class RunbookTest(unittest.TestCase):
    def setUp(self):
        self.moto = Moto().__enter__()
        self.addCleanup(self.moto.__exit__)
        self.moto.bucket("recordings")
        self.moto.bucket("config")
        self.secret = self.moto.client("secretsmanager").create_secret(
            Name="gong", SecretString='{"accessKey": "me", "accessKeySecret": "shh"}')["ARN"]
        self.outputs = self.moto.deploy({
            **PARAMETERS, "GongSecretArn": self.secret, "MappingObject": "config/mapping.jsonata",
            "ConnectInstanceArn": INSTANCE}, name="gong-relay")
        self.moto.pause(self.outputs)
        self.commands = chapter("Commands")
        self.sqs = self.moto.client("sqs")

    def paste(self, text, answers="", **environment):
        """What commands print, after the first block."""
        first, = self.commands[""]
        return self.moto.run(["bash", "-euo", "pipefail", "-c", f"{first}\necho ----\n{text}"], answers=answers,
                             **environment).split("----\n", 1)[1]

    def log(self, *lines):
        logs = self.moto.client("logs")
        logs.create_log_stream(logGroupName=self.outputs["LogGroup"], logStreamName="one")
        logs.put_log_events(logGroupName=self.outputs["LogGroup"], logStreamName="one", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": json.dumps(line)} for line in lines])

    def dead_letter(self, code):
        return self.sqs.send_message(
            QueueUrl=self.outputs["DeadLettersUrl"], MessageBody="{}",
            MessageAttributes={name: {"DataType": "String", "StringValue": value} for name, value in {
                "code": code, "key": WORDS["KEY"], "message": "why"}.items()})["MessageId"]


class CommandsTest(RunbookTest):
    """One test, because each deployment takes seconds: each command of the chapter is tried in one."""

    def setUp(self):
        super().setUp()
        self.pasted = set()

    def paste_from(self, heading, block=0, line=None, **filled):
        """What a command prints, with words in capitals filled in; `line` chooses one of a block."""
        self.pasted.add((heading, block))
        text = self.commands[heading][block]
        if line is not None:
            text = text.splitlines()[line]
        for word, value in filled.items():
            self.assertIn(word, text)
            text = text.replace(word, value)
        return self.paste(text)

    def test_each_does_what_it_says(self):
        source, function = self.outputs["EventSourceId"], self.outputs["FunctionName"]
        lambda_ = self.moto.client("lambda")

        outputs = self.paste_from("The stack's outputs")
        self.assertIn(f"ReceiptsBucket\t{self.outputs['ReceiptsBucket']}", outputs)
        self.assertEqual(self.paste("output FunctionName; output ReceiptsPrefix"), f"{function}\nreceipts\n")

        self.log(*LOG_LINES)
        heading = "What happened to a recording, and in an invocation"
        lines = self.paste_from(heading, line=0, TEXT="invocation-1")
        self.assertIn("platform.report", lines)
        self.assertIn("calls/1.wav", lines)
        self.assertNotIn("another", lines)
        self.assertEqual(len(lines.splitlines()), 2)
        self.assertIn("invocation-1", self.paste_from(heading, line=1, TEXT="calls/1.wav"))

        s3 = self.moto.client("s3")
        s3.put_object(Bucket=self.outputs["ReceiptsBucket"], Key="receipts/recordings/calls/1.wav.json", Body=b'{"a": 1}')
        self.assertEqual(self.paste_from("One receipt", KEY="calls/1.wav"), '{"a": 1}')

        s3.put_object(Bucket="recordings", Key="old.wav", Body=b"x", StorageClass="GLACIER")
        self.paste_from("Restore an archived recording", KEY="old.wav")
        self.assertIn("expiry-date", s3.head_object(Bucket="recordings", Key="old.wav")["Restore"])

        self.paste_from("Stop and resume", line=0)
        self.assertEqual(lambda_.get_event_source_mapping(UUID=source)["State"], "Disabled")
        self.paste_from("Stop and resume", line=1)
        self.assertEqual(lambda_.get_event_source_mapping(UUID=source)["State"], "Enabled")
        self.paste_from("Stop and resume", block=1, line=0)
        self.assertEqual(lambda_.get_function_concurrency(FunctionName=function)["ReservedConcurrentExecutions"], 0)
        self.paste_from("Stop and resume", block=1, line=1)
        self.assertEqual(lambda_.get_function_concurrency(FunctionName=function)["ReservedConcurrentExecutions"], 5)

        self.assertIn(source, self.paste_from("Lower the concurrency"))

        self.moto.client("cloudformation").create_stack(StackName="gong-relay-backfill", TemplateBody=json.dumps(BACKFILL))
        machines = self.moto.client("stepfunctions")
        machine = machines.list_state_machines()["stateMachines"][0]["stateMachineArn"]
        machines.start_execution(stateMachineArn=machine)
        self.paste_from("Stop the backfill")
        self.assertEqual([one["status"] for one in machines.list_executions(stateMachineArn=machine)["executions"]],
                         ["ABORTED"])

        heading = "Look at the dead letters, and send them again"
        self.dead_letter("gong-refused")
        self.assertIn("1 gong-refused", self.paste_from(heading, line=0))
        self.assertIn("1 would be sent", self.paste_from(heading, line=1, CODE="gong-refused"))

        self.assertEqual({(heading, block) for heading, blocks in self.commands.items() if heading
                          for block in range(len(blocks))}, self.pasted, "each command is tried")


class EntriesTest(RunbookTest):
    """The commands of each alarm and each code, with a dead letter, a log line and a receipt of such a recording."""

    def setUp(self):
        super().setUp()
        self.codes = failure_codes()
        self.tried = set()
        s3 = self.moto.client("s3")
        policy = json.dumps({"Version": "2012-10-17", "Statement": []})
        for bucket in ("recordings", self.outputs["ReceiptsBucket"]):
            s3.put_bucket_policy(Bucket=bucket, Policy=policy)
        for bucket, key in (("recordings", WORDS["KEY"]), ("recordings", WORDS["KEY"] + ".json"),
                            ("config", "mapping.jsonata")):
            s3.put_object(Bucket=bucket, Key=key, Body=b'{"title": "A call"}')
        self.log(*LOG_LINES, *[
            {"level": "WARN", "message": "why", "bucket": "recordings", "key": f"calls/{code}.wav", "code": code,
             "requestId": "invocation-1", "callId": WORDS["CALL-ID"], "outcome": "retry-later"} for code in self.codes],
            {"level": "INFO", "message": "relayed", "warnings": ["a sweep found it"], "key": "calls/sweep.wav"})

    def before(self, code):
        """What an entry is about: nothing else waits, and the receipt is there."""
        self.sqs.purge_queue(QueueUrl=self.outputs["DeadLettersUrl"])
        self.moto.client("s3").put_object(
            Bucket=self.outputs["ReceiptsBucket"], Key=f"receipts/recordings/{WORDS['KEY']}.json", Body=b'{"state": "rejected"}')
        self.moto.client("s3").put_object(Bucket="recordings", Key="calls/1.wav", Body=b"x", StorageClass=(
            "GLACIER" if code == "source-archived" else "STANDARD"))
        return self.dead_letter(code)

    def test_each_has_commands_and_each_works(self):
        entries = {**chapter("Alarms"), **chapter("Failure codes")}
        for entry in entries:
            if entry:
                with self.subTest(entry):
                    self.assertTrue(entries[entry], "no commands")
                    self.try_all(entry if entry in self.codes else WORDS["CODE"], "\n".join(entries[entry]).splitlines())

    def try_all(self, code, lines):
        named = {name for line in lines for name in re.findall(r"--code (\S+)|^logs (\S+)$", line) for name in name}
        self.assertLessEqual(named & set(self.codes), {code, "gong-throttled", "gong-discarded", "time-up"})
        if code != WORDS["CODE"] and code in self.codes:
            self.assertIn(code, named, "the commands show nothing of this code")
            self.assertLessEqual(named & set(self.codes), {code})
        for line in lines:
            # The same commands with other codes take minutes; infra/check --soak tries those, too.
            form = line.replace(code, "CODE")
            if form in self.tried and "MANY_DEAD_LETTERS" not in os.environ:
                continue
            self.tried.add(form)
            message = self.before(code)
            self.check(code, line, self.fill(line, message))

    def fill(self, line, message):
        for word, value in {**WORDS, "MESSAGE-ID": message}.items():
            line = re.sub(rf"(?<![A-Z-]){word}(?![A-Z-])", value, line)
        return line

    def check(self, code, line, filled):
        output = self.ask_aws(filled)
        of_code = code in filled or "--code" not in filled
        if line.startswith("logs"):
            self.assertIn(filled.split(maxsplit=1)[1].strip("'"), output)
        elif line.startswith("receipt"):
            self.assertIn('"state": "rejected"', output)
        elif line.startswith("infra/doctor"):
            self.assertIn("ok       the function starts with its settings", output)
        elif "--list" in line and of_code:
            self.assertIn(f"{code}\t{WORDS['KEY']}\twhy\t", output)
        elif "--code" in line and of_code:
            self.assertIn("1 sent", output)
        elif "--delete" in line:
            self.assertIn("deleted", output)

    def ask_aws(self, filled):
        """Runs a command; what moto doesn't know answers as AWS does."""
        class Others(Recorder):
            def answer(self, path, body, headers):
                return (400 if path == "/v2/calls" else 200), {"ok": True, "checks": [], "Contact": {"Id": "1"}}

            def do_GET(self):
                self.do_POST()

        with Server(Others) as others, Server(NotificationsOf) as bucket:
            NotificationsOf.document = (
                "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>")
            filled = re.sub(r"^(infra/doctor .*)", rf"\1 --gong-url {others.url} || true", filled)
            return self.paste(
                filled, answers='{"accessKey": "me", "accessKeySecret": "new"}', **bucket.as_notifications,
                **{"AWS_ENDPOINT_URL_" + name: others.url for name in (
                    "LAMBDA_INVOKE", "LAMBDA_GET_ACCOUNT_SETTINGS", "CONNECT_DESCRIBE_CONTACT",
                    "SQS_START_MESSAGE_MOVE_TASK")})


class LogLinesTest(unittest.TestCase):
    def test_every_field_of_an_outcome_is_documented(self):
        code = (ROOT / "src/main/java/dev/gongrelay/telemetry/OutcomeLog.java").read_text()
        page = (ROOT / "docs/metrics.md").read_text().split("## Log lines")[1]
        documented = set(re.findall(r"`(\w+)`", "\n".join(
            row.split("|")[1] for row in page.splitlines() if row.startswith("| `"))))

        self.assertEqual(set(re.findall(r'fields\.put\(\s*"(\w+)"', code)), documented)


if __name__ == "__main__":
    unittest.main()
