"""The stack, deployed into moto: which resources come into being, and whether a recording's event reaches the queue."""

import json
import os
import unittest
from pathlib import Path

from stack import KEY, Moto, PARAMETERS, Resolver, resources_of, template, transformed

# What CloudFormation makes and moto doesn't know.
UNKNOWN_TO_MOTO = {
    "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::CodeDeploy::Application",
    "AWS::CodeDeploy::DeploymentGroup", "AWS::Lambda::Alias", "AWS::Lambda::EventInvokeConfig",
    "AWS::Logs::QueryDefinition", "AWS::S3::BucketPolicy", "AWS::SNS::Subscription", "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
}
PROOF = {"ArrivalsQueue", "ArrivalsQueuePolicy", "ArrivalsSource", "DiscardedAlarm"}
ALWAYS = PROOF | {
    "AlarmTopic", "AlarmTopicPolicy", "Dashboard", "DeadLetters", "DeadLettersAlarm", "DeadLettersPolicy",
    "FailuresByCodeQuery", "FunctionDurationAlarm", "FunctionErrorsAlarm", "MissedAlarm", "NothingArrivesAlarm",
    "PlatformFailuresQuery",
    "OldestDeadLetterAlarm", "Receipts", "ReceiptsPolicy", "RejectedAlarm",
    "RelayFunction", "RelayFunctionAliaslive", "RelayFunctionVersion", "RelayLogs", "RelayRole", "SlowestUploadsQuery",
    "ThrottledAlarm", "UnauthorizedAlarm", "WhereIsRecordingQuery",
}
QUEUE = {
    "FunctionThrottlesAlarm", "OldestRecordingAlarm", "RecordingsQueue", "RecordingsQueuePolicy", "RecordingsRule",
    "RecordingsSource",
}
DIRECT = {"OldestEventAlarm", "RelayOnFailure", "RelayPermission"}
JVM = {"Trigger": "direct", "Package": "jvm"}
FORMS = {
    "queue, native": ({}, ALWAYS | QUEUE),
    "queue, native, own key": ({"OwnKey": "true", "RecordingsKeyArn": KEY}, ALWAYS | QUEUE | {"RelayKey"}),
    "direct, jvm": (JVM, ALWAYS | DIRECT),
    "direct, jvm, own key": ({**JVM, "OwnKey": "true", "GongSecretKeyArn": KEY}, ALWAYS | DIRECT | {"RelayKey"}),
    "queue, given keys": (
        {"QueuesKeyArn": KEY, "ReceiptsKeyArn": KEY, "LogsKeyArn": KEY, "AlarmTopicKeyArn": KEY}, ALWAYS | QUEUE),
    "direct, in a VPC, traced": (
        {"Trigger": "direct", "Tracing": "Active", "SubnetIds": "subnet-00000000", "SecurityGroupIds": "sg-00000000"},
        ALWAYS | DIRECT),
    "queue, without proof of arrival": ({"ProofOfArrival": "false"}, (ALWAYS | QUEUE) - PROOF),
    "queue, signed, with a mapping": (
        {"CodeSigningConfigArn": f"arn:aws:lambda:eu-west-1:123456789012:code-signing-config:csc-{'0' * 17}",
         "MappingObject": "mappings/calls.jsonata"}, ALWAYS | QUEUE),
    "queue, quiet alarm": ({"QuietHours": "24"}, ALWAYS | QUEUE | {"QuietAlarm"}),
    "queue, given bucket and topic": (
        {"ReceiptsBucket": "receipts", "AlarmTopicArn": "arn:aws:sns:eu-west-1:123456789012:alarms"},
        (ALWAYS | QUEUE) - {"Receipts", "ReceiptsPolicy", "AlarmTopic", "AlarmTopicPolicy"}),
    "queue, gradual, e-mail": (
        {"GradualDeployment": "true", "AlarmEmail": "me@example.com"},
        ALWAYS | QUEUE | {"AlarmSubscription", "GradualDeploymentRole", "RelayFunctionDeploymentGroup",
                          "ServerlessDeploymentApplication"}),
}


