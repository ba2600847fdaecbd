"""What the roles of infra/pipeline.yaml may do, evaluated as IAM does, against what CloudFormation needs for the relay."""

import json
import re
import unittest
from fnmatch import fnmatchcase
from importlib.resources import files

from stack import ACCOUNT, PARAMETERS, REGION, ROOT, Resolver, resources_of, template
from test_deployment import FORMS

STACK = "gong-relay"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{STACK}-RelayFunction-1"
BOUNDARY = f"arn:aws:iam::{ACCOUNT}:policy/pipeline-Boundary-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/{STACK}/{STACK}-RelayRole-1"
KEY = f"arn:aws:kms:{REGION}:{ACCOUNT}:key/1"
PACKAGE = "arn:aws:s3:::pipeline-packages/function.zip"
DEPLOYMENT_GROUP = f"arn:aws:codedeploy:{REGION}:{ACCOUNT}:deploymentgroup:{STACK}-ServerlessDeploymentApplication-1/group"
SIGNING = f"arn:aws:lambda:{REGION}:{ACCOUNT}:code-signing-config:csc-1"
TAG = "gong-relay:stack"

# The permissions that the schemas of the resource types declare for their handlers. cfn-lint 1.12.0 is the last that
# came with them (data/schemas/providers/us_east_1); later versions leave the handlers out.
HANDLERS = json.loads((ROOT / "infra/test/handlers.json").read_text())
# What these types need, as their schemas declare no handlers. Source: AWS's Service Authorization Reference.
WITHOUT_HANDLERS = {
    "AWS::CodeDeploy::DeploymentGroup": [
        "codedeploy:CreateDeploymentGroup", "codedeploy:GetDeploymentGroup", "codedeploy:UpdateDeploymentGroup",
        "codedeploy:DeleteDeploymentGroup", "codedeploy:TagResource", "codedeploy:UntagResource", "iam:PassRole"],
    "AWS::SNS::Subscription": ["sns:Subscribe", "sns:GetSubscriptionAttributes", "sns:SetSubscriptionAttributes",
                               "sns:Unsubscribe", "sns:ListSubscriptionsByTopic"],
}
# What newer handlers need beside that.
NEWER = {
    "AWS::Events::Rule": ["events:TagResource", "events:UntagResource", "events:ListTagsForResource"],
    "AWS::IAM::Role": ["iam:ListRoleTags"],
    "AWS::Lambda::EventSourceMapping": ["lambda:TagResource", "lambda:UntagResource", "lambda:ListTags"],
    "AWS::S3::Bucket": ["s3:TagResource", "s3:UntagResource", "s3:ListTagsForResource"],
}
NOT_GRANTED = {
    "elasticfilesystem:DescribeMountTargets": "the function mounts no file system",
    "firehose:TagDeliveryStream": "the log has no data protection policy",
    "iam:AttachRolePolicy": "no role has a managed policy",
    "iam:DeleteRolePermissionsBoundary": "a role without the boundary could do anything",
    "iam:DetachRolePolicy": "no role has a managed policy",
    "lambda:GetLayerVersion": "the function has no layers",
    "logs:CreateLogDelivery": "the log has no data protection policy",
    "logs:DescribeResourcePolicies": "the log has no resource policy",
    "logs:PutResourcePolicy": "the log has no resource policy",
    "s3:DeleteObject": "receipts are not the deployment's",
    "s3:PutObjectAcl": "receipts are not the deployment's",
    "s3:REST.PUT.OBJECT": "the log has no data protection policy",
}
NOT_GRANTED_FOR = {
    ("AWS::Events::Rule", "iam:PassRole"): "its target is a queue, which needs no role",
    ("AWS::S3::Bucket", "iam:PassRole"): "the bucket is not replicated",
    ("AWS::SNS::Topic", "iam:PassRole"): "the topic logs no deliveries",
}
# The resource that an action concerns, if it isn't the type's own.
OF_ACTIONS = {"lambda:GetCodeSigningConfig": SIGNING}
# The resource that an action concerns: the type's own if the action is of the type's service, else one of these.
OTHERS = {"codedeploy": DEPLOYMENT_GROUP, "iam": ROLE, "kms": KEY, "s3": PACKAGE}
ARNS = {
    "AWS::CloudWatch::Alarm": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{STACK}-{{name}}-1",
    "AWS::CloudWatch::Dashboard": f"arn:aws:cloudwatch::{ACCOUNT}:dashboard/{STACK}-{REGION}",
    "AWS::CodeDeploy::Application": f"arn:aws:codedeploy:{REGION}:{ACCOUNT}:application:{STACK}-{{name}}-1",
    "AWS::CodeDeploy::DeploymentGroup": DEPLOYMENT_GROUP,
    "AWS::Events::Rule": f"arn:aws:events:{REGION}:{ACCOUNT}:rule/{STACK}-{{name}}-1",
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{STACK}/{STACK}-{{name}}-1",
    "AWS::KMS::Key": KEY,
    "AWS::Lambda::EventSourceMapping": f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:1",
    "AWS::Lambda::Function": FUNCTION,
    "AWS::Logs::LogGroup": f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/lambda/{STACK}",
    "AWS::S3::Bucket": f"arn:aws:s3:::{STACK}-{{lower}}-1",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{STACK}-{{name}}-1",
    "AWS::SQS::Queue": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{STACK}-{{name}}-1",
}
# What belongs to a resource of another type.
PARTS = {
    "AWS::Lambda::Alias": FUNCTION + ":live", "AWS::Lambda::EventInvokeConfig": FUNCTION + ":live",
    "AWS::Lambda::Permission": FUNCTION + ":live", "AWS::Lambda::Version": FUNCTION + ":1",
    "AWS::Logs::QueryDefinition": "*",
    "AWS::S3::BucketPolicy": f"arn:aws:s3:::{STACK}-receipts-1",
    "AWS::SNS::Subscription": f"arn:aws:sns:{REGION}:{ACCOUNT}:{STACK}-AlarmTopic-1",
    "AWS::SNS::TopicPolicy": f"arn:aws:sns:{REGION}:{ACCOUNT}:{STACK}-AlarmTopic-1",
    "AWS::SQS::QueuePolicy": f"arn:aws:sqs:{REGION}:{ACCOUNT}:{STACK}-DeadLetters-1",
}
# As CloudFormation calls for the relay's own resources.
CONTEXT = {
    "lambda:FunctionArn": FUNCTION + ":live", "iam:PermissionsBoundary": BOUNDARY,
    "iam:PassedToService": "lambda.amazonaws.com", f"aws:RequestTag/{TAG}": STACK, f"aws:ResourceTag/{TAG}": STACK}


