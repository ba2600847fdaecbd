"""What the tests share: the tools' folder, the templates, and a moto server to deploy them into."""

import json
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import boto3
import yaml
from samtranslator.public.translator import ManagedPolicyLoader
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

ROOT = Path(__file__).resolve().parents[2]
REGION = "eu-west-1"
ACCOUNT = "123456789012"
SECRET = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:gong-AbCdEf"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555"
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
    source = template(path)
    for resource in source["Resources"].values():
        if "CodeUri" in resource.get("Properties", {}):
            resource["Properties"]["CodeUri"] = "s3://packages/function.zip"
    values = {name: value.get("Default") for name, value in source["Parameters"].items()}
    return transform(source, {**values, **parameters}, ManagedPolicyLoader(None))


class Moto:
    """A moto server on a free port of the loopback interface, to be used in a with statement."""

    def __enter__(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            ["moto_server", "-H", "127.0.0.1", "-p", str(port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(300):
            try:
                urllib.request.urlopen(self.url + "/moto-api/", timeout=1).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError("moto did not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def client(self, service):
        return boto3.client(service, endpoint_url=self.url)

    def reset(self):
        urllib.request.urlopen(urllib.request.Request(self.url + "/moto-api/reset", method="POST")).close()
