"""What the tests share: the templates, and a moto server to deploy them into."""

import argparse
import functools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import boto3
import servers
import yaml
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
REGION = "eu-west-1"
ACCOUNT = "123456789012"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:gong-AbCdEf"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
EMPTY_ZIP = b"PK\x05\x06" + bytes(18)
PARAMETERS = {
    "RecordingsBucket": "recordings", "GongBaseUrl": "https://us-12345.api.gong.io", "GongSecretArn": SECRET}
ENVIRONMENT = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
}
os.environ.update(ENVIRONMENT)


def template(path="template.yaml"):
    """A template with every intrinsic function in its long form."""
    return yaml_parse((ROOT / path).read_text())


def transformed(parameters, path="template.yaml"):
    """A template as CloudFormation sees it after the SAM transform, its code being uploaded already."""
    return json.loads(transformed_text(tuple(sorted(parameters.items())), path))


@functools.lru_cache(maxsize=None)
def transformed_text(parameters, path):
    source = template(path)
    for resource in source["Resources"].values():
        if resource.get("Properties", {}).get("CodeUri") == "target/function.zip":
            resource["Properties"]["CodeUri"] = "s3://packages/function.zip"
    values = {name: value.get("Default") for name, value in source["Parameters"].items()}
    return json.dumps(transform(source, {**values, **dict(parameters)}, ManagedPolicyLoader(None)))


def resources_of(parameters, stack="relay"):
    """The resources that CloudFormation makes for these parameters, with their properties resolved."""
    document = transformed(parameters)
    values = {name: str(value.get("Default")) for name, value in template()["Parameters"].items()}
    return Resolver(document, {**values, **parameters}, {}, stack).resources()


class Resolver:
    """Evaluates a template as CloudFormation does, for values of its parameters."""

    def __init__(self, document, values, attributes, stack):
        self.document, self.stack = document, stack
        pseudo = {"Partition": "aws", "Region": REGION, "AccountId": ACCOUNT, "StackName": stack, "URLSuffix": "amazonaws.com"}
        self.values = {**values, **{"AWS::" + name: value for name, value in pseudo.items()}}
        self.attributes = attributes

    def resources(self):
        return {name: self.resolve(resource) for name, resource in self.document["Resources"].items()
                if "Condition" not in resource or self.hold(resource["Condition"])}

    def hold(self, condition):
        """Whether a condition, by its name or as a function, is true."""
        if isinstance(condition, str):
            return self.hold(self.document["Conditions"][condition])
        (function, arguments), = condition.items()
        if function == "Condition":
            return self.hold(arguments)
        if function == "Fn::Equals":
            one, other = (str(self.resolve(side)) for side in arguments)
            return one == other
        if function == "Fn::Contains":
            allowed, value = arguments
            return str(self.resolve(value)) in map(str, allowed)
        return {"Fn::Not": lambda: not self.hold(arguments[0]),
                "Fn::And": lambda: all(map(self.hold, arguments)),
                "Fn::Or": lambda: any(map(self.hold, arguments))}[function]()

    def resolve(self, thing):
        if isinstance(thing, list):
            return [one for one in map(self.resolve, thing) if one is not ABSENT]
        if not isinstance(thing, dict):
            return thing
        if len(thing) == 1:
            (function, arguments), = thing.items()
            if function == "Ref":
                return self.reference(arguments)
            if function == "Fn::GetAtt":
                return self.reference(".".join(arguments) if isinstance(arguments, list) else arguments)
            if function == "Fn::If":
                condition, yes, no = arguments
                return self.resolve(yes if self.hold(condition) else no)
            if function == "Fn::Sub":
                return self.substitute(arguments)
            if function in ("Fn::Join", "Fn::Split", "Fn::Select"):
                return self.text(function, *map(self.resolve, arguments))
        resolved = {name: self.resolve(value) for name, value in thing.items()}
        return {name: value for name, value in resolved.items() if value is not ABSENT}

    def substitute(self, arguments):
        text, words = arguments if isinstance(arguments, list) else (arguments, {})
        words = {name: self.resolve(value) for name, value in words.items()}
        return re.sub(r"\$\{([A-Za-z0-9:.]+)\}", lambda one: str(words.get(one[1]) or self.reference(one[1])), text)

    @staticmethod
    def text(function, one, other):
        if function == "Fn::Join":
            return one.join(other)
        return other.split(one) if function == "Fn::Split" else other[int(one)]

    def reference(self, name):
        """A parameter's value, or a resource's name, ARN or other attribute."""
        if name == "AWS::NoValue":
            return ABSENT
        for known in (self.values, self.attributes):
            if name in known:
                return known[name]
        logical, _, attribute = name.partition(".")
        physical = f"{self.stack}-{logical}-1"
        kind = self.document["Resources"].get(logical, {}).get("Type")
        arn = {
            "AWS::KMS::Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1",
            "AWS::Lambda::Alias": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.stack}-RelayFunction-1:live",
            "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{physical}",
            "AWS::S3::Bucket": f"arn:aws:s3:::{physical.lower()}",
            "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{physical}",
            "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{physical}",
        }.get(kind, f"arn:aws:{kind}:{physical}")
        by_reference = {"AWS::Lambda::Alias": arn, "AWS::SNS::Topic": arn, "AWS::S3::Bucket": physical.lower(),
                        "AWS::SQS::Queue": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{physical}"}
        return {"": by_reference.get(kind, physical), "Arn": arn}.get(attribute, physical)


ABSENT = object()


class Moto:
    """
    A moto server, to be used in a with statement. One process serves all tests of a process, one after the other, and
    forgets everything in between.
    """

    server = None
    cli = None
    url = ""

    def __enter__(self):
        if Moto.server is None:
            Moto.server = servers.Moto()
            Moto.url = Moto.server.url
            self.await_start()
        else:
            self.call("reset")
        return self

    def __exit__(self, *_):
        pass

    @staticmethod
    def start_cli():
        """The AWS CLI, for all tests of this process and of those that it forks."""
        if Moto.cli is None:
            Moto.cli = servers.Cli({("cloudformation", "deploy"): deploy_as_the_cli_does})
        return Moto.cli

    @staticmethod
    def await_start():
        for _ in range(300):
            try:
                Moto.call("data.json", "GET")
                return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("moto did not start")

    @staticmethod
    def call(path, method="POST"):
        request = urllib.request.Request(f"{Moto.url}/moto-api/{path}", method=method)
        urllib.request.urlopen(request, timeout=60).close()

    def client(self, service):
        return boto3.client(service, endpoint_url=self.url)

    def shell(self, *command, expect=0, answers="", path=None, **environment):
        """Runs one of the scripts with the AWS CLI pointed here; its output, errors included."""
        return Moto.run(self, [str(ROOT / "infra" / command[0]), *command[1:]], expect, answers, path, **environment)

    def run(self, command, expect=0, answers="", path=None, **environment):
        """Runs a command in the same way."""
        with tempfile.TemporaryDirectory() as folder:
            # moto knows no SAM, so that this module deploys in the place of the CLI.
            Moto.start_cli().write_command(folder)
            run = subprocess.run(
                command, text=True, timeout=900, cwd=ROOT,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, input=answers,
                env={**os.environ, "PATH": path or folder + ":" + os.environ["PATH"], "AWS_ENDPOINT_URL": self.url,
                     "AWS_PAGER": "", **environment})
        assert run.returncode == expect, f"{command} ended with {run.returncode}:\n{run.stdout}"
        return run.stdout

    def bucket(self, name, **configuration):
        self.client("s3").create_bucket(
            Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION}, **configuration)

    def deploy(self, parameters, name="relay"):
        """Deploys the transformed template; its outputs."""
        self.bucket("packages")
        self.client("s3").put_object(Bucket="packages", Key="function.zip", Body=EMPTY_ZIP)
        return create_stack(self.client("cloudformation"), name, transformed(parameters), parameters)

    def pause(self, outputs):
        """Keeps moto from running the function, in Docker, whenever a message comes."""
        self.client("lambda").update_event_source_mapping(UUID=outputs["EventSourceId"], Enabled=False)


