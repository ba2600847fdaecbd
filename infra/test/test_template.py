"""What the template, the code and the documents say about each other."""

import json
import re
import subprocess
import unittest

from stack import PARAMETERS, ROOT, template, transformed

# What the AWS calls of the code are called in IAM.
ACTIONS = {
    "s3:headObject": ["s3:GetObject", "s3:GetObjectVersion"],
    "s3:getObject": ["s3:GetObject", "s3:GetObjectVersion"],
    "s3:getObjectAsBytes": ["s3:GetObject", "s3:GetObjectVersion"],
    "s3:listObjectsV2": ["s3:ListBucket"],
    "s3:getBucketNotificationConfiguration": ["s3:GetBucketNotification"],
    "s3:deleteObject": ["s3:DeleteObject"],
    "sqs:getQueueAttributes": ["sqs:GetQueueAttributes"],
    "s3:presignGetObject": ["s3:GetObject", "s3:GetObjectVersion"],
    "s3:putObject": ["s3:PutObject"],
    "s3:createMultipartUpload": ["s3:PutObject"],
    "s3:uploadPart": ["s3:PutObject"],
    "s3:completeMultipartUpload": ["s3:PutObject"],
    "sqs:changeMessageVisibility": ["sqs:ChangeMessageVisibility"],
    "sqs:sendMessage": ["sqs:SendMessage"],
    "secretsmanager:getSecretValue": ["secretsmanager:GetSecretValue"],
}
# What AWS itself does in the function's name, and what a call needs besides its own action.
WITHOUT_CALL = {
    "connect:DescribeContact", "connect:DescribeUser",  # ConnectApi, which is no client of the SDK
    "kms:Decrypt", "kms:GenerateDataKey",  # for whatever is encrypted with a key
    "sqs:ReceiveMessage", "sqs:DeleteMessage",  # the event source mapping
    "logs:CreateLogStream", "logs:PutLogEvents",
    "xray:PutTraceSegments", "xray:PutTelemetryRecords",
    "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets",
    "ec2:AssignPrivateIpAddresses", "ec2:UnassignPrivateIpAddresses",
}


def statements(thing):
    """The statements of a policy, those within conditions included."""
    for statement in thing:
        if "Fn::If" in statement:
            yield from statements([branch for branch in statement["Fn::If"][1:] if "Ref" not in branch])
        else:
            yield statement


def listed(value):
    return value if isinstance(value, list) else [value]


def slug(heading):
    """The anchor that a heading gets in Markdown."""
    return re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")


def source(path):
    return (ROOT / path).read_text()


class PermissionsTest(unittest.TestCase):
    def setUp(self):
        role = template()["Resources"]["RelayRole"]["Properties"]
        self.statements = list(statements(role["Policies"][0]["PolicyDocument"]["Statement"]))
        self.granted = {action for statement in self.statements for action in listed(statement["Action"])}

    def calls(self):
        """The calls of AWS clients in the compiled classes, like s3:getObject."""
        classes = [str(path) for path in (ROOT / "target/classes/dev/gongrelay").rglob("*.class")]
        self.assertTrue(classes, "there are no compiled classes: run mvn compile first")
        code = subprocess.run(["javap", "-c", "-p", *classes], check=True, stdout=subprocess.PIPE, text=True).stdout
        client = re.compile(r"software/amazon/awssdk/services/(\w+)/(?:presigner/)?\w+(?:Client|Presigner)\.(\w+):")
        return {f"{service}:{call}" for service, call in client.findall(code)} - {
            f"{service}:{call}" for service in ("s3", "sqs", "secretsmanager") for call in ("builder", "close", "create")}

    def test_every_call_is_allowed_and_nothing_else(self):
        calls = self.calls()

        self.assertEqual(calls - set(ACTIONS), set(), "new calls: name their actions in this test")
        needed = {action for call in calls for action in ACTIONS[call]}
        self.assertEqual(self.granted, needed | WITHOUT_CALL)

    def test_every_statement_has_a_reason_and_a_resource(self):
        for statement in self.statements:
            with self.subTest(statement.get("Sid")):
                self.assertTrue(statement["Sid"])
                self.assertFalse([action for action in listed(statement["Action"]) if "*" in action])
                if statement["Resource"] == "*":
                    self.assertIn(statement["Sid"], ("WriteTraces", "UseVpc"))

    def test_no_managed_policy_is_used(self):
        for name, resource in transformed({**PARAMETERS, "GradualDeployment": "true"})["Resources"].items():
            if resource["Type"] == "AWS::IAM::Role":
                self.assertNotIn("ManagedPolicyArns", resource["Properties"], name)


