"""The scripts, run with the AWS CLI against moto."""

import csv
import io
import json
import os
import tempfile
import threading
import unittest
from base64 import b64decode
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import quote, unquote

from stack import ACCOUNT, Moto, PARAMETERS, REGION, create_stack, transformed

CONNECTED = "<NotificationConfiguration><EventBridgeConfiguration/></NotificationConfiguration>"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:relay:live"
INVOKED_BY_S3 = '{"Statement":[{"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},"Action":"lambda:InvokeFunction"}]}'
NOTIFIED = f"""<NotificationConfiguration><CloudFunctionConfiguration><Id>gong-relay-relay-0</Id>
<CloudFunction>{FUNCTION}</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>
<EventBridgeConfiguration/></NotificationConfiguration>"""


class ScriptTest(unittest.TestCase):
    def setUp(self):
        self.moto = Moto().__enter__()
        NotificationsOf.document = ""
        self.addCleanup(self.moto.__exit__)


class HelpTest(unittest.TestCase):
    def test_every_script_explains_itself(self):
        for script in ("audit", "connect-bucket", "doctor", "redrive", "report"):
            with self.subTest(script):
                self.assertIn("Usage: infra/" + script, Moto.shell(NO_SERVER, script, "--help"))
                self.assertIn("is missing", Moto.shell(NO_SERVER, script, expect=2))
                self.assertIn("unknown argument", Moto.shell(NO_SERVER, script, "--nonsense", expect=2))


class MissingStackTest(ScriptTest):
    def test_says_what_to_check_when_there_is_no_such_stack(self):
        for script in ("audit", "doctor", "redrive"):
            with self.subTest(script):
                output = Moto.shell(self.moto, script, "--stack", "nowhere", expect=2)
                self.assertIn("check its name, the region", output)


class NO_SERVER:
    url = "http://127.0.0.1:1"


