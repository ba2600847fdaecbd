package dev.gongrelay.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "jane@gong.io, true, true",
        "jane.doe+calls@mail.gong.io, true, true",
        "jane@GONG.IO, true, true",
        "jane@büro.de, true, true",
        "jane@example.рф, true, true",
        "jane@example.xn--p1ai, true, true",
        "jane@corp.acme.museum, true, true",
        "jane@acme.example, true, false",
        "jane@acme.EXAMPLE, true, false",
        "jane@acme.test, true, false",
        "jane@acme.invalid, true, false",
        "jane@acme.local, true, false",
        "jane@localhost, true, false",
        "jane@host.localhost, true, false",
        "jane@host.internal, true, false",
        "jane@host.lan, true, false",
        "jane@acme, true, false",
        "jane@com, true, false",
        "jane@192.0.2.1, true, false",
        "jane@[192.0.2.1], true, false",
        "jane@acme.c, true, false",
        "jane@acme.co_m, true, false",
        "jane, false, ",
        "@gong.io, false, ",
        "jane@, false, ",
        "jane@gong..io, false, ",
        "jane@gong.io., false, ",
        "jane@.gong.io, false, ",
        "jane@doe@gong.io, false, ",
        "jane doe@gong.io, false, ",
        "<jane@gong.io> , true, false",
        "'jane@gong.io ', false, ",
        "'', false, "
    })
    void checks_form_and_top_level_domain(String address, boolean valid, Boolean mayExist) {
        assertThat(EmailAddress.isValid(address)).isEqualTo(valid);
        if (mayExist != null) {
            assertThat(EmailAddress.mayExist(address)).isEqualTo(mayExist);
        }
    }

    @ParameterizedTest
    @CsvSource({"308, true", "309, false", "250000, false"})
    void bounds_an_addresss_length(int lengthBeforeTheSign, boolean valid) {
        String before = "a".repeat(lengthBeforeTheSign);

        assertThat(EmailAddress.isValid(before + "@mail.gong.io".substring(0, 12)))
                .isEqualTo(valid);
    }
}
