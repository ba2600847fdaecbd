"""Installing: infra/install against moto, and what infra/doctor checks before."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
import unittest
import zipfile
from functools import partial
from http.server import SimpleHTTPRequestHandler
from pathlib import Path

from stack import ACCOUNT, Moto, PARAMETERS, REGION, ROOT
from test_scripts import NotificationsOf, Recorder, Server

PACKAGES = f"gong-relay-packages-{ACCOUNT}-{REGION}"
MACHINES = {"x86_64": 62, "arm64": 183}


def executable(architecture, contents=b""):
    """The beginning of an ELF executable."""
    return b"\x7fELF" + bytes(14) + bytes([MACHINES[architecture], 0]) + contents


def package(path, name="bootstrap", content=executable("arm64"), library=None):
    """A function.zip; a native one has a library beside its executable, for the same architecture unless given."""
    entries = {name: content}
    if name == "bootstrap":
        entries["libnetty_tcnative_linux_any.so"] = content[:20] if library is None else library
    with zipfile.ZipFile(path, "w") as file:
        for entry_name, entry_content in entries.items():
            entry = zipfile.ZipInfo(entry_name)
            entry.external_attr = 0o755 << 16
            file.writestr(entry, entry_content)
    return str(path)


class Answering(Recorder):
    """Gong, which rejects the empty call of a key that may create calls, and Lambda, whose function starts."""

    def answer(self, path, body, headers):
        return (400 if path == "/v2/calls" else 200), {"Policy": '{"Service":"s3.amazonaws.com"}'}

    def do_GET(self):
        self.do_POST()


class WithMoto(unittest.TestCase):
    def setUp(self):
        self.moto = Moto().__enter__()
        self.addCleanup(self.moto.__exit__)
        NotificationsOf.document = ""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.zip = package(self.folder / "function.zip")
        self.moto.bucket("recordings")

    def run_script(self, *arguments, expect=0, answers="", **environment):
        with Server(Answering) as others, Server(NotificationsOf) as bucket:
            return self.moto.shell(
                *[argument.replace("GONG", others.url) for argument in arguments], expect=expect,
                answers=answers.replace("GONG", others.url), TMPDIR=str(self.folder),
                AWS_ENDPOINT_URL_LAMBDA_INVOKE=others.url, **bucket.as_notifications,
                **{name: value.replace("GONG", others.url) for name, value in environment.items()})

    def secret(self, value='{"accessKey": "me", "accessKeySecret": "shh"}', name="gong"):
        return self.moto.client("secretsmanager").create_secret(Name=name, SecretString=value)["ARN"]


class InstallTest(WithMoto):
    def stack(self, name="gong-relay"):
        stack = self.moto.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]
        return {one["ParameterKey"]: one["ParameterValue"] for one in stack["Parameters"]}

    def test_uploads_deploys_connects_and_checks_and_asks_for_nothing_in_an_update(self):
        output = self.run_script(
            "install", "--zip", self.zip, "--bucket", "recordings", "--gong-url", "GONG", "--secret", self.secret(),
            "--parameter", "MaximumConcurrency=3", "--parameter=LogRetentionDays=30")

        parameters = self.stack()
        self.assertEqual(
            {name: parameters[name] for name in ("Package", "Architecture", "MaximumConcurrency", "LogRetentionDays")},
            {"Package": "native", "Architecture": "arm64", "MaximumConcurrency": "3", "LogRetentionDays": "30"})
        self.assertIn("<EventBridgeConfiguration", NotificationsOf.document)
        self.assertIn("All is well.", output.splitlines()[-1])

        s3 = self.moto.client("s3")
        block = s3.get_public_access_block(Bucket=PACKAGES)["PublicAccessBlockConfiguration"]
        uploaded = [s3.get_object(Bucket=PACKAGES, Key=one["Key"])["Body"].read()
                    for one in s3.list_objects_v2(Bucket=PACKAGES)["Contents"]]
        self.assertEqual(set(block.values()), {True})
        self.assertEqual(uploaded, [Path(self.zip).read_bytes()])

        update = self.run_script("install", "--zip", self.zip, "--dry-run")
        self.assertIn("RecordingsBucket=recordings", update)
        self.assertNotIn("create-bucket", update)

    def test_asks_for_what_is_missing_and_leaves_no_secret_behind(self):
        record = tempfile.NamedTemporaryFile("r")
        self.addCleanup(record.close)

        output = self.run_script("install", "--zip", self.zip, "--deploy-only",
                                 answers="recordings\nGONG\nmy-key\nmy/own+secret=\n", RECORD_COMMANDS=record.name)

        secret = self.moto.client("secretsmanager").get_secret_value(SecretId="gong-relay")
        self.assertEqual(secret["SecretString"], '{"accessKey":"my-key","accessKeySecret":"my/own+secret="}')
        self.assertEqual(self.stack()["GongSecretArn"], secret["ARN"])
        self.assertNotIn("my/own+secret=", output)
        started = record.read()  # what a list of processes would show
        self.assertIn("secretsmanager create-secret", started)
        self.assertNotIn("my/own+secret=", started)
        self.assertEqual(list(self.folder.iterdir()), [Path(self.zip)])

    def test_names_the_option_when_nobody_answers(self):
        output = self.run_script("install", "--zip", self.zip, expect=2)

        self.assertIn("--bucket is missing", output)
        self.assertEqual(self.moto.client("cloudformation").describe_stacks()["Stacks"], [])

    def test_changes_nothing_in_a_dry_run(self):
        output = self.run_script("install", "--zip", self.zip, "--bucket", "recordings", "--gong-url", "GONG",
                                 "--dry-run", answers="my-key\nshh\n")

        for command in ("secretsmanager create-secret", "s3api create-bucket --bucket " + PACKAGES,
                        "cloudformation package", "cloudformation deploy", "infra/connect-bucket --bucket recordings"):
            self.assertIn(command, output)
        self.assertNotIn("shh", output)
        self.assertEqual([one["Name"] for one in self.moto.client("s3").list_buckets()["Buckets"]], ["recordings"])
        self.assertEqual(self.moto.client("secretsmanager").list_secrets()["SecretList"], [])
        self.assertEqual(self.moto.client("cloudformation").describe_stacks()["Stacks"], [])

    def test_stops_before_deploying_when_something_is_wrong(self):
        output = self.run_script("install", "--zip", self.zip, "--bucket", "nowhere", "--gong-url", "GONG",
                                 "--secret", self.secret('{"accessKey": "me"}'), expect=1)

        self.assertIn("PROBLEM  bucket nowhere", output)
        self.assertIn("with both values filled in", output)
        self.assertEqual(self.moto.client("cloudformation").describe_stacks()["Stacks"], [])

    def test_stops_at_a_stack_that_can_not_be_updated_now(self):
        class CloudFormation(Recorder):
            def answer(self, path, body, headers):
                return 200, None

            def body(self, document):
                return (f"<R><DescribeStacksResult><Stacks><member><StackName>gong-relay</StackName><StackStatus>{self.server.state}"
                        "</StackStatus></member></Stacks></DescribeStacksResult></R>").encode()

        for state, advice in (("ROLLBACK_COMPLETE", "aws cloudformation delete-stack --stack-name gong-relay"),
                              ("DELETE_FAILED", "aws cloudformation delete-stack --stack-name gong-relay"),
                              ("UPDATE_ROLLBACK_FAILED", "aws cloudformation continue-update-rollback --stack-name gong-relay"),
                              ("UPDATE_ROLLBACK_IN_PROGRESS", "wait until that has ended"),
                              ("DELETE_IN_PROGRESS", "wait until that has ended")):
            with self.subTest(state), Server(CloudFormation) as cloudformation:
                cloudformation.server.state = state

                output = self.run_script("install", "--zip", self.zip, "--bucket", "recordings", "--gong-url", "GONG", expect=2,
                                         AWS_ENDPOINT_URL_CLOUDFORMATION_DESCRIBE_STACKS=cloudformation.url)

                self.assertIn(state, output)
                self.assertIn(advice, output)
                self.assertNotIn("Access key", output)

    def test_connects_a_direct_relay_by_a_notification(self):
        self.run_script("install", "--zip", self.zip, "--bucket", "recordings", "--gong-url", "GONG", "--secret",
                        self.secret(), "--parameter", "Trigger=direct", "--parameter", "RecordingsPrefix=calls/",
                        AWS_ENDPOINT_URL_LAMBDA_GET_FUNCTION_CONFIGURATION="GONG",
                        AWS_ENDPOINT_URL_LAMBDA_GET_POLICY="GONG")

        self.assertIn(":function:", NotificationsOf.document)
        self.assertIn("<Value>calls/</Value>", NotificationsOf.document)

    def test_only_deploys_for_a_pipeline(self):
        self.moto.bucket("theirs")

        self.run_script("install", "--zip", self.zip, "--deploy-only", "--packages-bucket", "theirs",
                        "--role-arn", f"arn:aws:iam::{ACCOUNT}:role/deploy",
                        *[f"--parameter={name}={value}" for name, value in PARAMETERS.items()])

        self.assertEqual(self.stack()["RecordingsBucket"], "recordings")
        self.assertEqual(NotificationsOf.document, "")

    def test_tells_the_java_package_from_a_native_one_and_refuses_others(self):
        java = package(self.folder / "java.zip", "lib/netty.jar", b"")
        with zipfile.ZipFile(java, "a") as file:
            for number in range(3000):  # a list longer than what a pipe holds
                file.writestr(f"lib/{number}.jar", b"")
        other = package(self.folder / "other.zip", "README.md", b"")
        options = ["--bucket", "recordings", "--gong-url", "GONG", "--secret", self.secret(), "--dry-run"]

        self.assertIn("Package=jvm", self.run_script("install", "--zip", java, *options))
        self.assertIn("is not a package of Gong Relay",
                      self.run_script("install", "--zip", other, *options, expect=2))

    def test_links_alarms_to_the_runbook_of_a_commit_that_is_on_github(self):
        checkout = self.folder / "a checkout"
        shutil.copytree(ROOT / "infra", checkout / "infra", ignore=shutil.ignore_patterns("test", "terraform"))
        shutil.copy(ROOT / "template.yaml", checkout)
        options = ["--zip", self.zip, "--bucket", "recordings", "--gong-url", "https://us-1.api.gong.io", "--secret",
                   self.secret(), "--dry-run"]

        def git(*command):
            return subprocess.run(["git", "-C", str(checkout), "-c", "user.name=me", "-c", "user.email=me@example.com",
                                   *command], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()

        def addresses(*more):
            output = self.moto.run([str(checkout / "infra/install"), *options, *more])
            return re.findall(r"RunbookUrl=(\S+)", output)

        git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "one")
        git("remote", "add", "origin", "git@github.com:me/relay.git")
        self.assertEqual(addresses(), [])

        git("update-ref", "refs/remotes/origin/main", "HEAD")
        address = f"https://github.com/me/relay/blob/{git('rev-parse', 'HEAD')}/infra/RUNBOOK.md"
        self.assertEqual(addresses(), [address])
        self.assertEqual(addresses("--parameter", "RunbookUrl=https://wiki/"), [address, "https://wiki/"])

    def test_installs_a_release_whose_checksum_is_right(self):
        release = self.folder / "release"
        release.mkdir()
        content = Path(package(release / "gong-relay-native-x86_64.zip", content=executable("x86_64"))).read_bytes()
        (release / "SHA256SUMS").write_text(
            f"{hashlib.sha256(content).hexdigest()}  gong-relay-native-x86_64.zip\n{'0' * 64}  gong-relay-jvm.zip\n")
        package(release / "gong-relay-jvm.zip", "lib/netty.jar", b"")
        options = ["--bucket", "recordings", "--gong-url", "GONG", "--secret", self.secret(), "--dry-run"]

        with Server(partial(Quiet, directory=str(release))) as server:
            right = self.run_script("install", "--release", "v1.2.3", "--from", server.url,
                                    "--package", "native-x86_64", *options)
            wrong = self.run_script("install", "--release", "v1.2.3", "--from", server.url, "--package", "jvm",
                                    *options, expect=2)

        self.assertIn("Architecture=x86_64", right)
        self.assertIn("does not have the checksum", wrong)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class MissingToolTest(unittest.TestCase):
    def test_every_script_names_a_missing_tool(self):
        for script, arguments, tool in (
                ("install", ["--zip", "x"], "aws"), ("doctor", ["--stack", "relay"], "aws"),
                ("connect-bucket", ["--bucket", "recordings"], "aws"), ("redrive", ["--stack", "relay"], "aws"),
                ("test-native", ["x.zip"], "docker")):
            with self.subTest(script), tempfile.TemporaryDirectory() as folder:
                for present in ("bash", "env", "cat", "dirname", "mktemp", "rm", "sed", "awk", "tr", "python3"):
                    os.symlink(os.popen(f"command -v {present}").read().strip(), Path(folder, present))

                output = Moto.shell(NO_SERVER, script, *arguments, expect=2, path=folder)

                self.assertIn(f"{script}: {tool} is not installed", output)


class NO_SERVER:
    url = "http://127.0.0.1:1"


class DoctorBeforeTest(WithMoto):
    def before(self, *arguments, **options):
        return self.run_script("doctor", "--before", *arguments, **options)

    def test_finds_nothing_wrong_with_what_is_there(self):
        output = self.before("--bucket", "recordings", "--secret", self.secret(), "--gong-url", "GONG",
                             "--zip", self.zip)

        self.assertIn(f"belong to the account {ACCOUNT}", output)
        self.assertIn(f"the bucket recordings is in {REGION}", output)
        self.assertIn("Package=native and Architecture=arm64", output)
        self.assertIn("Gong accepts the credentials", output)
        self.assertIn("All is well.", output)

    def test_names_another_region(self):
        output = self.before("--bucket", "recordings", "--secret", self.secret(), "--offline", expect=1,
                             AWS_REGION="eu-central-1", AWS_DEFAULT_REGION="eu-central-1")

        self.assertIn("you deploy to eu-central-1: set AWS_REGION=eu-west-1", output)
        self.assertIn("It is not an ARN in eu-central-1", output)

    def test_tells_where_the_java_package_starts_slowly(self):
        java = package(self.folder / "java.zip", "lib/netty.jar", b"")

        for region, slow in ((REGION, False), ("us-gov-west-1", True)):
            with self.subTest(region):
                output = self.before("--bucket", "recordings", "--secret", self.secret(name=region), "--offline", "--zip", java,
                                     expect=1 if slow else 0, AWS_REGION=region, AWS_DEFAULT_REGION=region)

                self.assertIn("deploy it with Package=jvm", output)
                self.assertEqual("has no SnapStart" in output, slow)

    def test_names_a_package_that_does_not_run_in_lambda(self):
        newer = package(self.folder / "newer.zip", content=executable("x86_64", b"\0GLIBC_2.38\0"))

        output = self.before("--bucket", "recordings", "--secret", self.secret(), "--offline", "--zip", newer, expect=1)

        self.assertIn("needs glibc 2.38", output)


if __name__ == "__main__":
    unittest.main()
