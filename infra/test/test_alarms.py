"""Whether every failure leads to an alarm in time: metrics as the relay and SQS write them, alarms as CloudWatch
evaluates them."""

import itertools
import re
import unittest

from stack import PARAMETERS, ROOT, resources_of

DAY = 24 * 60  # all times are in minutes
LENGTH = 6 * DAY
# "There can be a delay of up to 15 minutes when a queue is activated from an inactive state" (Amazon SQS, "Available
# CloudWatch metrics"); what is written to a log as embedded metrics is there within some minutes.
QUEUE_DELAY, LOG_DELAY = 15, 5
UNITS = {"minutes": 1, "hours": 60, "days": DAY}
KINDS = {"RECORDING": "Dead letter", "TRANSIENT": "Retried", "CONFIGURATION": "Retried each hour"}


def source(path):
    return (ROOT / path).read_text()


def failure_codes():
    enum = source("src/main/java/dev/gongrelay/failure/FailureCode.java")
    return {name.lower().replace("_", "-"): kind for name, kind in re.findall(r"^ {4}([A-Z_]+)\(Kind\.(\w+)\)", enum, re.M)}


def metrics_of(code, kind, outcome):
    """The counts that RelayMetrics writes above zero for a recording that failed with this code, or arrived."""
    holds = {
        **{f"outcome==Outcome.{name}": outcome == name
           for name in ("RELAYED", "ALREADY_RELAYED", "REJECTED", "SKIPPED", "RETRY_LATER")},
        "code.filter(FailureCode.GONG_THROTTLED::equals).isPresent()": code == "gong-throttled",
        "code.map(FailureCode::kind).filter(FailureCode.Kind.CONFIGURATION::equals).isPresent()": kind == "CONFIGURATION"}
    counts = [(name, re.sub(r"\s", "", condition)) for name, condition in re.findall(
        r'line\.count\(\s*"(\w+)",\s+(.+?)\);', source("src/main/java/dev/gongrelay/telemetry/RelayMetrics.java"), re.DOTALL)]
    assert not holds.keys() - {condition for _, condition in counts}, "RelayMetrics counts otherwise"
    return {name for name, condition in counts if holds.get(condition)}


def promises():
    """The runbook's table: what becomes of a failure, in which case, which alarm it raises, and after how long."""
    rows = re.findall(r"^\| \*([^*]+)\*(, [^|]*)? \| .* \| \[([a-z ]+)\]\(#([a-z-]+)\) \| (\d+) (minutes|hours|days) \|$",
                      source("infra/RUNBOOK.md"), re.M)
    return [(mark, bool(others), anchor, int(number) * UNITS[unit]) for mark, others, _, anchor, number, unit in rows]


def retries(kind):
    """When a recording is tried that always fails, at the longest delays, until SQS moves it to the dead letters."""
    config = source("src/main/java/dev/gongrelay/settings/RelayConfig.java")
    first = int(re.search(r'"(\d+)s"\)\s+Duration delay\(\)', config)[1]) / 60
    longest = int(re.search(r'"(\d+)h"\)\s+Duration maxDelay\(\)', config)[1]) * 60
    receipts = resources_of(PARAMETERS)["RecordingsQueue"]["Properties"]["RedrivePolicy"]["maxReceiveCount"]
    at = 0.0
    for failures in range(1, receipts + 1):
        yield at
        at += longest if kind == "CONFIGURATION" else min(first * 2 ** (failures - 1), longest)
    yield at


class Metrics:
    """Sums and maxima by the minute."""

    def __init__(self):
        self.minutes = {}

    def add(self, name, minute, value=1):
        self.minutes.setdefault(name, [0] * (LENGTH + 1))[int(minute)] += value

    def window(self, name, end, period):
        """The values of a period that ends with this minute; None if nothing was written in it."""
        known = self.minutes.get(name)
        values = known[max(0, end - period + 1):end + 1] if known and end >= 0 else []
        return values if any(values) else None


