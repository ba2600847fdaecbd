package dev.gongrelay.simulator;

import java.net.InetSocketAddress;

/** Runs ElasticMQ, which has no main class of its own, on a free port of loopback, and answers with that port. */
final class ElasticMqMain {
    private ElasticMqMain() {}

    public static void main(String[] arguments) throws Exception {
        Object builder = Class.forName("org.elasticmq.rest.sqs.SQSRestServerBuilder")
                .getMethod("withInterface", String.class)
                .invoke(null, "127.0.0.1");
        Object server = call(call(builder, "withDynamicPort"), "start");
        Object binding = call(server, "waitUntilStarted");
        InetSocketAddress address = (InetSocketAddress) call(binding, "localAddress");
        Tether.answer(String.valueOf(address.getPort()));
    }

    private static Object call(Object target, String method) throws ReflectiveOperationException {
        return target.getClass().getMethod(method).invoke(target);
    }
}