class ConnectBucketTest(ScriptTest):
    def setUp(self):
        super().setUp()
        self.s3 = self.moto.client("s3")
        self.moto.bucket("recordings")
        sqs, sns = self.moto.client("sqs"), self.moto.client("sns")
        url = sqs.create_queue(QueueName="theirs")["QueueUrl"]
        queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        topic = sns.create_topic(Name="theirs")["TopicArn"]
        self.theirs = {
            "QueueConfigurations": [{"Id": "theirs-queue", "QueueArn": queue, "Events": ["s3:ObjectRemoved:*"]}],
            "TopicConfigurations": [{
                "Id": "theirs-topic", "TopicArn": topic, "Events": ["s3:ObjectCreated:*"],
                "Filter": {"Key": {"FilterRules": [{"Name": "prefix", "Value": "re'ports/"}]}}}],
            "LambdaFunctionConfigurations": [{
                "Id": "theirs-function", "LambdaFunctionArn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:theirs",
                "Events": ["s3:ObjectCreated:Put"]}],
        }

    def configuration(self):
        answer = self.s3.get_bucket_notification_configuration(Bucket="recordings")
        answer.pop("ResponseMetadata")
        for kind in answer.values():
            for one in kind if isinstance(kind, list) else []:
                for rule in one.get("Filter", {}).get("Key", {}).get("FilterRules", []):
                    rule["Name"] = rule["Name"].lower()
        return answer

    def put(self, configuration):
        self.s3.put_bucket_notification_configuration(Bucket="recordings", NotificationConfiguration=configuration)

    def test_turns_eventbridge_on_for_a_bucket_without_notifications(self):
        with Server(NotificationsOf) as bucket:
            self.moto.shell("connect-bucket", "--bucket", "recordings", **bucket.as_notifications)

            self.assertIn("<EventBridgeConfiguration", NotificationsOf.document)

    def test_keeps_eventbridge_on_when_adding_a_direct_notification(self):
        with Server(NotificationsOf) as bucket:
            NotificationsOf.document = CONNECTED

            self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION,
                            **bucket.as_notifications)

            self.assertIn("<EventBridgeConfiguration", NotificationsOf.document)
            self.assertIn(f"<CloudFunction>{FUNCTION}</CloudFunction>", NotificationsOf.document)

    def test_writes_nothing_when_connected_already(self):
        with Server(NotificationsOf) as bucket:
            NotificationsOf.document = CONNECTED

            output = self.moto.shell("connect-bucket", "--bucket", "recordings", **bucket.as_notifications)

            self.assertIn("connected already", output)

    def test_turns_eventbridge_on_beside_the_notifications_of_others(self):
        self.put(self.theirs)

        output = self.moto.shell("connect-bucket", "--bucket", "recordings")

        self.assertIn('"EventBridgeConfiguration": {}', output)
        self.assertEqual(self.configuration(), self.theirs)

    def test_adds_a_direct_notification_beside_those_of_others(self):
        self.put(self.theirs)

        self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION,
                        "--prefix", "calls/", "--suffix", ".wav", "--suffix", ".mp3")

        self.assertEqual(self.configuration(), {
            **self.theirs,
            "LambdaFunctionConfigurations": self.theirs["LambdaFunctionConfigurations"] + [
                {"Id": f"gong-relay-relay-{number}", "LambdaFunctionArn": FUNCTION,
                 "Events": ["s3:ObjectCreated:*", "s3:ObjectRestore:Completed"],
                 "Filter": {"Key": {"FilterRules": [
                     {"Name": "prefix", "Value": "calls/"}, {"Name": "suffix", "Value": suffix}]}}}
                for number, suffix in enumerate([".wav", ".mp3"])]})

    def test_writes_prefix_and_suffix_as_s3_wants_them_in_filters(self):
        self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION,
                        "--prefix", "My Calls/year=2026/Zürich+日/a-b_c.d!(*)/", "--suffix", " 100%.wav")

        ours, = self.configuration()["LambdaFunctionConfigurations"]
        self.assertEqual(ours["Filter"]["Key"]["FilterRules"], [
            {"Name": "prefix", "Value": "My+Calls/year%3D2026/Z%C3%BCrich%2B%E6%97%A5/a-b_c.d!(*)/"},
            {"Name": "suffix", "Value": "+100%25.wav"}])

    def functions(self):
        return [one["LambdaFunctionArn"] for one in self.configuration()["LambdaFunctionConfigurations"]]

    def test_takes_a_prefix_that_begins_like_an_option(self):
        output = self.moto.shell("connect-bucket", "--bucket=recordings", "--direct", FUNCTION, "--prefix=--x/", "--dry-run")

        self.assertIn('"Value": "--x/"', output)

    def test_names_a_bucket_that_is_not_there_once(self):
        output = self.moto.shell("connect-bucket", "--bucket", "nowhere", expect=2)

        self.assertEqual(output.count("NoSuchBucket"), 1, output)
        self.assertIn("can't read the notifications of the bucket nowhere", output)

    def test_replaces_its_own_notification_alone(self):
        self.put(self.theirs)
        self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION, "--suffix", ".wav")

        self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION, "--suffix", ".mp3")

        _, ours = self.configuration()["LambdaFunctionConfigurations"]
        self.assertEqual(ours["Filter"]["Key"]["FilterRules"], [{"Name": "suffix", "Value": ".mp3"}])

    def test_a_second_relay_does_not_disconnect_the_first(self):
        self.put(self.theirs)
        theirs = self.functions()
        second = FUNCTION.replace("relay:", "relay-2:")
        with Server(PoliciesOf) as policies:
            PoliciesOf.documents = {FUNCTION: INVOKED_BY_S3, second: INVOKED_BY_S3}
            for function in (FUNCTION, second, FUNCTION):
                self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", function, **policies.as_policies)

            self.assertEqual(sorted(self.functions()), sorted([*theirs, FUNCTION, second]))
            self.moto.shell("connect-bucket", "--bucket", "recordings", "--disconnect", second, **policies.as_policies)
        self.assertEqual(self.functions(), [*theirs, FUNCTION])

    def test_removes_its_own_notification_alone(self):
        self.put(self.theirs)
        self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION)

        self.moto.shell("connect-bucket", "--bucket", "recordings", "--disconnect", FUNCTION)

        self.assertEqual(self.configuration(), self.theirs)

    def test_refuses_to_leave_a_notification_that_reaches_nobody(self):
        self.moto.shell("connect-bucket", "--bucket", "recordings", "--direct", FUNCTION)
        before = self.configuration()
        with Server(PoliciesOf) as policies:
            for documents in ({}, {FUNCTION: INVOKED_BY_S3.replace("s3.amazonaws.com", "events.amazonaws.com")}):
                PoliciesOf.documents = documents
                for arguments in ([], ["--direct", FUNCTION.replace("relay:", "relay-2:")]):
                    with self.subTest(documents=documents, arguments=arguments):
                        output = self.moto.shell(
                            "connect-bucket", "--bucket", "recordings", *arguments, expect=1, **policies.as_policies)

                        self.assertIn(f"infra/connect-bucket --bucket recordings --disconnect {FUNCTION}", output)
                        self.assertEqual(self.configuration(), before)

    def test_removes_notifications_that_reach_nobody_one_after_the_other(self):
        second = FUNCTION.replace("relay:", "relay-2:")
        self.put({"LambdaFunctionConfigurations": [
            {"Id": "gong-relay-0", "LambdaFunctionArn": FUNCTION, "Events": ["s3:ObjectCreated:*"]},
            {"Id": "gong-relay-relay-2-0", "LambdaFunctionArn": second, "Events": ["s3:ObjectCreated:*"]}]})
        with Server(PoliciesOf) as policies:
            PoliciesOf.documents = {}
            output = self.moto.shell(
                "connect-bucket", "--bucket", "recordings", "--disconnect", FUNCTION, **policies.as_policies)

            self.assertIn(f"--disconnect {second}", output)
            self.assertEqual(self.functions(), [second])
            self.moto.shell("connect-bucket", "--bucket", "recordings", "--disconnect", second, **policies.as_policies)
        self.assertEqual(self.configuration().get("LambdaFunctionConfigurations", []), [])

    def test_writes_nothing_in_a_dry_run(self):
        self.put(self.theirs)

        output = self.moto.shell("connect-bucket", "--bucket", "recordings", "--dry-run")

        self.assertIn('"EventBridgeConfiguration": {}', output)
        self.assertEqual(self.configuration(), self.theirs)

    def test_refuses_arguments_that_contradict_each_other(self):
        for arguments in (["--prefix", "calls/"], ["--direct", FUNCTION, "--disconnect", FUNCTION], ["--direct", "relay"],
                          ["--disconnect", "relay"], ["--disconnect"],
                          ["--direct", FUNCTION, "--prefix", 'a"b']):
            with self.subTest(arguments):
                self.moto.shell("connect-bucket", "--bucket", "recordings", *arguments, expect=2)