def create_stack(cloudformation, name, document, parameters):
    """Creates a stack in moto; its outputs."""
    for resource in document["Resources"].values():
        if resource["Type"] == "AWS::KMS::Key":
            del resource["Properties"]["Tags"]  # moto takes them in the form of KMS's API only
        if "Definition" in resource.get("Properties", {}):  # which moto can't read; test_backfill.py runs it
            resource["Properties"]["DefinitionString"] = json.dumps(
                {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 900, "End": True}}})
    # moto knows no aliases: whatever names the alias names the function itself; but a bucket's notification is only told.
    body = json.dumps(document).replace(
        '{"Ref": "RelayFunctionAliaslive"}', '{"Fn::GetAtt": ["RelayFunction", "Arn"]}')
    if parameters.get("Trigger") == "direct":
        document = json.loads(body)
        document["Outputs"]["FunctionAliasArn"]["Value"] = {"Fn::Sub": "${RelayFunction.Arn}:live"}
        body = json.dumps(document)
    cloudformation.create_stack(
        StackName=name, TemplateBody=body, Capabilities=["CAPABILITY_IAM"],
        Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()])
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE", stack
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}


def deploy_as_the_cli_does(arguments):
    """What `aws cloudformation deploy` does, with moto at AWS_ENDPOINT_URL, and only for stacks that don't exist yet."""
    options = argparse.ArgumentParser()
    for name in ("template-file", "stack-name", "parameter-overrides"):
        options.add_argument("--" + name, required=True, nargs="+")
    for name in ("s3-bucket", "s3-prefix", "capabilities", "role-arn"):
        options.add_argument("--" + name)
    options.add_argument("--no-fail-on-empty-changeset", action="store_true")
    options = options.parse_args(arguments)
    parameters = dict(override.split("=", 1) for override in options.parameter_overrides)
    file, = options.template_file
    create_stack(boto3.client("cloudformation", endpoint_url=os.environ["AWS_ENDPOINT_URL"]), *options.stack_name,
                 transformed(parameters, Path(file)) if "Transform" in template(file) else template(file), parameters)
