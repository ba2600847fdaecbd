package dev.gongrelay.demo;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.gongrelay.simulator.Tether;
import io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Drives the packaged function as AWS's Java runtime does, by its stream handler: on each line of standard input the
 * milliseconds it has, and an event; for each an answer: the peak of its heap in bytes, {@code ok} or {@code failed}, and the text.
 */
public final class FunctionMain {
    private FunctionMain() {}

    public static void main(String[] arguments) throws IOException {
        QuarkusStreamHandler function = new QuarkusStreamHandler();
        Tether.answer("ready");
        BufferedReader events = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String event = events.readLine(); event != null; event = events.readLine()) {
            int space = event.indexOf(' ');
            Invocation invocation = new Invocation(Integer.parseInt(event.substring(0, space)));
            Tether.answer(answer(function, event.substring(space + 1), invocation));
        }
    }

    private static String answer(QuarkusStreamHandler function, String event, Invocation invocation) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        String result = "ok";
        String text;
        try {
            function.handleRequest(
                    new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)), output, invocation);
            text = output.toString(StandardCharsets.UTF_8);
        } catch (IOException | RuntimeException e) {
            result = "failed";
            text = String.valueOf(e.getMessage());
        }
        return peakHeap() + " " + result + " " + text.replaceAll("\\R", " ");
    }

    /** The sum of the peaks of the heap's pools: the peak of the whole or somewhat more. */
    private static long peakHeap() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    /** What Lambda tells a function about an invocation. */
    private static final class Invocation implements Context {
        private final String id = UUID.randomUUID().toString();
        private final int timeLeftMillis;

        Invocation(int timeLeftMillis) {
            this.timeLeftMillis = timeLeftMillis;
        }

        @Override
        public String getAwsRequestId() {
            return id;
        }

        @Override
        public String getLogGroupName() {
            return "/aws/lambda/gong-relay";
        }

        @Override
        public String getLogStreamName() {
            return "demo";
        }

        @Override
        public String getFunctionName() {
            return "gong-relay";
        }

        @Override
        public String getFunctionVersion() {
            return "$LATEST";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "arn:aws:lambda:us-east-1:123456789012:function:gong-relay";
        }

        @Override
        public @Nullable CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public @Nullable ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getRemainingTimeInMillis() {
            return timeLeftMillis;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 512;
        }

        @Override
        public LambdaLogger getLogger() {
            return new LambdaLogger() {
                @Override
                public void log(String message) {
                    System.out.println(message);
                }

                @Override
                public void log(byte[] message) {
                    log(new String(message, StandardCharsets.UTF_8));
                }
            };
        }
    }
}
