package dev.gongrelay.simulator;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;

/**
 * Lets S3Mock handle one conditional write at a time. By itself it looks first and writes then, so that several writers
 * with {@code If-None-Match: *} or the same {@code If-Match} succeed at once (seen with S3Mock 5.2.0); S3 lets one.
 *
 * <p>Runs in S3Mock's JVM, as a bean of its Spring context.
 */
final class AtomicWrites implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (isConditionalWrite((HttpServletRequest) request)) {
            synchronized (this) {
                chain.doFilter(request, response);
            }
        } else {
            chain.doFilter(request, response);
        }
    }

    private static boolean isConditionalWrite(HttpServletRequest request) {
        return request.getMethod().equals("PUT")
                && (request.getHeader("If-Match") != null || request.getHeader("If-None-Match") != null);
    }
}
