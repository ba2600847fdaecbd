package dev.gongrelay.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gongrelay.failure.RelayException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectAnswerTest {
    @ParameterizedTest
    @CsvSource({
        "403, AccessDeniedException:http://internal.amazon.com/coral/, connect-denied",
        "400, UnrecognizedClientException, connect-denied",
        "429, TooManyRequestsException, connect-unavailable",
        "400, ThrottlingException, connect-unavailable",
        "403, ExpiredTokenException, connect-unavailable",
        "500, InternalServiceException, connect-unavailable",
        "502, , connect-unavailable",
        "408, , connect-unavailable",
        "404, ResourceNotFoundException, ",
        "404, , ",
        "400, InvalidRequestException, ",
        "400, InvalidParameterException, "
    })
    void maps_errors_by_type_and_status(int status, @Nullable String type, @Nullable String code) {
        RuntimeException failure = ConnectAnswer.failure(status, type);

        if (code == null) {
            assertThat(failure).isInstanceOf(NotThereException.class);
        } else {
            assertThat(failure)
                    .isInstanceOfSatisfying(
                            RelayException.class,
                            known -> assertThat(known.code()).hasToString(code));
        }
    }
}