class RedriveTest(ScriptTest):
    EVENT = '{"detail-type":"Object Created",\t"detail":{"object":{"key":"it\'s \\"a\\" ü.wav"}}}\n'

    def setUp(self):
        super().setUp()
        self.moto.bucket("recordings")
        self.outputs = self.moto.deploy(PARAMETERS)
        self.moto.pause(self.outputs)
        self.sqs = self.moto.client("sqs")

    def dead_letter(self, body, code=None):
        attributes = {name: {"DataType": "String", "StringValue": value} for name, value in {
            "code": code, "key": "calls/1.wav", "message": "two\nlines"}.items()} if code else {}
        self.sqs.send_message(QueueUrl=self.outputs["DeadLettersUrl"], MessageBody=body, MessageAttributes=attributes)

    def bodies(self, output):
        answer = self.sqs.receive_message(
            QueueUrl=self.outputs[output], MaxNumberOfMessages=10, VisibilityTimeout=0)
        return sorted(message["Body"] for message in answer.get("Messages", []))

    def test_lists_dead_letters_and_leaves_them_there(self):
        self.dead_letter("{1}", "gong-refused")
        self.dead_letter("{2}", "gong-refused")
        self.dead_letter("{3}")

        output = self.moto.shell("redrive", "--stack", "relay", "--list")

        self.assertIn("gong-refused\tcalls/1.wav\ttwo lines\t", output)
        self.assertIn("2 gong-refused", output)
        self.assertIn("1 none", output)
        self.assertIn("3 dead letters", output)
        self.assertEqual(self.bodies("DeadLettersUrl"), ["{1}", "{2}", "{3}"])

    def test_sends_the_original_event_of_one_code_again(self):
        self.dead_letter(self.EVENT.strip(), "gong-user-not-enabled")
        self.dead_letter("{other}", "gong-refused")

        output = self.moto.shell("redrive", "--stack", "relay", "--code", "gong-user-not-enabled")

        self.assertIn("1 sent", output)
        self.assertEqual(self.bodies("RecordingsQueueUrl"), [self.EVENT.strip()])
        self.assertEqual(self.bodies("DeadLettersUrl"), ["{other}"])

    def test_sends_nothing_in_a_dry_run(self):
        self.dead_letter("{1}", "gong-refused")

        output = self.moto.shell("redrive", "--stack", "relay", "--dry-run")

        self.assertIn("1 would be sent", output)
        self.assertEqual(self.bodies("RecordingsQueueUrl"), [])
        self.assertEqual(self.bodies("DeadLettersUrl"), ["{1}"])

    def test_deletes_one_dead_letter_for_good(self):
        self.dead_letter("{1}", "gong-refused")
        self.dead_letter("{2}", "gong-refused")
        listed = self.moto.shell("redrive", "--stack", "relay", "--list").splitlines()
        chosen = listed[0].split("\t")[3]

        self.assertIn("deleted", self.moto.shell("redrive", "--stack", "relay", "--delete", chosen))

        self.assertEqual(len(self.bodies("DeadLettersUrl")), 1)
        self.assertNotIn(chosen, self.moto.shell("redrive", "--stack", "relay", "--list"))
        self.assertIn("there is no dead letter", self.moto.shell("redrive", "--stack", "relay", "--delete", chosen, expect=1))

    def test_names_dead_letters_without_a_code_by_the_key_that_they_announce(self):
        notification = {"Records": [{"s3": {"object": {"key": "calls/a+b%2Bc.wav"}}}]}
        self.dead_letter(json.dumps({"detail": {"object": {"key": "calls/x y.wav"}}}))
        self.dead_letter(json.dumps(notification))
        self.dead_letter(json.dumps({"requestPayload": {"Records": [{"Sns": {"Message": json.dumps(notification)}}]}}))
        none = ["no event at all", "[" * 100_000, "3", '{"detail": {"object": null}}', '{"detail": {"object": {"key": 3}}}',
                '{"Records": [{"s3": 1, "Sns": null}, {"s3": {"object": []}, "body": {}}]}']
        for body in none:
            self.dead_letter(body)

        output = self.moto.shell("redrive", "--stack", "relay", "--list", "--code", "none")

        keys = sorted(line.split("\t")[1] for line in output.splitlines() if "\t" in line)
        self.assertEqual(keys, ["-"] * len(none) + ["calls/a b+c.wav", "calls/a b+c.wav", "calls/x y.wav"])

    def test_lists_each_of_many_dead_letters_once(self):
        many = int(os.environ.get("MANY_DEAD_LETTERS", "200"))
        for start in range(0, many, 10):
            self.sqs.send_message_batch(QueueUrl=self.outputs["DeadLettersUrl"], Entries=[
                {"Id": str(i), "MessageBody": json.dumps({"detail": {"object": {"key": f"calls/{start + i}.wav"}}})}
                for i in range(10)])

        output = self.moto.shell("redrive", "--stack", "relay", "--list")

        keys = [line.split("\t")[1] for line in output.splitlines() if "\t" in line]
        self.assertEqual(sorted(keys), sorted(f"calls/{i}.wav" for i in range(many)))
        self.assertIn(f"{many} dead letters", output)

    def test_invokes_the_function_again_where_there_is_no_queue(self):
        parameters = {**PARAMETERS, "Trigger": "direct"}
        self.outputs = create_stack(self.moto.client("cloudformation"), "direct", transformed(parameters), parameters)
        failed = json.dumps({"requestPayload": json.loads(self.EVENT), "responsePayload": {"errorType": "X"}})
        self.dead_letter(failed)
        self.dead_letter(self.EVENT, "gong-refused")
        invoked = []

        class Lambda(Recorder):
            def answer(self, path, body, headers):
                invoked.append((path, headers["X-Amz-Invocation-Type"], body.decode()))
                return 202, {}

        with Server(Lambda) as function:
            output = self.moto.shell("redrive", "--stack", "direct", AWS_ENDPOINT_URL_LAMBDA_INVOKE=function.url)

        path = f"/2015-03-31/functions/{quote(self.outputs['FunctionAliasArn'], safe='')}/invocations"
        self.assertIn("2 sent", output)
        self.assertEqual(sorted(invoked), sorted([(path, "Event", failed), (path, "Event", self.EVENT)]))
        self.assertEqual(self.bodies("DeadLettersUrl"), [])

    def test_has_sqs_move_everything_otherwise(self):
        asked = []

        class Sqs(Recorder):
            def answer(self, path, body, headers):
                asked.append((headers["X-Amz-Target"], json.loads(body)))
                return 200, {"TaskHandle": "x"}

        with Server(Sqs) as sqs:
            self.moto.shell("redrive", "--stack", "relay", AWS_ENDPOINT_URL_SQS_START_MESSAGE_MOVE_TASK=sqs.url)

        self.assertEqual(asked, [("AmazonSQS.StartMessageMoveTask", {
            "SourceArn": self.outputs["DeadLettersArn"], "DestinationArn": self.outputs["RecordingsQueueArn"]})])