def without_hash(name):
    return "RelayFunctionVersion" if name.startswith("RelayFunctionVersion") else name


class DeploymentTest(unittest.TestCase):
    def setUp(self):
        self.moto = Moto().__enter__()
        self.addCleanup(self.moto.__exit__)
        self.moto.bucket("recordings")

    def resources(self):
        summaries = self.moto.client("cloudformation").list_stack_resources(StackName="relay")
        return {without_hash(one["LogicalResourceId"]): one["PhysicalResourceId"]
                for one in summaries["StackResourceSummaries"] if one["LogicalResourceId"]}

    def test_makes_exactly_the_resources_of_each_form(self):
        for form, (parameters, expected) in FORMS.items():
            with self.subTest(form):
                self.setUp()
                self.moto.deploy({**PARAMETERS, **parameters})
                types = {without_hash(name): resource["Type"]
                         for name, resource in transformed({**PARAMETERS, **parameters})["Resources"].items()}

                self.assertEqual(
                    set(self.resources()), {name for name in expected if types[name] not in UNKNOWN_TO_MOTO})
                self.doCleanups()

    def test_conditions_give_each_form_its_resources(self):
        for form, (parameters, expected) in FORMS.items():
            with self.subTest(form):
                made = {without_hash(name) for name in resources_of({**PARAMETERS, **parameters})}

                self.assertEqual(made, expected)

    def test_gives_the_function_what_it_needs(self):
        outputs = self.moto.deploy({**PARAMETERS, "OwnKey": "true", "MemorySize": "1024"})

        function = self.moto.client("lambda").get_function_configuration(FunctionName=outputs["FunctionName"])
        variables = function["Environment"]["Variables"]
        sources = {one["EventSourceArn"]: one for one in
                   self.moto.client("lambda").list_event_source_mappings()["EventSourceMappings"]}
        source = sources.pop(outputs["RecordingsQueueArn"])
        arrivals = sources.popitem()[1]
        queue = self.moto.client("sqs").get_queue_attributes(
            QueueUrl=outputs["RecordingsQueueUrl"], AttributeNames=["All"])["Attributes"]
        encryption = self.moto.client("s3").get_bucket_encryption(Bucket=outputs["ReceiptsBucket"])

        self.assertEqual((function["Runtime"], function["Timeout"], function["MemorySize"]),
                         ("provided.al2023", 900, 1024))
        self.assertEqual(variables["RELAY_DELIVERY_QUEUE_URL"], outputs["RecordingsQueueUrl"])
        self.assertEqual(variables["RELAY_DELIVERY_DEAD_LETTER_URL"], outputs["DeadLettersUrl"])
        self.assertEqual(variables["RELAY_RECEIPTS_BUCKET"], outputs["ReceiptsBucket"])
        self.assertEqual((source["BatchSize"], source["FunctionResponseTypes"]), (1, ["ReportBatchItemFailures"]))
        self.assertEqual(variables["RELAY_ARRIVALS_QUEUE_URL"], outputs["ArrivalsQueueUrl"])
        self.assertEqual((arrivals["BatchSize"], arrivals["FunctionResponseTypes"]), (100, ["ReportBatchItemFailures"]))
        self.assertEqual(arrivals["EventSourceArn"].split(":")[-1], outputs["ArrivalsQueueUrl"].split("/")[-1])
        self.assertGreaterEqual(int(queue["VisibilityTimeout"]), 6 * function["Timeout"])
        self.assertEqual(json.loads(queue["RedrivePolicy"])["deadLetterTargetArn"], outputs["DeadLettersArn"])
        self.assertEqual(queue["KmsMasterKeyId"], outputs["KeyArn"])
        self.assertIn(outputs["KeyArn"], json.dumps(encryption["ServerSideEncryptionConfiguration"]))

    def test_other_durations_follow_the_time_limit(self):
        for limit, hidden in (("900", "5400"), ("61", "610"), ("1800", "18000")):
            with self.subTest(limit):
                made = resources_of({**PARAMETERS, "TimeLimit": limit})
                function = made["RelayFunction"]["Properties"]
                alarm = made["FunctionDurationAlarm"]["Properties"]

                self.assertEqual(str(function["Timeout"]), limit)
                self.assertEqual(function["Environment"]["Variables"]["RELAY_TIME_LIMIT"], limit + "s")
                self.assertEqual(str(made["RecordingsQueue"]["Properties"]["VisibilityTimeout"]), hidden)
                self.assertGreaterEqual(int(hidden), 6 * int(limit))
                self.assertLess(int(hidden), 12 * 3600)
                self.assertEqual((alarm["Metrics"][0]["Expression"], alarm["Threshold"]), (f"duration / (10 * {limit})", 90))

    def test_restores_snapshots_where_lambda_has_them(self):
        def snapshots(partition="aws", **parameters):
            values = {name: str(value.get("Default")) for name, value in template()["Parameters"].items()}
            resolver = Resolver(transformed(PARAMETERS), {**values, **PARAMETERS, **parameters}, {}, "relay")
            resolver.values["AWS::Partition"] = partition
            return resolver.resources()["RelayFunction"]["Properties"].get("SnapStart")

        on = {"ApplyOn": "PublishedVersions"}
        self.assertEqual(snapshots(Package="jvm"), on)
        self.assertEqual(snapshots(Package="jvm", SnapStart="false"), None)
        self.assertEqual(snapshots(), None)
        for partition in ("aws-cn", "aws-us-gov"):
            self.assertEqual(snapshots(partition, Package="jvm"), None)
            self.assertEqual(snapshots(partition, Package="jvm", SnapStart="true"), on)

    def test_the_longest_prefix_fits_into_a_pattern_of_eventbridge(self):
        longest = template()["Parameters"]["RecordingsPrefix"]["MaxLength"]
        for prefix in ("", "x" * longest, "ü" * longest):
            with self.subTest(prefix[:1]):
                rule = resources_of({**PARAMETERS, "RecordingsBucket": "b" * 63, "RecordingsPrefix": prefix})["RecordingsRule"]
                self.assertLessEqual(len(json.dumps(rule["Properties"]["EventPattern"])), 2048)

    def test_what_holds_messages_receipts_and_versions_outlives_the_stack(self):
        for form in ({}, {"OwnKey": "true"}, {"Trigger": "direct"}):
            made = resources_of({**PARAMETERS, **form})
            for name, resource in made.items():
                kept = resource["Type"] in ("AWS::SQS::Queue", "AWS::S3::Bucket", "AWS::KMS::Key")
                with self.subTest(form, resource=name):
                    self.assertEqual(resource.get("DeletionPolicy") == "RetainExceptOnCreate", kept)
                    if kept or resource["Type"] == "AWS::Lambda::Version":
                        self.assertEqual(resource["UpdateReplacePolicy"], "Retain")
                    if resource["Type"] == "AWS::Lambda::Version":
                        self.assertEqual(resource["DeletionPolicy"], "Retain")

    def test_lets_the_function_ask_connect_if_an_instance_is_given_and_only_then(self):
        arn = "arn:aws:connect:eu-west-1:123456789012:instance/11112222-3333-4444-5555-666677778888"

        def grants(parameters):
            role = resources_of({**PARAMETERS, **parameters})["RelayRole"]["Properties"]
            return [(one["Action"], one["Resource"]) for one in role["Policies"][0]["PolicyDocument"]["Statement"]
                    if "connect:" in json.dumps(one["Action"])]

        self.assertEqual(grants({}), [])
        self.assertEqual(grants({"ConnectInstanceArn": arn}), [
            (["connect:DescribeContact", "connect:DescribeUser"], [arn + "/contact/*", arn + "/agent/*"])])

    def test_lets_the_function_read_the_object_of_the_mapping_and_only_then(self):
        stored = resources_of({**PARAMETERS, "MappingObject": "config/calls/mapping.jsonata"})
        inline = resources_of({**PARAMETERS, "Mapping": "connect"})

        def role_and_variable(resources):
            variables = resources["RelayFunction"]["Properties"]["Environment"]["Variables"]
            policy = resources["RelayRole"]["Properties"]["Policies"][0]["PolicyDocument"]
            grants = [one for one in policy["Statement"] if one.get("Sid") == "ReadMapping"]
            return grants, variables["RELAY_RECORDINGS_MAPPING"]

        grants, variable = role_and_variable(stored)
        self.assertEqual(variable, "s3://config/calls/mapping.jsonata")
        self.assertEqual([(one["Action"], one["Resource"]) for one in grants],
                         [("s3:GetObject", "arn:aws:s3:::config/calls/mapping.jsonata")])
        self.assertEqual(role_and_variable(inline), ([], "connect"))

    def test_the_event_of_an_object_reaches_the_queue(self):
        outputs = self.moto.deploy(PARAMETERS)
        self.moto.pause(outputs)
        self.moto.shell("connect-bucket", "--bucket", "recordings")
        key = "calls/a b+c%20ü/日本 &=?#.wav"

        self.moto.client("s3").put_object(Bucket="recordings", Key=key, Body=b"RIFF....WAVE")

        messages = self.moto.client("sqs").receive_message(
            QueueUrl=outputs["RecordingsQueueUrl"], MaxNumberOfMessages=10)["Messages"]
        events = [json.loads(message["Body"]) for message in messages]
        self.assertEqual([(event["detail-type"], event["detail"]["bucket"]["name"], event["detail"]["object"]["key"])
                          for event in events], [("Object Created", "recordings", key)])
        Path(os.environ.get("DELIVERED_MESSAGE", os.devnull)).write_text(messages[0]["Body"])


