"""Relays recordings from S3 to Gong as a careful script does: streams in constant memory and keeps connections open.

Says "ready", reads keys in the bucket "recordings" from standard input, one per line, and answers each with "ok".
Needs S3, GONG, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET, AUTHORITY and boto3's own variables in the environment.
"""

import base64
import contextlib
import http.client
import json
import os
import ssl
import sys
import urllib.parse

import boto3
from botocore.config import Config

CHUNK_BYTES = 256 * 1024
BOUNDARY = "relay-7b1f0c6d2e9a48358d64"
HEAD = (
    f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="mediaFile"; filename="call.wav"\r\n'
    "Content-Type: audio/wav\r\n\r\n"
).encode()
TAIL = f"\r\n--{BOUNDARY}--\r\n".encode()


class Gong:
    def __init__(self, base_url, access_key, access_key_secret, authority):
        address = urllib.parse.urlsplit(base_url)
        trust = ssl.create_default_context(cafile=authority)
        self.connection = http.client.HTTPSConnection(address.hostname, address.port, timeout=60, context=trust)
        pair = f"{access_key}:{access_key_secret}".encode()
        self.authorization = "Basic " + base64.b64encode(pair).decode()

    def register(self, details):
        return self._send("POST", "/v2/calls", json.dumps(details).encode(), {"Content-Type": "application/json"})

    def upload(self, call_id, size, chunks):
        headers = {
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
            "Content-Length": str(len(HEAD) + size + len(TAIL)),
        }
        return self._send("PUT", f"/v2/calls/{call_id}/media", frame(chunks), headers)

    def _send(self, method, path, body, headers):
        self.connection.request(method, path, body, headers | {"Authorization": self.authorization})
        response = self.connection.getresponse()
        answer = response.read()
        if response.status // 100 != 2:
            raise RuntimeError(f"Gong answered {response.status}: {answer!r}")
        return json.loads(answer)


def frame(chunks):
    yield HEAD
    yield from chunks
    yield TAIL


def relay(s3, gong, key):
    recording = s3.get_object(Bucket="recordings", Key=key)
    with contextlib.closing(recording["Body"]) as body:
        call = gong.register(
            {
                "clientUniqueId": f"recordings/{key}",
                "actualStart": "2026-01-31T09:30:00Z",
                "direction": "Inbound",
                "primaryUser": "234599484848423",
                "parties": [{"userId": "234599484848423"}],
            }
        )
        gong.upload(call["callId"], recording["ContentLength"], body.iter_chunks(CHUNK_BYTES))


def main():
    setting = os.environ
    s3 = boto3.client(
        "s3",
        endpoint_url=setting["S3"],
        verify=setting["AUTHORITY"],
        config=Config(s3={"addressing_style": "path"}, response_checksum_validation="when_required"),
    )
    gong = Gong(setting["GONG"], setting["GONG_ACCESS_KEY"], setting["GONG_ACCESS_KEY_SECRET"], setting["AUTHORITY"])
    print("ready", flush=True)
    for line in sys.stdin:
        relay(s3, gong, line.strip())
        print("ok", flush=True)


main()
