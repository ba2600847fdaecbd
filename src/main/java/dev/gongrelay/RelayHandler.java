package dev.gongrelay;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The Lambda entry. */
public class RelayHandler implements RequestHandler<JsonNode, @Nullable Object> {
    @Override
    public @Nullable Object handleRequest(JsonNode event, Context context) {
        return null;
    }
}