class AuditTest(ScriptTest):
    def setUp(self):
        super().setUp()
        self.moto.bucket("receipts")
        self.moto.client("cloudformation").create_stack(StackName="backfill", TemplateBody=json.dumps({
            "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
            "Outputs": {"StateMachineArn": {"Value": "arn:aws:states:eu-west-1:123456789012:stateMachine:backfill"}}}))
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = os.path.join(folder.name, "an audit.csv")

    def audit(self, *arguments, end, expect=0):
        asked = []

        class StepFunctions(Recorder):
            def answer(self, path, body, headers):
                command = headers["X-Amz-Target"].split(".")[1]
                asked.append((command, json.loads(body)))
                running = sum(one == "DescribeExecution" for one, _ in asked) < 3
                return 200, {
                    "StartExecution": {"executionArn": "arn:aws:states:eu-west-1:123456789012:execution:backfill:run",
                                       "startDate": 0},
                    "DescribeExecution": {"status": "RUNNING"} if running else end,
                    "ListMapRuns": {"mapRuns": [{"mapRunArn": "arn:map-run"}]},
                    "DescribeMapRun": {"itemCounts": {"succeeded": 50, "total": 120}}}[command]

        with Server(StepFunctions) as machine:
            addresses = {f"AWS_ENDPOINT_URL_STEPFUNCTIONS_{name}": machine.url for name in (
                "START_EXECUTION", "DESCRIBE_EXECUTION", "LIST_MAP_RUNS", "DESCRIBE_MAP_RUN")}
            output = self.moto.shell("audit", "--stack", "backfill", "--out", self.out, *arguments, expect=expect,
                                     AUDIT_POLL_SECONDS="0", **addresses)
        return output, asked

    def test_downloads_the_file_and_adds_its_lines_up(self):
        lines = "recording,wouldBe,code,bytes,seconds,primaryUser,warnings,reason\r\n"
        for batch in range(3):
            lines += "".join(
                f'"s3://recordings/{batch}-{i}, ü.wav","{outcome}","{code}","3","83","{owner}","{warnings}","{reason}"\r\n'
                for i, (outcome, code, owner, warnings, reason) in enumerate([
                    ("relayed", "", "7", "1", ""), ("relayed", "", "8", "0", ""), ("relayed", "", "7", "0", ""),
                    ("rejected", "details-invalid", "", "0", 'a ""quoted"" word'), ("skipped", "", "", "0", "private")]))
        self.moto.client("s3").put_object(Bucket="receipts", Key="audits/run.csv", Body=lines.encode())

        output, asked = self.audit("--from", "2026-01-01", end={"status": "SUCCEEDED", "output": json.dumps(
            {"audited": 15, "outcomes": {}, "owners": {}, "csv": "s3://receipts/audits/run.csv"})})

        self.assertEqual(json.loads(asked[0][1]["input"]), {"audit": True, "from": "2026-01-01"})
        self.assertIn("50 of 120 objects", output)
        for line in ("15 recordings; nothing was sent", "9 relayed", "3 rejected details-invalid", "3 skipped",
                     "3 of them with warnings", "6 7\n", "3 8\n", "s3://receipts/audits/run.csv"):
            self.assertIn(line, output)
        with open(self.out, newline="", encoding="utf-8") as text:
            self.assertEqual(text.read(), lines)
        rows = list(csv.reader(io.StringIO(lines)))
        self.assertEqual(len(rows), 16)
        self.assertEqual(rows[0][:3], ["recording", "wouldBe", "code"])
        self.assertEqual(next(row for row in rows if row[0] == "s3://recordings/2-3, ü.wav")[-1], 'a "quoted" word')

    def test_writes_a_header_where_there_is_no_recording(self):
        output, _ = self.audit(end={"status": "SUCCEEDED", "output": json.dumps({"recordings": 0})})

        self.assertIn("0 recordings", output)
        with open(self.out, encoding="utf-8") as text:
            self.assertEqual(len(text.readlines()), 1)

    def test_says_where_the_file_is_that_can_not_be_downloaded(self):
        output, _ = self.audit(expect=2, end={"status": "SUCCEEDED", "output": json.dumps(
            {"audited": 15, "csv": "s3://receipts/audits/gone.csv"})})

        self.assertIn("its CSV s3://receipts/audits/gone.csv can't be downloaded: see above", output)

    def test_says_why_an_audit_ended_early(self):
        output, _ = self.audit(expect=2, end={"status": "FAILED", "error": "NoFunction", "cause": "An audit needs it."})

        self.assertIn("the audit ended as FAILED: NoFunction An audit needs it.", output)

    def test_overwrites_no_file(self):
        with open(self.out, "w", encoding="utf-8") as text:
            text.write("mine")

        output, asked = self.audit(expect=2, end={})

        self.assertIn("exists already", output)
        self.assertEqual(asked, [])


