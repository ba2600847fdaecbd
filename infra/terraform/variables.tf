variable "name" {
  description = "Name of the stack, at most 32 lower-case letters, digits and hyphens."
  type        = string
  default     = "gong-relay"
}

variable "package" {
  description = "Path of the package, such as gong-relay-native-arm64.zip of a release."
  type        = string
}

variable "architecture" {
  description = "The architecture of a native package, arm64 or x86_64; or jvm for the package for the Java runtime."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64", "jvm"], var.architecture)
    error_message = "architecture must be arm64, x86_64, or jvm."
  }
}

variable "template" {
  description = "Path of the template that belongs to the package. Empty for the one in this module's release."
  type        = string
  default     = ""
}

variable "packages_bucket" {
  description = "Name of a private bucket in the stack's region, for the package and the template."
  type        = string
}

variable "recordings_bucket" {
  description = "Name of the bucket with the recordings. Connect it with infra/connect-bucket, or turn on its EventBridge."
  type        = string
}

variable "gong_base_url" {
  description = "The API address that Gong shows next to the access key, such as https://us-12345.api.gong.io."
  type        = string
}

variable "gong_secret_arn" {
  description = "ARN of the secret with the access key. Create it outside Terraform, whose state would contain the key."
  type        = string
}

variable "parameters" {
  description = "Other parameters of the template, by name."
  type        = map(string)
  default     = {}
}

variable "cloudformation_role_arn" {
  description = "ARN of the role with which CloudFormation creates the resources. Null for your own permissions."
  type        = string
  default     = null
}
