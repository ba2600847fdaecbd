package dev.gongrelay.gong;

import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Takes an answer whose body can't be read for one without a body, instead of for a failure: the status has said what
 * became of the request, and 1.5 GB are not sent again for want of a brace.
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
