output "outputs" {
  description = "All outputs of the stack, by name; template.yaml explains them."
  value       = aws_cloudformation_stack.relay.outputs
}

output "function_alias_arn" {
  description = "The function's alias, the target of notifications for Trigger=direct."
  value       = aws_cloudformation_stack.relay.outputs["FunctionAliasArn"]
}

output "role_arn" {
  description = "The function's role, for policies of existing buckets and keys."
  value       = aws_cloudformation_stack.relay.outputs["RoleArn"]
}
