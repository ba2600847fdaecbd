package dev.gongrelay.lambda;

import dev.gongrelay.simulator.ChildLocale;
import java.util.HashMap;
import java.util.Map;

/** The environment variables that Lambda gives every function (AWS, "Using Lambda environment variables", 2025-11). */
final class LambdaEnvironment {
    private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
    private static final String SNAP_START = "snap-start";

    private LambdaEnvironment() {}

    /** @param settings the function's own, which may ask for SnapStart */
    static Map<String, String> of(LambdaRuntimeApi api, FunctionFolder folder, Map<String, String> settings) {
        Map<String, String> variables = new HashMap<>();
        variables.put("AWS_LAMBDA_RUNTIME_API", api.address());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", "gong-relay");
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512");
        variables.put(INITIALIZATION_TYPE, "on-demand");
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
        variables.putAll(credentials(api, settings));
        return variables;
    }

    /** In the environment; with SnapStart from the container instead (AWS, "Lambda SnapStart", 2025-11). */
    private static Map<String, String> credentials(LambdaRuntimeApi api, Map<String, String> settings) {
        return SNAP_START.equals(settings.get(INITIALIZATION_TYPE))
                ? Map.of(
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
                        "http://" + api.address() + LambdaRuntimeApi.CREDENTIALS,
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN",
                        "local")
                : Map.of("AWS_ACCESS_KEY_ID", "local", "AWS_SECRET_ACCESS_KEY", "local");
    }
}