CHECKS = [{"check": "settings", "ok": True, "text": "valid"},
          {"check": "clock", "ok": True, "text": 'differs by 0 s, "as it should", a|b'}]


class DoctorTest(ScriptTest):
    def setUp(self):
        super().setUp()
        self.moto.bucket("recordings")
        secret = self.moto.client("secretsmanager").create_secret(
            Name="gong", SecretString='{"accessKey": "me", "accessKeySecret": "shh/+="}')["ARN"]
        self.secret = secret
        self.moto.deploy({**PARAMETERS, "GongSecretArn": secret})

    def doctor(self, status, *arguments, expect, problem=None, checks=(), **environment):
        asked = []
        answer = {"ok": all(check["ok"] for check in checks), "checks": [*CHECKS, *checks]}

        class Gong(Recorder):
            def answer(self, path, body, headers):
                asked.append((path, body, b64decode(headers["Authorization"].split()[1]).decode()))
                return status, {}

        class Lambda(Recorder):
            def answer(self, path, body, headers):
                if self.server.problem:
                    return 200, {"errorMessage": self.server.problem}, {"X-Amz-Function-Error": "Unhandled"}
                self.server.events.append(json.loads(body))
                return 200, self.server.checks

        with Server(Gong) as gong, Server(NotificationsOf) as bucket, Server(Lambda) as function:
            function.server.problem, function.server.checks, function.server.events = problem, answer, []
            output = self.moto.shell(
                "doctor", "--stack", "relay", "--gong-url", gong.url, *arguments, expect=expect,
                AWS_ENDPOINT_URL_LAMBDA_INVOKE=function.url, **bucket.as_notifications, **environment)
        self.assertNotIn("shh", output)
        return output, asked

    def test_finds_nothing_to_fix_in_a_relay_that_is_connected(self):
        NotificationsOf.document = CONNECTED

        output, asked = self.doctor(400, expect=0)

        self.assertEqual(asked, [("/v2/calls", b"{}", "me:shh/+=")])
        self.assertIn("All is well", output)
        self.assertIn("ok       function: settings: valid\n", output)
        self.assertIn('ok       function: clock: differs by 0 s, "as it should", a|b\n', output)

    def test_shows_what_the_function_itself_finds_wrong(self):
        NotificationsOf.document = CONNECTED

        output, _ = self.doctor(400, expect=1, checks=[
            {"check": "receipts bucket", "ok": False, "text": 'S3 answered 403. "Fix" it.', "code": "receipt-denied"}])

        self.assertIn('PROBLEM  function: receipts bucket\n         S3 answered 403. "Fix" it.\n', output)
        self.assertIn("1 to fix", output)

    def test_says_what_to_do_about_each_problem(self):
        outputs = self.moto.client("cloudformation").describe_stacks(StackName="relay")["Stacks"][0]["Outputs"]
        outputs = {output["OutputKey"]: output["OutputValue"] for output in outputs}
        self.moto.client("events").disable_rule(Name=outputs["RecordingsRuleName"])
        self.moto.client("sqs").send_message(QueueUrl=outputs["DeadLettersUrl"], MessageBody="{}")
        self.moto.client("secretsmanager").put_secret_value(SecretId=self.secret, SecretString='{"accessKey": "me"}')

        output, asked = self.doctor(400, expect=1)

        self.assertEqual(asked, [])
        self.assertIn("EventBridge is off: run infra/connect-bucket --bucket recordings", output)
        self.assertIn("aws events enable-rule --name " + outputs["RecordingsRuleName"], output)
        self.assertIn("dead letters: 1", output)
        self.assertIn('{"accessKey":"...","accessKeySecret":"..."}', output)
        self.assertIn("4 to fix", output)

    def test_tells_why_the_function_does_not_start(self):
        NotificationsOf.document = CONNECTED

        output, _ = self.doctor(400, expect=1, problem="RELAY_GONG_BASE_URL is missing")

        self.assertIn("RELAY_GONG_BASE_URL is missing", output)
        self.assertIn("1 to fix", output)

    def test_tells_a_notification_that_reaches_nobody(self):
        for document, problems in ((None, 1), (INVOKED_BY_S3, 0)):
            with self.subTest(document), Server(PoliciesOf) as policies:
                NotificationsOf.document = NOTIFIED
                PoliciesOf.documents = {FUNCTION: document} if document else {}

                output, _ = self.doctor(400, expect=problems, **policies.as_policies)

                self.assertEqual(
                    f"run infra/connect-bucket --bucket recordings --disconnect {FUNCTION}" in output, bool(problems), output)

    def test_tells_refused_credentials(self):
        NotificationsOf.document = CONNECTED

        output, _ = self.doctor(401, expect=1)

        self.assertIn("It answers 401: a revoked key", output)
        self.assertIn("1 to fix", output)

    def test_names_receipts_keys_and_addresses_that_do_not_work(self):
        NotificationsOf.document = CONNECTED
        key = self.moto.client("kms").create_key()["KeyMetadata"]["Arn"]
        parameters = {**PARAMETERS, "GongSecretArn": self.secret, "RecordingsKeyArn": key}
        outputs = create_stack(self.moto.client("cloudformation"), "other", transformed(parameters), parameters)
        self.moto.client("kms").disable_key(KeyId=key.split("/")[1])
        self.moto.client("s3").delete_bucket(Bucket=outputs["ReceiptsBucket"])

        class Sns(Recorder):
            def answer(self, path, body, headers):
                return 200, None

            def body(self, document):
                return (b"<R><ListSubscriptionsByTopicResult><Subscriptions><member><Endpoint>me@example.com</Endpoint>"
                        b"<SubscriptionArn>PendingConfirmation</SubscriptionArn></member></Subscriptions>"
                        b"</ListSubscriptionsByTopicResult></R>")

        with Server(Sns) as sns:
            output, _ = self.doctor(400, "--stack", "other", expect=1,
                                    AWS_ENDPOINT_URL_SNS_LIST_SUBSCRIPTIONS_BY_TOPIC=sns.url)

        self.assertIn("PROBLEM  receipts bucket " + outputs["ReceiptsBucket"], output)
        self.assertIn(f"PROBLEM  key {key} (RecordingsKeyArn)\n         It is Disabled", output)
        self.assertIn("nothing is sent to: me@example.com", output)
        self.assertIn("3 to fix", output)

    def test_goes_on_and_says_what_it_may_not_read(self):
        NotificationsOf.document = CONNECTED

        class Denying(Recorder):
            def answer(self, path, body, headers):
                self.server.allowed -= 1
                return (200, {}) if self.server.allowed >= 0 else (403, {"__type": "AccessDeniedException", "message": "no"})

            def do_GET(self):
                self.do_POST()

        for operation, allowed in (
                ("EVENTS_DESCRIBE_RULE", 0), ("LAMBDA_GET_EVENT_SOURCE_MAPPING", 0), ("LAMBDA_GET_FUNCTION_CONFIGURATION", 0),
                ("LAMBDA_GET_FUNCTION_CONFIGURATION", 1), ("SQS_GET_QUEUE_ATTRIBUTES", 0),
                ("SECRETSMANAGER_GET_SECRET_VALUE", 0)):
            with self.subTest(operation, allowed=allowed), Server(Denying) as denying:
                denying.server.allowed = allowed

                output, _ = self.doctor(400, expect=1, **{"AWS_ENDPOINT_URL_" + operation: denying.url})

                self.assertRegex(output, r"PROBLEM .*\n +Can't (read|count) .*AccessDenied")
                self.assertIn("1 to fix", output)

    def test_leaves_gong_alone_when_offline(self):
        NotificationsOf.document = CONNECTED

        _, asked = self.doctor(401, "--offline", expect=0)

        self.assertEqual(asked, [])


