package dev.gongrelay.gong;

import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Treats an answer whose body can't be read as one without a body. The status says what became of the request, so
 * 1.5 GB are not sent again because of a missing brace.
 */
@Singleton
public final class UnreadableAnswer implements ReaderInterceptor {
    @Override
    public @Nullable Object aroundReadFrom(ReaderInterceptorContext context) {
        try {
            return context.proceed();
        } catch (IOException | ProcessingException | WebApplicationException unreadable) {
            return null;
        }
    }
}
