# Installs a release of Gong Relay: uploads its package and creates its CloudFormation stack, which template.yaml
# describes, as for all other ways to install it.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

locals {
  template = coalesce(var.template, "${path.module}/../../template.yaml")
  # New contents get new keys, because the stack is updated only if a key changes.
  package_key  = "${var.name}/${filesha256(var.package)}.zip"
  template_key = "${var.name}/${sha256(local.body)}.yaml"
  body = replace(
    file(local.template),
    "CodeUri: target/function.zip",
    "CodeUri: s3://${var.packages_bucket}/${local.package_key}",
  )
  parameters = merge(var.parameters, {
    RecordingsBucket = var.recordings_bucket
    GongBaseUrl      = var.gong_base_url
    GongSecretArn    = var.gong_secret_arn
    Package          = var.architecture == "jvm" ? "jvm" : "native"
    Architecture     = var.architecture == "jvm" ? lookup(var.parameters, "Architecture", "arm64") : var.architecture
  })
}

resource "aws_s3_object" "package" {
  bucket = var.packages_bucket
  key    = local.package_key
  source = var.package
}

resource "aws_s3_object" "template" {
  bucket  = var.packages_bucket
  key     = local.template_key
  content = local.body
}

resource "aws_cloudformation_stack" "relay" {
  name         = var.name
  template_url = "https://${var.packages_bucket}.s3.${data.aws_region.current.name}.${data.aws_partition.current.dns_suffix}/${aws_s3_object.template.key}"
  capabilities = ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"]
  iam_role_arn = var.cloudformation_role_arn
  # A new revision publishes a version with the new settings.
  parameters = merge({
    Revision = substr(sha256(jsonencode([local.parameters, local.package_key, local.template_key])), 0, 16)
  }, local.parameters)

  depends_on = [aws_s3_object.package]
}

data "aws_region" "current" {}

data "aws_partition" "current" {}
