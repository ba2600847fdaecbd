"""The runbook's commands, pasted into a shell whose AWS CLI talks to moto."""

import json
import re
import time
import unittest

from stack import ACCOUNT, Moto, PARAMETERS, REGION, ROOT

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


def commands():
    """The blocks of commands below each heading of the chapter."""
    chapter = (ROOT / "infra/RUNBOOK.md").read_text().split("\n## Commands\n", 1)[1].split("\n## ", 1)[0]
    sections = re.split(r"\n### (.+)\n", chapter)[1:]
    return {heading: ["\n".join(line[4:] for line in block.strip("\n").splitlines())
                      for block in re.findall(r"(?:^    .+\n?)+", text, re.MULTILINE)]
            for heading, text in zip(sections[::2], sections[1::2])}


class CommandsTest(unittest.TestCase):
    """One test, because each start of moto takes seconds: a deployment, and each command of the chapter in it."""

    def setUp(self):
        self.moto = Moto().__enter__()
        self.addCleanup(self.moto.__exit__)
        self.moto.bucket("recordings")
        self.outputs = self.moto.deploy(PARAMETERS, name="gong-relay")
        self.commands = commands()
        self.pasted = set()

    def paste(self, heading, block=0, line=None, **filled):
        """What a command prints, with words in capitals filled in; `line` chooses one of a block."""
        self.pasted.add((heading, block))
        text = self.commands[heading][block]
        if line is not None:
            text = text.splitlines()[line]
        for word, value in filled.items():
            self.assertIn(word, text)
            text = text.replace(word, value)
        first = self.commands["The stack's outputs"][0]
        return self.moto.run(["bash", "-euo", "pipefail", "-c", f"{first}\necho ----\n{text}"]).split("----\n", 1)[1]

    def test_each_does_what_it_says(self):
        source, function = self.outputs["EventSourceId"], self.outputs["FunctionName"]
        lambda_ = self.moto.client("lambda")

        outputs = self.paste("The stack's outputs")
        self.assertIn(f"ReceiptsBucket\t{self.outputs['ReceiptsBucket']}", outputs)

        logs = self.moto.client("logs")
        logs.create_log_stream(logGroupName=self.outputs["LogGroup"], logStreamName="one")
        logs.put_log_events(logGroupName=self.outputs["LogGroup"], logStreamName="one", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": json.dumps(line)} for line in LOG_LINES])
        heading = "What happened to a recording, and in an invocation"
        lines = self.paste(heading, TEXT="invocation-1")
        self.assertIn("platform.report", lines)
        self.assertIn("calls/1.wav", lines)
        self.assertNotIn("another", lines)
        self.assertIn("invocation-1", self.paste(heading, TEXT="calls/1.wav"))

        s3 = self.moto.client("s3")
        s3.put_object(Bucket=self.outputs["ReceiptsBucket"], Key="receipts/recordings/calls/1.wav.json", Body=b'{"a": 1}')
        self.assertEqual(self.paste("One receipt", BUCKET="recordings", KEY="calls/1.wav"), '{"a": 1}')

        s3.put_object(Bucket="recordings", Key="old.wav", Body=b"x", StorageClass="GLACIER")
        self.paste("Restore an archived recording", BUCKET="recordings", KEY="old.wav")
        self.assertIn("expiry-date", s3.head_object(Bucket="recordings", Key="old.wav")["Restore"])

        self.paste("Stop and resume", line=0)
        self.assertEqual(lambda_.get_event_source_mapping(UUID=source)["State"], "Disabled")
        self.paste("Stop and resume", line=1)
        self.assertEqual(lambda_.get_event_source_mapping(UUID=source)["State"], "Enabled")
        self.paste("Stop and resume", block=1, line=0)
        self.assertEqual(lambda_.get_function_concurrency(FunctionName=function)["ReservedConcurrentExecutions"], 0)
        self.paste("Stop and resume", block=1, line=1)
        self.assertEqual(lambda_.get_function_concurrency(FunctionName=function)["ReservedConcurrentExecutions"], 5)

        self.assertIn(source, self.paste("Lower the concurrency"))

        self.moto.client("cloudformation").create_stack(StackName="gong-relay-backfill", TemplateBody=json.dumps(BACKFILL))
        machines = self.moto.client("stepfunctions")
        machine = machines.list_state_machines()["stateMachines"][0]["stateMachineArn"]
        machines.start_execution(stateMachineArn=machine)
        self.paste("Stop the backfill")
        self.assertEqual([one["status"] for one in machines.list_executions(stateMachineArn=machine)["executions"]],
                         ["ABORTED"])

        heading = "Look at the dead letters, and send them again"
        self.moto.client("sqs").send_message(
            QueueUrl=self.outputs["DeadLettersUrl"], MessageBody="{}",
            MessageAttributes={"code": {"DataType": "String", "StringValue": "gong-refused"}})
        self.assertIn("1 gong-refused", self.paste(heading, line=0))
        self.assertIn("1 would be sent", self.paste(heading, line=1, CODE="gong-refused"))

        self.assertEqual({(heading, block) for heading, blocks in self.commands.items() for block in range(len(blocks))},
                         self.pasted, "each command is tried")


class LogLinesTest(unittest.TestCase):
    def test_every_field_of_an_outcome_is_documented(self):
        code = (ROOT / "src/main/java/dev/gongrelay/telemetry/OutcomeLog.java").read_text()
        page = (ROOT / "docs/metrics.md").read_text().split("## Log lines")[1]
        documented = set(re.findall(r"`(\w+)`", "\n".join(
            row.split("|")[1] for row in page.splitlines() if row.startswith("| `"))))

        self.assertEqual(set(re.findall(r'fields\.put\(\s*"(\w+)"', code)), documented)


if __name__ == "__main__":
    unittest.main()