class RulesTest(unittest.TestCase):
    """The rules that refuse contradictory parameters, as CloudFormation evaluates them."""

    def refusals(self, **parameters):
        values = {name: str(value.get("Default")) for name, value in template()["Parameters"].items()}
        rules = Resolver(template(), {**values, **PARAMETERS, **parameters}, {}, "relay")
        refused = []
        for rule in template()["Rules"].values():
            if "RuleCondition" not in rule or rules.hold(rule["RuleCondition"]):
                for assertion in rule["Assertions"]:
                    if not rules.hold(assertion["Assert"]):
                        refused.append(assertion["AssertDescription"].split()[0])
        return refused

    def test_accept_the_defaults_and_every_form(self):
        self.assertEqual(self.refusals(), [])
        for parameters, _ in FORMS.values():
            self.assertEqual(self.refusals(**parameters), [])

    def test_refuse_contradictions(self):
        self.assertEqual(self.refusals(Package="jvm", MemorySize="256"), ["Package=jvm"])
        self.assertEqual(self.refusals(Package="jvm", MemorySize="2000"), [])
        self.assertEqual(self.refusals(SubnetIds="subnet-00000000"), ["SubnetIds"])
        self.assertEqual(self.refusals(SecurityGroupIds="sg-00000000"), ["SubnetIds"])
        self.assertEqual(self.refusals(AlarmEmail="me@example.com", AlarmTopicArn="arn"), ["AlarmEmail"])
        self.assertEqual(self.refusals(ReceiptsBucket="receipts", ReceiptsExpireAfterDays="9"), ["ReceiptsExpireAfterDays"])
        self.assertEqual(self.refusals(ReceiptsBucket="receipts", ReceiptsLockDays="9"), ["ReceiptsLockDays"])
        self.assertEqual(self.refusals(ReceiptsBucket="recordings"), ["ReceiptsBucket"])
        self.assertEqual(self.refusals(Mapping="connect", MappingObject="config/mapping.jsonata"), ["MappingObject"])


if __name__ == "__main__":
    unittest.main()
