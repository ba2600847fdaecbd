package dev.gongrelay.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

class EmbeddedS3Test {
    @Test
    void keeps_objects_and_honours_range_and_if_match() {
        try (S3Client client = EmbeddedS3.shared().client()) {
            String eTag = client.putObject(
                            request -> request.bucket(EmbeddedS3.RECORDINGS).key("embedded test/a+b ü.wav"),
                            RequestBody.fromString("0123456789"))
                    .eTag();

            ResponseBytes<GetObjectResponse> part =
                    client.getObjectAsBytes(request -> request.bucket(EmbeddedS3.RECORDINGS)
                            .key("embedded test/a+b ü.wav")
                            .range("bytes=3-6")
                            .ifMatch(eTag));

            assertThat(part.asUtf8String()).isEqualTo("3456");
            assertThat(part.response().contentRange()).isEqualTo("bytes 3-6/10");
            assertThatThrownBy(() -> client.getObjectAsBytes(request -> request.bucket(EmbeddedS3.RECORDINGS)
                            .key("embedded test/a+b ü.wav")
                            .ifMatch("\"other\"")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        }
    }

    @Test
    void takes_exactly_one_of_several_conditional_writes_at_once() throws Exception {
        int writers = 4;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try (S3Client client = EmbeddedS3.shared().client()) {
            for (int round = 0; round < 20; round++) {
                String key = "embedded test/race " + UUID.randomUUID();

                List<Future<Integer>> created = threads.invokeAll(Collections.nCopies(
                        writers, () -> write(client, request -> request.key(key).ifNoneMatch("*"))));
                assertThat(created)
                        .extracting(Future::get)
                        .containsOnlyOnce(200)
                        .containsOnly(200, 412);

                String eTag = client.headObject(
                                request -> request.bucket(EmbeddedS3.RECORDINGS).key(key))
                        .eTag();
                List<Future<Integer>> replaced = threads.invokeAll(Collections.nCopies(
                        writers, () -> write(client, request -> request.key(key).ifMatch(eTag))));
                assertThat(replaced)
                        .extracting(Future::get)
                        .containsOnlyOnce(200)
                        .containsOnly(200, 412);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int write(S3Client client, Consumer<PutObjectRequest.Builder> condition) {
        try {
            return client.putObject(
                            request -> condition.accept(request.bucket(EmbeddedS3.RECORDINGS)),
                            RequestBody.fromString(UUID.randomUUID().toString()))
                    .sdkHttpResponse()
                    .statusCode();
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    @Test
    void is_one_and_the_same_when_shared() {
        assertThat(EmbeddedS3.shared().pid()).isEqualTo(EmbeddedS3.shared().pid());
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "Needs Linux's /proc")
    void is_reached_on_loopback_alone() throws Exception {
        int port = EmbeddedS3.shared().endpoint().getPort();
        List<String> listening = Stream.of("tcp", "tcp6")
                .flatMap(family -> listeningPorts(EmbeddedS3.shared().pid(), family))
                .toList();

        assertThat(listening).hasSize(1);
        for (InetAddress address : ownAddresses()) {
            assertThatThrownBy(() -> new Socket(address, port).close()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void ends_with_its_parent_even_when_that_is_killed() throws Exception {
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dembedded.classpath.file="
                                + System.getProperty("embedded.classpath.file", "target/embedded/classpath"),
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String[] started = new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))
                .readLine()
                .split(" ", 3);
        ProcessHandle child = ProcessHandle.of(Long.parseLong(started[0])).orElseThrow();
        assertThat(Path.of(started[1])).isDirectory();
        try (S3Client client = EmbeddedS3.client(URI.create(started[2]))) {
            assertThat(client.listBuckets().buckets())
                    .extracting(bucket -> bucket.name())
                    .contains("one", "two");
        }

        parent.destroyForcibly().waitFor();

        child.onExit().get(30, TimeUnit.SECONDS);
        assertThat(child.isAlive()).isFalse();
        assertThat(Path.of(started[1])).doesNotExist();
    }

    /** Starts an S3, says its process id, folder and address, and waits to be killed. */
    static final class Parent {
        public static void main(String[] arguments) throws InterruptedException {
            EmbeddedS3 s3 = EmbeddedS3.start("one", "two");
            System.out.println(s3.pid() + " " + s3.folder() + " " + s3.endpoint());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** The local addresses at which sockets of this process listen, as the kernel's table has them. */
    private static Stream<String> listeningPorts(long pid, String family) {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fd"))) {
            List<String> sockets = descriptors.map(EmbeddedS3Test::target).toList();
            return Files.readAllLines(Path.of("/proc/net/" + family)).stream()
                    .map(line -> line.strip().split("\\s+"))
                    .filter(fields -> fields[3].equals("0A") && sockets.contains("socket:[" + fields[9] + "]"))
                    .map(fields -> fields[1]);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<InetAddress> ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .toList();
    }
}
