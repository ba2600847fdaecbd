package dev.gongrelay.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GongEndpointTest {
    private final GongEndpoint endpoint = new GongEndpoint();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://us-12345.api.gong.io gong.io",
                "https://api.gong.io gong.io",
                "https://API.GONG.IO/ gong.io",
                "http://127.0.0.1:8080 127.0.0.1",
                "https://gong.example.com:8443 example.com"
            })
    void takes_an_address_in_the_allowed_domain(String value) {
        URI uri = endpoint.convert(value);

        assertThat(uri.toString()).isEqualTo(value.substring(0, value.indexOf(' ')));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "' gong.io' | RELAY_GONG_BASE_URL is missing",
                "http://api.gong.io gong.io | must begin with https://",
                "https://api.gong.io.evil.example gong.io | must have a host in gong.io",
                "https://evilgong.io gong.io | must have a host in gong.io",
                "https://127.0.0.1:8080 gong.io | must have a host in gong.io",
                "https://api.gong.io@evil.example gong.io | must have a host in gong.io",
                "https://user:secret@api.gong.io gong.io | without path, query or user",
                "https://api.gong.io/v2/calls gong.io | without path, query or user",
                "https://api.gong.io?a=b gong.io | without path, query or user",
                "api.gong.io gong.io | must have a host in gong.io",
                "ftp://127.0.0.1 127.0.0.1 | must begin with https://",
                "'https://a b gong.io' | is no URL"
            })
    void says_what_is_wrong_with_any_other(String value, String problem) {
        assertThatThrownBy(() -> endpoint.convert(value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(problem)
                .hasMessageNotContaining("secret");
    }
}
