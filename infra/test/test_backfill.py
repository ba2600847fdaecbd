"""The backfill's state machine, run state by state: its JSONata is evaluated, its S3 and SQS are moto's."""

import json
import unittest

import jsonata

from stack import Moto, REGION, template


class StateMachine:
    """Runs the part of the Amazon States Language that the backfill uses."""

    def __init__(self, definition, substitutions, moto):
        text = json.dumps(definition)
        for name, value in substitutions.items():
            text = text.replace("${" + name + "}", value)
        self.definition = json.loads(text)
        self.s3, self.sqs = moto.client("s3"), moto.client("sqs")
        self.waits = []
        self.refuse = 0

    def run(self, execution_input):
        return self.states(self.definition, execution_input, {"Execution": {"Input": execution_input}})

    def states(self, machine, value, context):
        name, variables = machine["StartAt"], {}
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
                states["result"] = value = self.map(state, value, context)
            elif state["Type"] == "Task":
                states["result"] = value = self.send(evaluated(state["Arguments"]))
            if "Assign" in chosen:
                variables.update(evaluated(chosen["Assign"]))
            if "Output" in state:
                value = evaluated(state["Output"])
            if state["Type"] == "Succeed" or state.get("End"):
                return value
            name = following

    def map(self, state, value, context):
        listing = self.s3.list_objects_v2(**state["ItemReader"]["Arguments"])
        items = []
        for entry in listing.get("Contents", []):
            item = {"Key": entry["Key"], "Size": entry["Size"], "StorageClass": entry["StorageClass"],
                    "LastModified": int(entry["LastModified"].timestamp())}
            states = {"input": value, "context": {**context, "Map": {"Item": {"Value": item}}}}
            items.append(self.evaluate(state["ItemSelector"], states, {}))
        batcher = state["ItemBatcher"]
        size = batcher["MaxItemsPerBatch"]
        batch_input = self.evaluate(batcher["BatchInput"], {"input": value, "context": context}, {})
        return [
            self.states(state["ItemProcessor"], {"BatchInput": batch_input, "Items": items[i:i + size]}, {})
            for i in range(0, len(items), size)]

    def send(self, arguments):
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
        self.s3.create_bucket(Bucket="recordings", CreateBucketConfiguration={"LocationConstraint": REGION})
        self.queue = self.sqs.create_queue(QueueName="queue")["QueueUrl"]
        definition = self.resolved(template("infra/backfill.yaml")["Resources"]["Backfill"]["Properties"]["Definition"])
        self.machine = StateMachine(definition, {
            "Bucket": "recordings", "Prefix": "calls/", "Key": "$object.Key", "Extensions": "wav|mp3",
            "QueueUrl": self.queue, "PerDay": "3000"}, moto)

    def resolved(self, thing):
        """The definition for a listed bucket with a prefix."""
        if isinstance(thing, dict):
            if list(thing) == ["Fn::If"]:
                condition, yes, no = thing["Fn::If"]
                return self.resolved({"FromInventory": no, "HasPrefix": yes}[condition])
            return {key: self.resolved(value) for key, value in thing.items()}
        return [self.resolved(value) for value in thing] if isinstance(thing, list) else thing

    def put(self, key, size=3, storage_class="STANDARD"):
        self.s3.put_object(Bucket="recordings", Key=key, Body=b"x" * size, StorageClass=storage_class)

    def sent_keys(self):
        keys = []
        while True:
            messages = self.sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages", [])
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


if __name__ == "__main__":
    unittest.main()