def know_resources():
    """Whether each action of AWS can be granted for single resources, by cfn-lint's copy of AWS's reference."""
    services = json.loads(files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json").read_text())
    return {f"{service}:{action}".lower(): bool(details.get("Resources"))
            for service, content in services.items() for action, details in content["Actions"].items()}


KNOW_RESOURCES = know_resources()


class Policy:
    """Statements that allow; their conditions are evaluated as far as the pipeline uses them."""

    def __init__(self, statements):
        self.statements = statements

    def allows(self, action, resource, context):
        return any(
            any(fnmatchcase(action.lower(), pattern.lower()) for pattern in listed(statement["Action"]))
            and any(fnmatchcase(resource, pattern) for pattern in listed(statement["Resource"]))
            and self.holds(statement.get("Condition", {}), context)
            for statement in self.statements)

    @staticmethod
    def holds(condition, context):
        for operator, tests in condition.items():
            match = {"StringEquals": str.__eq__, "ArnLike": fnmatchcase}[operator]
            for key, expected in tests.items():
                if not any(match(context.get(key, ""), one) for one in listed(expected)):
                    return False
        return True


def listed(value):
    return value if isinstance(value, list) else [value]


def pipeline(**parameters):
    """The pipeline's resources, as CloudFormation sees them."""
    source = template("infra/pipeline.yaml")
    values = {name: parameter.get("Default") for name, parameter in source["Parameters"].items()}
    resolver = Resolver(
        {**source, "Resources": {}}, {**values, "Repository": "owner/gong-relay", "RelayStackName": STACK, **parameters},
        {"Boundary": BOUNDARY, "Packages.Arn": "arn:aws:s3:::pipeline-packages",
         "CloudFormationRole.Arn": f"arn:aws:iam::{ACCOUNT}:role/pipeline-CloudFormationRole-1"}, stack="pipeline")
    return {name: resolver.resolve(resource["Properties"]) for name, resource in source["Resources"].items()}


def boundary(**parameters):
    return Policy(pipeline(**parameters)["Boundary"]["PolicyDocument"]["Statement"])


class PipelineTest(unittest.TestCase):
    def setUp(self):
        self.resources = pipeline()
        self.role = Policy(self.resources["CloudFormationRole"]["Policies"][0]["PolicyDocument"]["Statement"])
        self.boundary = boundary()


class CloudFormationRoleTest(PipelineTest):
    def needs(self, name, kind):
        """The permissions that a resource needs, each with the resource that it concerns."""
        self.assertIn(kind, HANDLERS, "a new type of resource: add what its schema declares to handlers.json")
        own = (ARNS.get(kind) or PARTS[kind]).format(name=name, lower=name.lower())
        service = own.split(":")[2] if own != "*" else "logs"
        for action in HANDLERS[kind] + WITHOUT_HANDLERS.get(kind, []) + NEWER.get(kind, []):
            if action in NOT_GRANTED or (kind, action) in NOT_GRANTED_FOR:
                continue
            prefix = action.split(":")[0]
            single = KNOW_RESOURCES.get(action.lower(), True)
            of_type = own if prefix == service else OTHERS.get(prefix, "*")
            yield action, OF_ACTIONS.get(action, of_type) if single else "*"

    def test_may_do_what_every_resource_of_every_form_needs(self):
        for form, (parameters, _) in FORMS.items():
            for name, resource in resources_of({**PARAMETERS, **parameters}).items():
                for action, arn in self.needs(name, resource["Type"]):
                    context = dict(CONTEXT)
                    if resource["Type"] == "AWS::CodeDeploy::DeploymentGroup":
                        context["iam:PassedToService"] = "codedeploy.amazonaws.com"
                    with self.subTest(form, resource=name, action=action, arn=arn):
                        self.assertTrue(self.role.allows(action, arn, context))

    def test_every_exception_is_needed(self):
        declared = {action for actions in HANDLERS.values() for action in actions}
        for action in NOT_GRANTED:
            with self.subTest(action):
                self.assertIn(action, declared)
                self.assertFalse(any(self.role.allows(action, arn, CONTEXT) for arn in ["*", ROLE, PACKAGE]))
        for kind, action in NOT_GRANTED_FOR:
            self.assertIn(action, HANDLERS[kind])

    def test_names_resources_wherever_actions_know_them(self):
        for statement in self.role.statements:
            for action in listed(statement["Action"]):
                if "*" not in action and statement["Resource"] == "*" and "Condition" not in statement:
                    with self.subTest(statement["Sid"], action=action):
                        # It reads all alarms to find the stack's.
                        self.assertFalse(KNOW_RESOURCES[action.lower()] and action != "cloudwatch:DescribeAlarms")

    def test_cannot_become_an_administrator(self):
        own = self.resources["DeployRole"]["Policies"][0]["PolicyDocument"]["Statement"][-1]["Resource"]
        without = {**CONTEXT, "iam:PermissionsBoundary": ""}
        another = {**CONTEXT, "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/AdministratorAccess"}
        for action in ("iam:CreateRole", "iam:PutRolePolicy", "iam:PutRolePermissionsBoundary"):
            self.assertTrue(self.role.allows(action, ROLE, CONTEXT))
            self.assertFalse(self.role.allows(action, ROLE, without), action)
            self.assertFalse(self.role.allows(action, ROLE, another), action)
        for action in ("iam:PutRolePolicy", "iam:UpdateAssumeRolePolicy", "iam:PassRole", "iam:DeleteRole"):
            self.assertFalse(self.role.allows(action, own, CONTEXT), action)
        for action in ("iam:AttachRolePolicy", "iam:DeleteRolePermissionsBoundary", "iam:CreateUser", "sts:AssumeRole"):
            self.assertFalse(self.role.allows(action, ROLE, CONTEXT), action)
        for action in ("iam:CreatePolicyVersion", "iam:DeletePolicy", "iam:SetDefaultPolicyVersion"):
            self.assertFalse(self.role.allows(action, BOUNDARY, CONTEXT), action)
        ec2 = {**CONTEXT, "iam:PassedToService": "ec2.amazonaws.com"}
        self.assertFalse(self.role.allows("iam:PassRole", ROLE, ec2))

    def test_leaves_what_is_not_the_stacks_alone(self):
        of_others = {**CONTEXT, f"aws:ResourceTag/{TAG}": "", f"aws:RequestTag/{TAG}": "",
                     "lambda:FunctionArn": FUNCTION.replace(STACK, "theirs")}
        for action in ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion", "kms:CreateKey", "kms:TagResource", "kms:Decrypt"):
            self.assertFalse(self.role.allows(action, KEY, of_others), action)
        for action in ("Create", "Update", "Delete"):
            mapping = f"arn:aws:lambda:{REGION}:{ACCOUNT}:event-source-mapping:1"
            self.assertFalse(self.role.allows(f"lambda:{action}EventSourceMapping", mapping, of_others), action)
        for action, arn in (
                ("s3:PutBucketPolicy", "arn:aws:s3:::pipeline-packages"), ("s3:PutBucketPolicy", "arn:aws:s3:::recordings"),
                ("s3:GetObject", f"arn:aws:s3:::{STACK}-receipts-1/receipts/a.json"),
                ("lambda:UpdateFunctionCode", FUNCTION.replace(STACK, STACK + "-dev")),
                ("sqs:DeleteQueue", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{STACK}-dev-DeadLetters-1")):
            self.assertFalse(self.role.allows(action, arn, CONTEXT), (action, arn))


class BoundaryTest(PipelineTest):
    def test_admits_all_that_the_templates_roles_may_do(self):
        context = {"s3:ResourceAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}
        for form, (parameters, _) in FORMS.items():
            same = boundary(**{name: value for name, value in {**PARAMETERS, **parameters}.items()
                               if name in ("RecordingsBucket", "ReceiptsBucket", "GongSecretArn", "MappingObject")})
            for name, resource in resources_of({**PARAMETERS, **parameters}, stack=STACK).items():
                if resource["Type"] != "AWS::IAM::Role":
                    continue
                for statement in resource["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]:
                    via = statement.get("Condition", {}).get("StringEquals", {}).get("kms:ViaService")
                    for action in listed(statement["Action"]):
                        for arn in listed(statement["Resource"]):
                            with self.subTest(form, role=name, action=action, arn=arn):
                                self.assertTrue(same.allows(
                                    action, arn, {**context, "kms:ViaService": via or f"sqs.{REGION}.amazonaws.com"}))

    def test_admits_nothing_that_changes_permissions_or_keys(self):
        actions = [action for statement in self.boundary.statements for action in listed(statement["Action"])]
        self.assertEqual([action for action in actions if re.match(r"(iam|sts|organizations):|.*\*", action)], [])
        self.assertEqual({action for action in actions if action.startswith("kms:")}, {"kms:Decrypt", "kms:GenerateDataKey"})

    def test_is_what_the_outputs_tell_to_pass_to_the_relay(self):
        outputs = template("infra/pipeline.yaml")["Outputs"]

        self.assertEqual(outputs["Parameters"]["Value"]["Fn::Sub"],
                         "RolePath=/${RelayStackName}/ PermissionsBoundaryArn=${Boundary}")
        for name, resource in resources_of(
                {**PARAMETERS, "RolePath": "/gong-relay/", "PermissionsBoundaryArn": BOUNDARY,
                 "GradualDeployment": "true"}).items():
            if resource["Type"] == "AWS::IAM::Role":
                with self.subTest(name):
                    self.assertEqual(resource["Properties"]["Path"], "/gong-relay/")
                    self.assertEqual(resource["Properties"]["PermissionsBoundary"], BOUNDARY)


if __name__ == "__main__":
    unittest.main()