class RunbookTest(unittest.TestCase):
    def setUp(self):
        self.sections = {}
        chapter = None
        for line in source("infra/RUNBOOK.md").splitlines():
            if line.startswith("## "):
                chapter = self.sections.setdefault(line[3:], [])
            elif line.startswith("### "):
                chapter.append(slug(line[4:]))
        self.alarms = {name: resource["Properties"] for name, resource in template()["Resources"].items()
                       if resource["Type"] == "AWS::CloudWatch::Alarm"}

    def test_every_alarm_links_to_its_entry_and_every_entry_is_an_alarms(self):
        links = [re.search(r"\$\{RunbookUrl\}#([a-z-]+)$", alarm["AlarmDescription"]["Fn::Sub"]).group(1)
                 for alarm in self.alarms.values()]

        self.assertEqual(sorted(links), sorted(self.sections["Alarms"]))
        for name, link in zip(self.alarms, links):
            self.assertEqual(name, "".join(word.title() for word in link.split("-")))

    def test_alarms_link_to_an_absolute_address(self):
        self.assertRegex(template()["Parameters"]["RunbookUrl"]["Default"], r"^https://.+/infra/RUNBOOK\.md$")

    def test_every_alarm_tells_somebody(self):
        for name, alarm in self.alarms.items():
            with self.subTest(name):
                self.assertEqual(alarm["AlarmActions"], alarm["OKActions"])
                self.assertEqual(alarm["AlarmActions"][0]["Fn::If"][0], "MakeTopic")

    def test_every_failure_code_has_an_entry_and_every_entry_is_a_code(self):
        enum = source("src/main/java/dev/gongrelay/failure/FailureCode.java")
        codes = [name.lower().replace("_", "-") for name in re.findall(r"^ {4}([A-Z_]+)\(Kind", enum, re.MULTILINE)]

        self.assertGreater(len(codes), 10)
        self.assertEqual(self.sections["Failure codes"], codes)


class SettingsTest(unittest.TestCase):
    PARAMETER_ONLY = {"HOSTNAME", "JAVA_TOOL_OPTIONS"}

    def setUp(self):
        self.template = template()
        self.environment = set(
            self.template["Resources"]["RelayFunction"]["Properties"]["Environment"]["Variables"])
        self.documented = set(re.findall(r"^\| `(RELAY_[A-Z_]+)` \|", source("docs/operations.md"), re.MULTILINE))

    def settings(self):
        """The environment variables of RelayConfig: its methods, and those of the interfaces within and beside it."""
        folder = "src/main/java/dev/gongrelay/settings/"
        text = source(folder + "RelayConfig.java") + source(folder + "RecordingsConfig.java")
        text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
        text = re.sub(r"@\w+(\((\"[^\"]*\"|[^)\"])*\))?", "", text)
        top, *groups = re.split(r"interface (\w+)", text.split("interface RelayConfig", 1)[1])
        groups = dict(zip(groups[::2], groups[1::2]))
        method = re.compile(r"([\w<>]+) (\w+)\(\);")
        names = set()
        for kind, name in method.findall(top):
            within = method.findall(groups[kind]) if kind in groups else [(None, None)]
            for _, inner in within:
                words = re.sub(r"([A-Z])", r"_\1", "_".join(filter(None, [name, inner])))
                names.add("RELAY_" + words.upper())
        derived = re.findall(r"^(relay\.[a-z.-]+)=", source("src/main/resources/application.properties"), re.MULTILINE)
        return names - {re.sub(r"[.-]", "_", name).upper() for name in derived}

    def test_every_setting_is_reached_by_a_parameter_or_documented_as_not(self):
        settings = self.settings()

        self.assertGreater(len(settings), 20)
        self.assertEqual(settings - self.environment - self.documented, set())
        self.assertEqual(self.documented & self.environment, set())
        self.assertEqual(self.documented - settings, set())
        self.assertEqual(self.environment - settings - self.PARAMETER_ONLY, set())

    def test_every_parameter_is_grouped_and_explained(self):
        interface = self.template["Metadata"]["AWS::CloudFormation::Interface"]
        grouped = [name for group in interface["ParameterGroups"] for name in group["Parameters"]]

        self.assertEqual(sorted(grouped), sorted(self.template["Parameters"]))
        for name, parameter in self.template["Parameters"].items():
            with self.subTest(name):
                self.assertTrue(parameter["Description"])
                if "AllowedPattern" in parameter:
                    self.assertTrue(parameter["ConstraintDescription"])
                    self.assertTrue(re.match(parameter["AllowedPattern"], PARAMETERS.get(name, parameter.get("Default"))))

    def test_takes_each_default_user_that_the_function_takes(self):
        pattern = self.template["Parameters"]["DefaultPrimaryUser"]["AllowedPattern"]

        for user in ["7", "jane.doe@acme.com", "extension:3201", "phone:+1 (202) 555-0100", "phone:030/123456"]:
            with self.subTest(user):
                self.assertRegex(user, pattern)