class Alarm:
    """An alarm, which CloudWatch evaluates every minute, for the last periods that end with that minute."""

    def __init__(self, properties):
        self.properties = properties
        self.metrics = {one["Id"]: one for one in properties.get("Metrics", [])}

    def raised(self, metrics):
        """The first minute at which it is in alarm; None if it never is."""
        return next((minute for minute in range(LENGTH) if self.breaches(metrics, minute)), None)

    def breaches(self, metrics, minute):
        properties = self.properties
        period = properties.get("Period") or next(
            one["MetricStat"]["Period"] for one in self.metrics.values() if "MetricStat" in one)
        compare = {"GreaterThanThreshold": float.__gt__, "GreaterThanOrEqualToThreshold": float.__ge__}
        values = [self.value(metrics, minute - i * period // 60, period // 60)
                  for i in range(properties["EvaluationPeriods"])]
        return all(value is not None and compare[properties["ComparisonOperator"]](
            float(value), float(properties["Threshold"])) for value in values)

    def value(self, metrics, end, period):
        if not self.metrics:
            return self.statistic(metrics, self.properties["MetricName"], self.properties["Statistic"], end, period)
        known = {name: self.statistic(metrics, one["MetricStat"]["Metric"]["MetricName"], one["MetricStat"]["Stat"], end, period)
                 for name, one in self.metrics.items() if "MetricStat" in one}
        expression = next(one["Expression"] for one in self.metrics.values() if "Expression" in one)
        try:
            return eval(expression.replace(" AND ", " and "), {  # the template's own arithmetic
                **known, "IF": lambda condition, yes, no: yes if condition else no,
                "FILL": lambda value, instead: instead if value is None else value})
        except TypeError:
            return None  # a metric without data, and not filled

    @staticmethod
    def statistic(metrics, name, statistic, end, period):
        values = metrics.window(name, end, period)
        return None if values is None else {"Sum": sum, "Maximum": max}[statistic](values)


class AlarmsTest(unittest.TestCase):
    def setUp(self):
        self.alarms = self.alarms_of(PARAMETERS)
        self.known = {}

    @staticmethod
    def alarms_of(parameters):
        return {resource["Properties"]["AlarmDescription"].rsplit("#", 1)[1]: Alarm(resource["Properties"])
                for resource in resources_of(parameters).values() if resource["Type"] == "AWS::CloudWatch::Alarm"}

    def failing(self, code, kind, others_arrive):
        """The metrics of a relay for which one recording fails with this code, and others arrive or none does."""
        metrics = Metrics()
        arrivals = range(0, LENGTH, 10) if others_arrive else [0]  # the last one just before
        for minute in arrivals:
            for name in metrics_of(None, None, "RELAYED"):
                metrics.add(name, minute)
        dead = 0
        if kind == "RECORDING":
            for name in metrics_of(code, kind, "REJECTED"):
                metrics.add(name, LOG_DELAY)
        else:
            *tried, dead = retries(kind)
            for minute in tried:
                for name in metrics_of(code, kind, "RETRY_LATER"):
                    metrics.add(name, minute + LOG_DELAY)
        for minute in range(int(dead) + QUEUE_DELAY, LENGTH):
            metrics.add("ApproximateNumberOfMessagesVisible", minute)
        return metrics

    def test_every_code_leads_to_an_alarm_within_the_time_that_the_runbook_states(self):
        codes = failure_codes()
        promised = promises()
        self.assertGreater(len(codes), 30)
        for code, kind in codes.items():
            entry = re.search(rf"^### {code}\n\*([^*]+)\.\*", source("infra/RUNBOOK.md"), re.M)
            self.assertTrue(entry, f"{code} has no entry that begins with what becomes of it")
            with self.subTest(code):
                self.assertEqual(entry[1], KINDS[kind])
                for others_arrive in (False, True):
                    anchor, within = next(
                        (anchor, within) for mark, others, anchor, within in reversed(promised)
                        if mark == entry[1] and (others_arrive or not others))
                    raised = self.raised(anchor, code, kind, others_arrive)
                    self.assertIsNotNone(raised, anchor)
                    self.assertLessEqual(raised, within, anchor)

    def raised(self, anchor, code, kind, others_arrive):
        """When this failure raises the alarm; the same for all codes that the metrics don't tell apart."""
        same = (anchor, kind, code == "gong-throttled", others_arrive)
        if same not in self.known:
            self.known[same] = self.alarms[anchor].raised(self.failing(code, kind, others_arrive))
        return self.known[same]

    def test_without_a_queue_every_failure_is_a_dead_letter_within_the_time_that_the_runbook_states(self):
        parameters = {**PARAMETERS, "Trigger": "direct"}
        asked = resources_of(parameters)["RelayOnFailure"]["Properties"]
        stated = int(re.search(r"`Trigger=direct`.*dead letters alarm,\sat the latest after (\d+)\s+minutes", source(
            "infra/RUNBOOK.md"), re.DOTALL)[1])
        # "Lambda waits one minute before the second attempt, and two minutes between the second and third attempts."
        dead = sum(range(1, asked["MaximumRetryAttempts"] + 1))
        metrics = Metrics()
        for minute in range(dead + QUEUE_DELAY, LENGTH):
            metrics.add("ApproximateNumberOfMessagesVisible", minute)

        self.assertIn("DeadLetters", asked["DestinationConfig"]["OnFailure"]["Destination"])
        self.assertLessEqual(self.alarms_of(parameters)["dead-letters-alarm"].raised(metrics), stated)

    def test_nothing_is_raised_while_recordings_arrive(self):
        metrics = Metrics()
        for minute, name in itertools.product(range(0, LENGTH, 10), metrics_of(None, None, "RELAYED")):
            metrics.add(name, minute)

        for anchor, alarm in self.alarms.items():
            with self.subTest(anchor):
                self.assertIsNone(alarm.raised(metrics))

    def test_waiting_for_a_sidecar_raises_nothing_on_a_quiet_day(self):
        metrics = Metrics()
        for minute in (300, 301, 303, 307):
            metrics.add("RetryLater", minute)
        for name in metrics_of(None, None, "RELAYED"):
            metrics.add(name, 315)

        for anchor, alarm in self.alarms.items():
            with self.subTest(anchor):
                self.assertIsNone(alarm.raised(metrics))


if __name__ == "__main__":
    unittest.main()
