"""The backfill's state machine, run state by state: its JSONata is evaluated, its S3 and SQS are moto's."""

import csv
import gzip
import hashlib
import io
import json
import unittest

import jsonata

from stack import Moto, REGION, template


LIMIT = 262_144  # bytes that a state of Step Functions may pass on


class FailedException(Exception):
    """What a Task failed with."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error


class StateMachine:
    """Runs the part of the Amazon States Language that the backfill uses."""

    def __init__(self, definition, substitutions, moto):
        text = json.dumps(definition)
        for name, value in substitutions.items():
            text = text.replace("${" + name + "}", value)
        assert "${" not in text, text
        self.definition = json.loads(text)
        self.s3, self.sqs = moto.client("s3"), moto.client("sqs")
        self.waits = []
        self.refuse = 0
        self.limit = LIMIT
        self.repeat = None
        self.function = None
        self.results = 0
        self.files = 2
        self.partition = substitutions["Partition"]

    def run(self, execution_input, started="2026-01-01T00:00:00.000Z"):
        execution = {"Input": execution_input, "Name": "run", "StartTime": started}
        return self.states(self.definition, execution_input, {"Execution": execution}, {})

    def states(self, machine, value, context, variables):
        name = machine["StartAt"]
        while True:
            state = machine["States"][name]
            states = {"input": value, "context": context}

            def evaluated(thing):
                return self.evaluate(thing, states, variables)

            following = state.get("Next")
            chosen = state
            if state["Type"] == "Choice":
                chosen = next((choice for choice in state["Choices"] if evaluated(choice["Condition"])), None)
                following = chosen["Next"] if chosen else state["Default"]
                chosen = chosen or state
            elif state["Type"] == "Wait":
                self.waits.append(evaluated(state["Seconds"]))
            elif state["Type"] == "Map":
                states["result"] = value = self.map(state, value, context, variables)
            elif state["Type"] == "Fail":
                raise FailedException(state["Error"])
            elif state["Type"] == "Task" and name == self.repeat:
                # Its answer was lost, so that it is sent again.
                self.task(state["Resource"], evaluated(state["Arguments"]))
                states["result"] = value = self.task(state["Resource"], evaluated(state["Arguments"]))
            elif state["Type"] == "Task":
                try:
                    states["result"] = value = self.task(state["Resource"], evaluated(state["Arguments"]))
                except FailedException as failure:
                    chosen = next(one for one in state["Catch"] if failure.error in one["ErrorEquals"])
                    following = chosen["Next"]
            assigned = evaluated(chosen.get("Assign", {}))
            if "Output" in chosen:
                value = evaluated(chosen["Output"])
            variables.update(assigned)
            size = len(json.dumps(value))
            assert size <= self.limit, f"{name} passes on {size} bytes"
            if state["Type"] == "Succeed" or state.get("End"):
                return value
            name = following

    def map(self, state, value, context, variables):
        processor = state["ItemProcessor"]
        if processor["ProcessorConfig"]["Mode"] == "INLINE":
            items = self.evaluate(state["Items"], {"input": value, "context": context}, variables)
            return [self.states(processor, item, context, dict(variables)) for item in items]
        items = self.read(state["ItemReader"], {"input": value, "context": context}, variables)
        if "ItemSelector" in state:
            items = [self.evaluate(
                state["ItemSelector"],
                {"input": value, "context": {**context, "Map": {"Item": {"Value": item}}}}, {}) for item in items]
        batcher = state["ItemBatcher"]
        size = batcher["MaxItemsPerBatch"]
        given = {"BatchInput": self.evaluate(batcher["BatchInput"], {"input": value, "context": context}, {})
                 } if "BatchInput" in batcher else {}
        # Batches of a distributed map are executions of their own: they see none of the variables.
        results = [self.states(processor, {**given, "Items": items[i:i + size]}, {}, {})
                   for i in range(0, len(items), size)]
        return self.write(state["ResultWriter"], results) if "ResultWriter" in state else results

    def read(self, reader, states, variables):
        arguments = self.evaluate(reader["Arguments"], states, variables)
        if reader["Resource"] == f"arn:{self.partition}:states:::s3:listObjectsV2":
            pages = self.s3.get_paginator("list_objects_v2").paginate(**arguments)
            return [{"Key": entry["Key"], "Size": entry["Size"], "StorageClass": entry["StorageClass"],
                     "LastModified": int(entry["LastModified"].timestamp())}
                    for page in pages for entry in page.get("Contents", [])]
        assert reader["Resource"] == f"arn:{self.partition}:states:::s3:getObject", reader
        document = json.loads(self.s3.get_object(**arguments)["Body"].read())
        if reader["ReaderConfig"]["InputType"] == "JSON":
            return document
        assert reader["ReaderConfig"]["InputType"] == "MANIFEST"
        names = document["fileSchema"].split(", ")
        rows = []
        for file in document["files"]:
            body = self.s3.get_object(Bucket=arguments["Bucket"], Key=file["key"])["Body"].read()
            rows += csv.reader(gzip.decompress(body).decode().splitlines())
        return [dict(zip(names, row)) for row in rows]

    def write(self, writer, results):
        """Writes the results of a distributed map as Step Functions does: a manifest, and files that it names."""
        assert writer["Resource"] == f"arn:{self.partition}:states:::s3:putObject"
        assert writer["WriterConfig"] == {"Transformation": "COMPACT", "OutputType": "JSON"}
        bucket = writer["Arguments"]["Bucket"]
        self.results += 1
        prefix = f"{writer['Arguments']['Prefix']}/{self.results}"
        details = {"Bucket": bucket, "Key": f"{prefix}/manifest.json"}
        if results:
            parts = [results[i::self.files] for i in range(self.files)]
            files = [{"Key": f"{prefix}/SUCCEEDED_{i}.json", "Size": len(json.dumps(part))}
                     for i, part in enumerate(parts) if part]
            for file, part in zip(files, parts):
                self.s3.put_object(Bucket=bucket, Key=file["Key"], Body=json.dumps(part))
            manifest = {"DestinationBucket": bucket, "MapRunArn": "map-run",
                        "ResultFiles": {"FAILED": [], "PENDING": [], "SUCCEEDED": files}}
            self.s3.put_object(**details, Body=json.dumps(manifest))
        return {"MapRunArn": "map-run", "ResultWriterDetails": details}

    def task(self, resource, arguments):
        if resource == f"arn:{self.partition}:states:::aws-sdk:s3:getObject":
            try:
                return {"Body": self.s3.get_object(**arguments)["Body"].read().decode()}
            except self.s3.exceptions.NoSuchKey as e:
                raise FailedException("S3.NoSuchKeyException") from e
        if resource == f"arn:{self.partition}:states:::lambda:invoke":
            return {"Payload": self.function(arguments["FunctionName"], arguments["Payload"])}
        if resource == f"arn:{self.partition}:states:::aws-sdk:s3:putObject":
            return self.s3.put_object(**arguments)
        assert resource == f"arn:{self.partition}:states:::aws-sdk:sqs:sendMessageBatch", resource
        accepted = arguments["Entries"][self.refuse:]
        refused = [{"Id": entry["Id"]} for entry in arguments["Entries"][:self.refuse]]
        self.refuse = 0
        if accepted:
            self.sqs.send_message_batch(QueueUrl=arguments["QueueUrl"], Entries=accepted)
        return {"Successful": [{"Id": entry["Id"]} for entry in accepted], **({"Failed": refused} if refused else {})}

    def evaluate(self, thing, states, variables):
        if isinstance(thing, dict):
            return {key: self.evaluate(value, states, variables) for key, value in thing.items()}
        if isinstance(thing, str) and thing.startswith("{%"):
            expression = jsonata.Jsonata(thing[2:-2].strip())
            expression.register_lambda("parse", json.loads)
            expression.register_lambda("hash", lambda text, algorithm: hashlib.new(
                algorithm.replace("-", ""), text.encode()).hexdigest())
            for name, value in {"states": states, **variables}.items():
                expression.assign(name, value)
            result = expression.evaluate({})
            assert result is not None, f"Step Functions fails an expression without a result: {thing}"
            return json.loads(json.dumps(result))
        return thing


class BackfillTest(unittest.TestCase):
    def setUp(self):
        moto = Moto().__enter__()
        self.addCleanup(moto.__exit__)
        self.s3, self.sqs = moto.client("s3"), moto.client("sqs")
        for bucket in ("recordings", "results", "receipts", "inventory"):
            self.s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.queue = self.sqs.create_queue(QueueName="queue")["QueueUrl"]
        self.moto = moto
        self.machine = self.state_machine()

    def state_machine(self, inventory=False, partition="aws", function="function"):
        """The state machine for a bucket with a prefix, which is listed, or of which there is an inventory."""
        properties = template("infra/backfill.yaml")["Resources"]["Backfill"]["Properties"]
        key = properties["DefinitionSubstitutions"]["Key"]["Fn::If"][1 if inventory else 2]
        return StateMachine(self.resolved(properties["Definition"], inventory), {
            "Bucket": "recordings", "Prefix": "calls/", "Key": key, "Extensions": "wav|mp3",
            "QueueUrl": self.queue, "PerDay": "3000", "Partition": partition, "Results": "results",
            "FunctionArn": function, "ReceiptsBucket": "receipts"}, self.moto)

    def resolved(self, thing, inventory):
        if isinstance(thing, dict):
            if list(thing) == ["Fn::If"]:
                condition, yes, no = thing["Fn::If"]
                chosen = {"FromInventory": yes if inventory else no, "HasPrefix": yes}[condition]
                return self.resolved(chosen, inventory)
            if list(thing) == ["Ref"]:
                return {"InventoryBucket": "inventory", "InventoryManifestKey": "manifest.json"}[thing["Ref"]]
            return {key: self.resolved(value, inventory) for key, value in thing.items()}
        return [self.resolved(value, inventory) for value in thing] if isinstance(thing, list) else thing

    def inventory(self, names, *rows):
        text = io.StringIO()
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
        self.s3.put_object(Bucket="inventory", Key="data/1.csv.gz", Body=gzip.compress(text.getvalue().encode()))
        self.s3.put_object(Bucket="inventory", Key="manifest.json", Body=json.dumps(
            {"fileFormat": "CSV", "fileSchema": ", ".join(names), "files": [{"key": "data/1.csv.gz"}]}))
        return self.state_machine(inventory=True)

    def put(self, key, size=3, storage_class="STANDARD"):
        self.s3.put_object(Bucket="recordings", Key=key, Body=b"x" * size, StorageClass=storage_class)

    def sent_keys(self):
        keys = []
        while True:
            messages = self.sqs.receive_message(
                QueueUrl=self.queue, MaxNumberOfMessages=10, AttributeNames=["All"]).get("Messages", [])
            if not messages:
                return sorted(keys)
            for message in messages:
                event = json.loads(message["Body"])
                self.assertEqual(event["detail-type"], "Object Created")
                self.assertEqual(event["detail"]["bucket"]["name"], "recordings")
                keys.append(event["detail"]["object"]["key"])

    def test_counts_without_sending_unless_told_to(self):
        for number in range(12):
            self.put(f"calls/{number}.wav")
            self.put(f"calls/{number}.wav.json")
        self.put("calls/empty.wav", size=0)
        self.put("calls/frozen.wav", storage_class="GLACIER")
        self.put("elsewhere/1.wav")

        report = self.machine.run({})

        self.assertEqual(report, {"recordings": 12, "gigabytes": 0, "archived": 1, "others": 13, "days": 1})
        self.assertEqual(self.sent_keys(), [])
        self.assertEqual(self.machine.waits, [])

    def test_sends_every_recording_at_the_pace_of_the_day(self):
        expected = [f"calls/a b+c%20ü {number:02}.WAV" for number in range(25)]
        for key in expected:
            self.put(key)

        result = self.machine.run({"send": True})

        self.assertEqual(result, {"sent": 25})
        self.assertEqual(self.sent_keys(), expected)
        self.assertEqual(self.machine.waits, [288, 288, 144])

    def test_counts_nothing_in_an_empty_bucket(self):
        report = self.machine.run({"send": True})

        self.assertEqual(report, {"recordings": 0, "gigabytes": 0, "archived": 0, "others": 0, "days": 0})

    def test_sends_a_single_recording(self):
        self.put("calls/1.mp3")
        self.put("calls/readme.txt")

        result = self.machine.run({"send": True})

        self.assertEqual(result, {"sent": 1})
        self.assertEqual(self.sent_keys(), ["calls/1.mp3"])

    def test_sends_again_what_the_queue_did_not_take(self):
        for number in range(5):
            self.put(f"calls/{number}.wav")
        self.machine.refuse = 1

        self.machine.run({"send": True})

        self.assertEqual(self.sent_keys(), [f"calls/{number}.wav" for number in range(5)])
        self.assertEqual(self.machine.waits, [5, 144])

    def test_sends_only_what_was_written_in_the_time_asked_for(self):
        self.put("calls/1.wav")

        before = self.machine.run({"to": "2020-01-01"})
        since = self.machine.run({"from": "2020-01-01"})

        self.assertEqual((before["recordings"], since["recordings"]), (0, 1))

    def test_a_sweep_sends_the_recordings_of_the_last_days_but_for_the_last_hours_at_once(self):
        machine = self.inventory(
            ["Bucket", "Key", "Size", "LastModifiedDate"],
            *[["recordings", f"calls/{hours}.wav", "5", f"2026-03-0{9 - hours // 24}T{23 - hours % 24:02}:59:59.000Z"]
              for hours in (1, 5, 6, 7, 71, 72, 100)])

        result = machine.run({"send": True, "sweep": True, "days": 3}, started="2026-03-10T00:00:00.000Z")

        self.assertEqual(result, {"sent": 3})
        events = [json.loads(message["Body"]) for message in self.sqs.receive_message(
            QueueUrl=self.queue, MaxNumberOfMessages=10)["Messages"]]
        self.assertEqual({event["detail"]["object"]["key"] for event in events},
                         {"calls/6.wav", "calls/7.wav", "calls/71.wav"})
        self.assertEqual({(event["source"], event["id"]) for event in events}, {("gong-relay.sweep", "run")})
        self.assertEqual(machine.waits, [1])

    def test_a_backfill_is_no_sweep(self):
        self.put("calls/1.wav")

        self.machine.run({"send": True})

        message = self.sqs.receive_message(QueueUrl=self.queue)["Messages"][0]
        event = json.loads(message["Body"])
        self.assertEqual(event["source"], "gong-relay.backfill")
        self.assertNotIn("id", event)

    def test_the_schedule_starts_a_sweep_that_the_state_machine_understands(self):
        resources = template("infra/backfill.yaml")["Resources"]
        target = resources["Sweep"]["Properties"]["Target"]

        given = json.loads(target["Input"]["Fn::Sub"].replace("${SweepDays}", "3"))

        self.assertEqual(given, {"send": True, "sweep": True, "days": 3})
        self.assertEqual(target["Arn"], {"Ref": "Backfill"})
        statement = resources["SweepRole"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"][0]
        self.assertEqual((statement["Action"], statement["Resource"]), ("states:StartExecution", {"Ref": "Backfill"}))

    def test_counts_an_inventory_with_delete_markers_and_empty_sizes(self):
        names = ["Bucket", "Key", "VersionId", "IsLatest", "IsDeleteMarker", "Size", "LastModifiedDate", "StorageClass"]
        time = "2026-03-01T00:00:00.000Z"
        machine = self.inventory(
            names,
            ["recordings", "calls/a+b%2Bc%C3%BC.wav", "2", "true", "false", "5", time, "STANDARD"],
            ["recordings", "calls/a+b%2Bc%C3%BC.wav", "1", "false", "false", "7", time, "STANDARD"],
            ["recordings", "calls/deleted.wav", "2", "true", "true", "", time, ""],
            ["recordings", "calls/unsized.wav", "1", "true", "false", "", time, "STANDARD"],
            ["recordings", "calls/frozen.wav", "1", "true", "false", "9", time, "DEEP_ARCHIVE"])

        report = machine.run({})
        result = machine.run({"send": True, "from": "2026-03-01", "to": "2026-03-02"})

        self.assertEqual(report, {"recordings": 1, "gigabytes": 0, "archived": 1, "others": 3, "days": 1})
        self.assertEqual(result, {"sent": 1})
        self.assertEqual(self.sent_keys(), ["calls/a b+cü.wav"])

    def test_counts_an_inventory_with_keys_and_sizes_alone(self):
        machine = self.inventory(["Bucket", "Key", "Size"], ["recordings", "calls/1.wav", "5"])

        self.assertEqual(machine.run({})["recordings"], 1)

    def test_passes_on_little_however_many_objects_there_are(self):
        for number in range(120):
            self.put(f"calls/{number}.wav")
        for state in ("Count", "Send"):
            self.machine.definition["States"][state]["ItemBatcher"]["MaxItemsPerBatch"] = 1
        # As if the limit of 256 KiB and the number of batches were a hundred times larger.
        self.machine.limit = 700

        self.assertEqual(self.machine.run({"send": True}), {"sent": 120})

    def audited(self, input=None):
        """Runs an audit of a relay that rejects every third recording; gives the report and what the relay joined."""
        self.asked = []
        self.joined = []
        # A relay that has the time for two of the objects at once, and counts no further than it came.
        turn = 2

        def check(name, event):
            self.assertEqual(name, "function")
            if "check" in event:
                self.assertEqual(list(event), ["check"])
                self.asked.append(event["check"])
                looked, left = event["check"][:20], event["check"][20:]
                return {"recordings": [self.answer(address) for address in looked], "notChecked": left}
            self.assertEqual(event["join"], "run")
            after = event["progress"]["after"] if "progress" in event else ""
            keys = sorted(key for key in self.parts() if key > after)
            for key in keys[:turn]:
                self.joined += json.loads(self.s3.get_object(Bucket="receipts", Key=key)["Body"].read())
            if len(keys) > turn:
                return {"progress": {"after": keys[turn - 1], "eTags": ["1"]}}
            return {"recordings": len(self.joined), "outcomes": {"relayed": 1}, "owners": {"7": 1},
                    "csv": "s3://receipts/audits/run.csv"}

        self.machine.function = check
        report = self.machine.run({"audit": True, **(input or {})})
        return report, self.joined

    def parts(self):
        """The objects in which the answers of the batches are kept."""
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket="receipts")
        keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
        self.assertTrue(all(key.startswith("audits/parts/run/") and key.endswith(".json") for key in keys), keys)
        return keys

    @staticmethod
    def answer(address):
        number = int(address.rsplit("-", 1)[1].split(".")[0])
        answer = {"recording": address, "wouldBe": "relayed", "bytes": 3, "seconds": 83.2, "primaryUser": "7", "warnings": 0}
        return answer if number % 3 else {
            **answer, "wouldBe": "rejected", "code": "details-invalid", "reason": 'In "the key": a, b; ü'}

    def test_audits_every_recording_and_sends_none(self):
        expected = [f"s3://recordings/calls/a b,ü-{number}.wav" for number in range(120)]
        for address in expected:
            self.put(address.removeprefix("s3://recordings/"))
            self.put(address.removeprefix("s3://recordings/") + ".json")

        report, lines = self.audited({"send": True})

        self.assertEqual(report, {"audited": 120, "outcomes": {"relayed": 1}, "owners": {"7": 1},
                                  "csv": "s3://receipts/audits/run.csv"})
        self.assertEqual(sorted(line["recording"] for line in lines), sorted(expected))
        self.assertEqual(next(line for line in lines if line["recording"].endswith("-0.wav")),
                         self.answer(expected[0]))
        self.assertTrue(all(len(question) <= 50 for question in self.asked))
        self.assertEqual(self.sent_keys(), [])

    def test_audits_only_what_was_written_in_the_time_asked_for(self):
        machine = self.inventory(
            ["Bucket", "Key", "Size", "LastModifiedDate"],
            *[["recordings", f"calls/day-{day}.wav", "5", f"2026-03-0{day}T12:00:00.000Z"] for day in range(1, 10)])
        self.machine = machine

        for input, days in (({"from": "2026-03-03", "to": "2026-03-05"}, [3, 4]), ({"days": 2}, [1, 2])):
            with self.subTest(input):
                self.s3.delete_objects(Bucket="receipts", Delete={
                    "Objects": [{"Key": key} for key in self.parts()] or [{"Key": "none"}]})
                started = machine.run
                machine.run = lambda given: started(given, started="2026-03-03T00:00:00.000Z")
                report, lines = self.audited({**input, **({} if "to" in input else {"to": "2026-03-03"})})
                machine.run = started

                self.assertEqual([line["recording"] for line in lines],
                                 [f"s3://recordings/calls/day-{day}.wav" for day in days])
                self.assertEqual(report["audited"], len(days))

    def test_keeps_the_answers_of_a_batch_once_although_it_was_repeated(self):
        for number in range(120):
            self.put(f"calls/a-{number}.wav")
        self.machine.repeat = "Keep"

        report, lines = self.audited()

        self.assertEqual(len(self.parts()), 3)
        self.assertEqual((report["audited"], len(lines)), (120, 120))

    def test_fails_when_the_relay_does_not_understand_the_question(self):
        self.put("calls/a-1.wav")
        self.machine.function = lambda name, event: {"ok": False, "text": "a check must be true"}

        with self.assertRaisesRegex(Exception, "The relay answered: .*a check must be true"):
            self.machine.run({"audit": True})

    def test_fails_when_the_file_lacks_a_recording(self):
        for number in range(3):
            self.put(f"calls/a-{number}.wav")
        self.machine.repeat = "Join" # the relay of this test then joins everything twice

        with self.assertRaisesRegex(FailedException, "Incomplete"):
            self.audited()

    def test_passes_on_little_however_many_recordings_are_audited(self):
        for number in range(120):
            self.put(f"calls/a-{number}.wav")
        for state in ("Count", "Audit"):
            self.machine.definition["States"][state]["ItemBatcher"]["MaxItemsPerBatch"] = 1
        self.machine.limit = 700

        self.assertEqual(self.audited()[0]["audited"], 120)

    def test_audits_nothing_in_an_empty_bucket(self):
        report, lines = self.audited()

        self.assertEqual(report["recordings"], 0)
        self.assertEqual(lines, [])

    def test_audits_need_a_bucket_for_their_file(self):
        backfill = template("infra/backfill.yaml")
        assertion = backfill["Rules"]["AuditsAreKept"]["Assertions"][0]["Assert"]

        self.assertEqual(assertion, {"Fn::Not": [{"Fn::Equals": [{"Ref": "ReceiptsBucket"}, ""]}]})

    def test_may_write_what_an_audit_needs_and_nothing_else(self):
        def resources(statements):
            return {one["Sid"]: (one["Action"], json.dumps(one["Resource"])) for one in statements if "Sid" in one}

        backfill = template("infra/backfill.yaml")["Resources"]["BackfillRole"]["Properties"]["Policies"][0]
        relay = template("template.yaml")["Resources"]["RelayRole"]["Properties"]["Policies"][0]
        keep = next(one["Fn::If"][1] for one in backfill["PolicyDocument"]["Statement"]
                    if "Fn::If" in one and one["Fn::If"][1].get("Sid") == "KeepAnswers")
        granted = resources(relay["PolicyDocument"]["Statement"])

        self.assertEqual(keep["Action"], "s3:PutObject")
        self.assertTrue(keep["Resource"]["Fn::Sub"].endswith("${ReceiptsBucket}/audits/parts/*"))
        self.assertEqual(granted["JoinAudits"][0], "s3:GetObject")
        self.assertIn("/audits/parts/*", granted["JoinAudits"][1])
        self.assertEqual(granted["KeepAudits"][0], "s3:PutObject")
        self.assertIn("/audits/*.csv", granted["KeepAudits"][1])

    def test_audits_need_the_function(self):
        self.machine = self.state_machine(function="")

        with self.assertRaisesRegex(FailedException, "NoFunction"):
            self.audited()

    def test_live_recordings_overtake_its_own(self):
        self.put("calls/1.wav")

        self.machine.run({"send": True})

        message = self.sqs.receive_message(QueueUrl=self.queue, AttributeNames=["All"])["Messages"][0]
        self.assertEqual(message["Attributes"]["MessageGroupId"], "backfill")

    def test_works_in_every_partition(self):
        self.put("calls/1.wav")
        for partition in ("aws-cn", "aws-us-gov"):
            with self.subTest(partition):
                machine = self.state_machine(partition=partition)

                self.assertEqual(machine.run({"send": True}), {"sent": 1})
                self.assertNotIn("arn:aws:", json.dumps(machine.definition))

    def test_may_continue_what_was_stopped(self):
        role = template("infra/backfill.yaml")["Resources"]["BackfillRole"]["Properties"]
        statements = role["Policies"][0]["PolicyDocument"]["Statement"]
        batches = next(one for one in statements if "states:RedriveExecution" in one.get("Action", ""))

        self.assertRegex(batches["Resource"]["Fn::Sub"], r":execution:\$\{AWS::StackName\}/\*$")


if __name__ == "__main__":
    unittest.main()