class SamConfigTest(unittest.TestCase):
    def test_names_the_package_and_its_architecture_and_only_parameters_of_the_template(self):
        parameters = template()["Parameters"]
        for environment in re.split(r"^\[", source("samconfig.toml"), flags=re.MULTILINE)[1:]:
            named = dict(re.findall(r'^  "(\w+)=([^"]*)",$', environment, re.MULTILINE))
            with self.subTest(environment.splitlines()[0]):
                self.assertIn(named["Package"], parameters["Package"]["AllowedValues"])
                self.assertIn(named["Architecture"], parameters["Architecture"]["AllowedValues"])
                self.assertLessEqual(set(named), set(parameters))

    def test_the_build_prints_the_values_that_fit(self):
        pom = source("pom.xml")

        self.assertIn("Package=${deploy.package} Architecture=${deploy.architecture}", pom)
        self.assertEqual(sorted(re.findall(r"<deploy.package>(\w+)<", pom)),
                         sorted(template()["Parameters"]["Package"]["AllowedValues"]))
        self.assertEqual(sorted(re.findall(r"<deploy.architecture>(\w+)<", pom)),
                         sorted(template()["Parameters"]["Architecture"]["AllowedValues"]))


class DashboardTest(unittest.TestCase):
    def test_is_json_and_names_only_metrics_that_the_code_writes(self):
        body, words = template()["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
        metrics_code = source("src/main/java/dev/gongrelay/telemetry/RelayMetrics.java")
        written = set(re.findall(r'"([A-Z][A-Za-z]+)"', metrics_code))

        for branch in words["WaitingMetrics"]["Fn::If"][1:]:
            text = body.replace("${WaitingMetrics}", branch["Fn::Sub"]).replace(
                "${AnnouncedMetric}", words["AnnouncedMetric"]["Fn::If"][1]["Fn::Sub"]).replace(
                "${DiscardedAlarmArn}", words["DiscardedAlarmArn"]["Fn::If"][1]["Fn::Sub"])
            document = json.loads(re.sub(r"\$\{[A-Za-z.:]+\}", "x", text))
            metrics = [metric for widget in document["widgets"] for metric in widget["properties"].get("metrics", [])]
            named = {metric[1] for metric in metrics if metric[0] == "GongRelay"}
            self.assertGreater(len(named), 5)
            self.assertEqual(named - written, set())

    def test_alarms_watch_metrics_that_the_code_writes_with_that_dimension(self):
        metrics_code = source("src/main/java/dev/gongrelay/telemetry/RelayMetrics.java")
        arrivals = metrics_code.index("record(ArrivalReport")
        end = metrics_code.index("private MetricsLine line(")
        self.assertIn("line.dimensions(SERVICE);", metrics_code[end:])
        # Counts come before other dimensions.
        counted = set()
        for method in (metrics_code[:arrivals], metrics_code[arrivals:end], metrics_code[end:]):
            counted |= set(re.findall(r'line\.count\(\s*"(\w+)"', method.split("line.dimensions(SERVICE, ")[0]))

        for name, resource in template()["Resources"].items():
            if resource["Properties"].get("Namespace") == "GongRelay":
                with self.subTest(name):
                    self.assertIn(resource["Properties"]["MetricName"], counted)
                    self.assertEqual([one["Name"] for one in resource["Properties"]["Dimensions"]], ["service"])


class RevisionTest(unittest.TestCase):
    def test_a_new_revision_changes_the_function_and_publishes_a_version(self):
        resources = template()["Resources"]
        published = [resource for resource in transformed(PARAMETERS)["Resources"].values()
                     if resource["Type"] == "AWS::Lambda::Version"]

        self.assertIn("${Revision}", resources["RelayFunction"]["Properties"]["Description"]["Fn::Sub"])
        self.assertEqual([version["Properties"]["Description"] for version in published],
                         [{"Fn::Sub": "revision ${Revision}"}])


if __name__ == "__main__":
    unittest.main()
