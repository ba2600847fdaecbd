package dev.gongrelay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.connect.ConnectApi;
import dev.gongrelay.gong.GongApi;
import io.quarkus.arc.Arc;
import io.quarkus.arc.ArcContainer;
import io.quarkus.arc.InjectableBean;
import io.quarkus.arc.InjectableContext;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

@Execution(ExecutionMode.SAME_THREAD)
@QuarkusTest
@QuarkusTestResource(Surroundings.class)
class StartupTest {
    private static final Set<String> PACKAGES = Set.of("dev.gongrelay", "software.amazon.awssdk");

    @Test
    void the_first_event_finds_nothing_left_to_make() {
        ArcContainer container = Arc.container();
        InjectableContext singletons = Objects.requireNonNull(container.getActiveContext(Singleton.class));
        List<String> unmade = new ArrayList<>();

        List<InjectableBean<?>> beans = new ArrayList<>();
        for (Bean<?> bean : container.beanManager().getBeans(Object.class, Any.Literal.INSTANCE)) {
            String name = bean.getBeanClass().getName();
            if (bean instanceof InjectableBean<?> known
                    && bean.getScope() != Dependent.class
                    && PACKAGES.stream().anyMatch(name::startsWith)
                    // Made where a secret is set, which here is none.
                    && !bean.getTypes().contains(SecretsManagerClient.class)
                    // Made where an instance of Amazon Connect is set, which here is none.
                    && !name.startsWith(ConnectApi.class.getPackageName() + ".Connect")
                    && !name.endsWith("Test")) {
                beans.add(known);
            }
        }
        for (InjectableBean<?> bean : beans) {
            if (bean.getScope() != Singleton.class || singletons.get(bean) == null) {
                unmade.add(bean.toString());
            }
        }

        assertThat(beans).anyMatch(bean -> GongApi.class.isAssignableFrom(bean.getBeanClass()));
        assertThat(unmade)
                .as("beans that would be made by the first event, at its expense: make them singletons that the handler"
                        + " needs, or mark them @Startup")
                .isEmpty();
    }
}
