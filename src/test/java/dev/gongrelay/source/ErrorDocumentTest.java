package dev.gongrelay.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorDocumentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Error><Code>AccessDenied</Code></Error>                             | AccessDenied",
                "<Error xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Code>A</Code></Error> | A",
                "<s:Error xmlns:s='x'><s:Code>A</s:Code></s:Error>                    | A",
                "<Error><Code lang=\"en\"> A </Code></Error>                          | A",
                "<ErrorResponse><Error><Code>A</Code></Error></ErrorResponse>         | A",
                "<Error><Message>a &lt;b&gt; &amp;amp; &apos;c&#39;</Message><Code>A&quot;</Code> | A\"",
                "<Error><Code>A</Code><Code>B</Code></Error>                          | A",
                "<Error><Codex>B</Codex><Code>A</Code></Error>                        | A",
                "<Error><Code>A<                                                      | A",
                "<Error><Code>Acc                                                     | ''",
                "<Error><Code                                                         | ''",
                "<Error><Code/><Message>m</Message></Error>                           | ''",
                "<Error><Code></Code></Error>                                         | ''",
                "<html><body><code>AccessDenied</code></body></html>                  | ''",
                "{\"Code\":\"AccessDenied\"}                                          | ''",
                "no way                                                               | ''",
                "''                                                                   | ''",
                "<                                                                    | ''"
            })
    void finds_the_code_or_nothing(String body, String code) {
        assertThat(new ErrorDocument(body).first("Code")).isEqualTo(code);
    }

    @Test
    void unescapes_what_xml_escapes() {
        ErrorDocument document =
                new ErrorDocument("<Message>a &lt;b&gt; &amp;amp; &apos;c&#39; &quot;d&quot;</Message>");

        assertThat(document.first("Message")).isEqualTo("a <b> &amp; 'c' \"d\"");
    }

    @Test
    void searches_only_64_kib() {
        String filler = "x".repeat(ErrorDocument.LIMIT_BYTES - 8);

        assertThat(ErrorDocument.of(bytes(filler + "<Code>A</Code>")).first("Code"))
                .isEqualTo("A");
        assertThat(ErrorDocument.of(bytes(filler + "x<Code>A</Code>")).first("Code"))
                .isEmpty();
        assertThat(ErrorDocument.of(bytes("x".repeat(1_000_000))).text()).hasSize(ErrorDocument.LIMIT_BYTES);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
