package dev.gongrelay.lambda;

import dev.gongrelay.simulator.ChildLocale;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that Lambda gives every function (AWS, "Using Lambda environment variables", 2025-11). */
final class LambdaEnvironment {
    private LambdaEnvironment() {}

    /** Those that are the same under each stand-in for Lambda. */
    static Map<String, String> of(FunctionFolder folder) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "gong-relay");
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/gong-relay");
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        variables.put("AWS_REGION", "us-east-1");
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("LAMBDA_TASK_ROOT", folder.task().toString());
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", System.getenv("PATH"));
        variables.put("TZ", ":UTC");
        // Not Lambda's: this machine may not have its locale, and may run several functions at once.
        variables.putAll(ChildLocale.variables());
        variables.put("TMPDIR", folder.temporary().toString());
        return variables;
    }
}
