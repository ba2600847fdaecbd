package dev.gongrelay.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.Surroundings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.SAME_THREAD)
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
@SuppressWarnings("NullAway.Init")
class FunctionsNamesTest {
    @Inject
    Vertx vertx;

    @Test
    void the_functions_own_vertx_resolves_names_off_its_event_loop() {
        assertThat(((VertxInternal) vertx).transport()).isInstanceOf(ResolvingTransport.class);
    }
}
