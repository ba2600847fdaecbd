package dev.gongrelay.simulator;

import io.vertx.core.http.HttpMethod;
import java.util.Arrays;
import java.util.Optional;

/** The requests that the simulator knows (Gong, OpenAPI document of 2026-07-05). */
public enum Endpoint {
    ADD_CALL(HttpMethod.POST, "/v2/calls", "api:calls:create"),
    ADD_MEDIA(HttpMethod.PUT, "/v2/calls/{id}/media", "api:calls:create"),
    LIST_CALLS(HttpMethod.GET, "/v2/calls", "api:calls:read:basic"),
    GET_CALL(HttpMethod.GET, "/v2/calls/{id}", "api:calls:read:basic"),
    FILTER_CALLS(HttpMethod.POST, "/v2/calls/extensive", "api:calls:read:extensive"),
    LIST_USERS(HttpMethod.GET, "/v2/users", "api:users:read"),
    GET_USER(HttpMethod.GET, "/v2/users/{id}", "api:users:read"),
    LIST_WORKSPACES(HttpMethod.GET, "/v2/workspaces", "api:workspaces:read");

    private static final String ID = "{id}";

    private final HttpMethod method;
    private final String before;
    private final String after;
    private final boolean hasId;
    private final String scope;

    Endpoint(HttpMethod method, String path, String scope) {
        this.method = method;
        this.scope = scope;
        hasId = path.contains(ID);
        before = hasId ? path.substring(0, path.indexOf(ID)) : path;
        after = hasId ? path.substring(path.indexOf(ID) + ID.length()) : "";
    }

    /** Method and path, as Gong's reference writes them. */
    String label() {
        return method.name() + " " + before + (hasId ? ID : "") + after;
    }

    /** The scope that the access key needs for it. */
    public String scope() {
        return scope;
    }

    /** The endpoint of a request. */
    static Optional<Endpoint> of(HttpMethod method, String path) {
        return Arrays.stream(values())
                .filter(endpoint -> endpoint.method.equals(method) && endpoint.matches(path))
                .findFirst();
    }

    /** The ID in a path of this endpoint; empty if it has none. */
    String id(String path) {
        return hasId ? path.substring(before.length(), path.length() - after.length()) : "";
    }

    /** Whether this is a path of this endpoint, with any method. */
    boolean matches(String path) {
        if (!hasId) {
            return path.equals(before);
        }
        return path.length() > before.length() + after.length()
                && path.startsWith(before)
                && path.endsWith(after)
                && id(path).indexOf('/') < 0;
    }
}