class NotificationsOf(BaseHTTPRequestHandler):
    """A bucket's notification configuration as S3 keeps it. moto takes EventBridge's, but does not show it."""

    document = ""

    def do_GET(self):
        body = (NotificationsOf.document or "<NotificationConfiguration/>").encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self):
        NotificationsOf.document = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class PoliciesOf(BaseHTTPRequestHandler):
    """Who may invoke a function, as Lambda answers."""

    documents = {}

    def do_GET(self):
        function = unquote(self.path).split("/functions/")[1].rsplit("/policy")[0]
        document = self.documents.get(function)
        body = json.dumps({"Policy": document} if document else {"Message": "no policy"}).encode()
        self.send_response(200 if document else 404)
        if not document:
            self.send_header("x-amzn-ErrorType", "ResourceNotFoundException")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Recorder(BaseHTTPRequestHandler):
    def do_POST(self):
        status, document, *headers = self.answer(
            self.path, self.rfile.read(int(self.headers.get("Content-Length", 0))), self.headers)
        body = self.body(document)
        self.send_response(status)
        for name, value in (headers[0] if headers else {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/x-amz-json-1.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self, document):
        return json.dumps(document, separators=(",", ":")).encode()

    def log_message(self, *_):
        pass


class Server:
    def __init__(self, handler):
        self.server = HTTPServer(("127.0.0.1", 0), handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.as_notifications = {
            f"AWS_ENDPOINT_URL_S3API_{verb}_BUCKET_NOTIFICATION_CONFIGURATION": self.url for verb in ("GET", "PUT")}
        self.as_policies = {"AWS_ENDPOINT_URL_LAMBDA_GET_POLICY": self.url}

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


if __name__ == "__main__":
    unittest.main()
