package dev.gongrelay.settings;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.Priorities;
import jakarta.annotation.Priority;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Answers at once, before other interceptors and sources are asked, that a member of a fault-tolerance annotation of our
 * REST clients is not set. SmallRye looks up each of them under several names, which is a fifth of the lookups of a
 * start, and hardly any is ever set. What is set, by any of these names, is looked up as ever.
 */
@Priority(Priorities.APPLICATION + 1)
public final class AnnotationLookups implements ConfigSourceInterceptor {
    private static final long serialVersionUID = 1;
    private static final String OURS = "dev.gongrelay.";
    private static final String SMALLRYE = "smallrye.faulttolerance.";
    private static final String QUARKUS = "quarkus.fault-tolerance.";
    private static final String[] BEGINNINGS = {OURS, SMALLRYE + "\"" + OURS, QUARKUS + "\"" + OURS};
    /** How variables begin that set some of them; which ones, their names do not tell exactly. */
    private static final String[] VARIABLES = {"DEV_GONGRELAY_", "SMALLRYE_FAULTTOLERANCE_", "QUARKUS_FAULT_TOLERANCE_"
    };

    /** The names that are set, as Quarkus writes them; null as long as nobody has asked. */
    private transient volatile @Nullable Set<String> names;

    private transient volatile boolean hasVariables;

    @Override
    public @Nullable ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        return begins(name, BEGINNINGS) && !isSet(context, name) ? null : context.proceed(name);
    }

    private boolean isSet(ConfigSourceInterceptorContext context, String name) {
        Set<String> known = names;
        if (known == null) {
            known = read(context);
            names = known;
        }
        return hasVariables || known.contains(asQuarkus(name));
    }

    private Set<String> read(ConfigSourceInterceptorContext context) {
        Set<String> set = new HashSet<>();
        for (Iterator<String> all = context.iterateNames(); all.hasNext(); ) {
            String name = all.next();
            if (begins(name, BEGINNINGS)) {
                set.add(asQuarkus(name));
            } else if (begins(name, VARIABLES)) {
                hasVariables = true;
            }
        }
        return set;
    }

    /** Both names of a fault-tolerance property are one. */
    private static String asQuarkus(String name) {
        return name.startsWith(SMALLRYE) ? QUARKUS + name.substring(SMALLRYE.length()) : name;
    }

    private static boolean begins(String name, String[] beginnings) {
        for (String beginning : beginnings) {
            if (name.startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
