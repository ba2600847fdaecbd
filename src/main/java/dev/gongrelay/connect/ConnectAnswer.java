package dev.gongrelay.connect;

import dev.gongrelay.aws.AwsExceptions;
import dev.gongrelay.failure.FailureCode;
import dev.gongrelay.failure.TransientException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells what an error of Amazon Connect means, by its type first and by its status second. */
final class ConnectAnswer {
    /** The header with the type of an error (Amazon Connect API Reference, "Common errors", 2026). */
    static final String ERROR_TYPE = "x-amzn-ErrorType";

    private static final int LONGEST_TYPE = 100;
    private static final Set<String> THROTTLING =
            Set.of("TooManyRequestsException", "ThrottlingException", "Throttling");
    /** The settings have checked the instance, so only the contact's or user's ID can be wrong. */
    private static final Set<String> MISSING =
            Set.of("ResourceNotFoundException", "InvalidParameterException", "InvalidRequestException");

    private ConnectAnswer() {}

    /** @param errorType such as {@code AccessDeniedException:http://...}; null if there is none */
    static RuntimeException failure(int status, @Nullable String errorType) {
        String type = type(errorType);
        String said = "Amazon Connect answered " + status + (type.isEmpty() ? "" : " " + type);
        if (THROTTLING.contains(type) || status == 429) {
            String why = ": other requests of the account use up its quota of 2 a second";
            return new TransientException(FailureCode.CONNECT_UNAVAILABLE, said + why);
        }
        if (AwsExceptions.mayPass(status, type)) {
            return new ConnectException(said);
        }
        if (MISSING.contains(type) || status == 404) {
            return new NotThereException();
        }
        String remedy = ". The function's role needs connect:DescribeContact and connect:DescribeUser of the instance"
                + " that RELAY_CONNECT_INSTANCE names.";
        return new TransientException(FailureCode.CONNECT_DENIED, said + remedy);
    }

    private static String type(@Nullable String header) {
        String type = header == null ? "" : header.split("[:#]", 2)[0].strip();
        boolean looksRight = type.length() <= LONGEST_TYPE && type.chars().allMatch(Character::isLetterOrDigit);
        return looksRight ? type : "";
    }
}
