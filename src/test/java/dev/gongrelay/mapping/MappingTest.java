package dev.gongrelay.mapping;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.TimeZone;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .nodeFactory(JsonNodeFactory.withExactBigDecimals(true))
            .build();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a": sidecar.x}                                    | {"a":1.10}
            {"a": sidecar.missing, "b": 1}                      | {"b":1}
            {"a": sidecar.id}                                   | {"a":12345678901234567890}
            {"a": $string(sidecar.id)}                          | {"a":"12345678901234567890"}
            {"a": sidecar.x + 1}                                | {"a":2.1}
            {"a": sidecar.nothing}                              | {"a":null}
            {"a": sidecar.list[1]}                              | {"a":"two"}
            {"a": sidecar.list}                                 | {"a":["one","two","three"]}
            {"a": sidecar.objects[kind = "b"].value}            | {"a":2}
            {"a": $count(sidecar.objects)}                      | {"a":2}
            {"a": [sidecar.objects.{"v": value}]}               | {"a":[{"v":1},{"v":2}]}
            {"a": $map(sidecar.list, $uppercase)}               | {"a":["ONE","TWO","THREE"]}
            {"a": $substring(key, 6, 4)}                        | {"a":"2026"}
            {"a": $substring(key, -3)}                          | {"a":"wav"}
            {"a": $split(key, "/")[0]}                          | {"a":"calls"}
            {"a": $split(key, /[/.]/)[2]}                       | {"a":"0007"}
            {"a": $match(key, /(\\d{4})\\/(\\w+)/).groups[1]}   | {"a":"0007"}
            {"a": $contains(key, /WAV$/i)}                      | {"a":true}
            {"a": $replace(key, /(\\d+)\\/(\\d+)/, "$2-$1$$")}  | {"a":"calls/0007-2026$.wav"}
            {"a": $replace("a.a.a", ".", "-", 1)}               | {"a":"a-a.a"}
            {"a": $replace("ab", /b/, function($m) {$m.match & "!"})} | {"a":"ab!"}
            {"a": $replace("a68b", /a(\\d+)b/, function($m) {$m.groups[0]})} | {"a":"68"}
            {"a": $replace("ab", /b/, function($m) {$m.start & "-" & $m.end})} | {"a":"a1-2"}
            {"a": $replace("a.b", ".", "$0$$")}                 | {"a":"a$0$$b"}
            {"a": $replace("ab", /(b)/, "$12$2$x$")}            | {"a":"ab2$x$"}
            {"a": $replace("ab", /(b)/, "$01")}                 | {"a":"ab1"}
            {"a": $split("a.b.c", ".", 2)}                      | {"a":["a","b"]}
            {"a": /b(c)?/("abc").groups}                        | {"a":["c"]}
            {"a": $sort([{"n": 1, "k": 2}, {"n": 2, "k": 1}, {"n": 3, "k": 2}], function($l, $r) {$l.k > $r.k}).n} | {"a":[2,1,3]}
            {"a": $sort(["b", "a"])}                            | {"a":["a","b"]}
            {"a": $count($sort([1..100].{"k": $ % 3}, function($l, $r) {$l.k > $r.k}))} | {"a":100}
            {"a": $sort([1..40], function($l, $r) {$l % 2 > $r % 2})[[0, 19, 20, 39]]} | {"a":[2,40,1,39]}
            {"a": $decodeUrlComponent("+1%20%2B2%C3%BC%E2%82%AC")} | {"a":"+1 +2ü€"}
            {"a": $decodeUrl("a%20b%2Fc+d%C3%BC")}              | {"a":"a b%2Fc+dü"}
            {"a": $decodeUrl("%2f%252F%41%3b%40%3D")}           | {"a":"%2f%2FA%3b%40%3D"}
            {"a": $encodeUrl("https://a.b/ü d?e=f&g#h+%[\\"]")} | {"a":"https://a.b/%C3%BC%20d?e=f&g#h+%25%5B%22%5D"}
            {"a": $pad("7", -3, "0")}                           | {"a":"007"}
            {"a": $join(sidecar.list, ", ")}                    | {"a":"one, two, three"}
            {"a": $join(["", "", "b", ""], ",")}                | {"a":",,b,"}
            {"a": $substring("abc", 1, 10000000000000000000)}   | {"a":"bc"}
            {"a": ($half := 4 / 2; $half / 2)}                  | {"a":1}
            {"a": sidecar.list ~> $count()}                     | {"a":3}
            {"a": ($cut := $substring(?, 0, 3); $cut("abcdef"))} | {"a":"abc"}
            {"a": sidecar.missing ?: "b"}                       | {"a":"b"}
            {"a": sidecar.missing ?? "b"}                       | {"a":"b"}
            {"a": $$.bucket}                                    | {"a":"recordings"}
            {"a": metadata.`contact-id`}                        | {"a":"0f3a"}
            {"a": $round(2.5)}                                  | {"a":2}
            {"a": /* a comment with $now() */ "it's $eval"}     | {"a":"it's $eval"}
            sidecar.missing                                     | {}
            sidecar.objects[0]                                  | {"kind":"a","value":1}
            """)
    void makes_a_document_of_the_input(String expression, String expected) throws Exception {
        String made = apply(expression);

        assertThat(made).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Sat, 31 Jan 2026 09:30:00 +0000 |                     |                  | 2026-01-31T09:30:00Z
            Sat, 31 Jan 2026 09:30:00 GMT   | rfc1123             |                  | 2026-01-31T09:30:00Z
            2026-01-31T09:30:00.250+0100    |                     |                  | 2026-01-31T08:30:00.250Z
            2026-01-31T09:30:00+01:00       | iso                 | America/New_York | 2026-01-31T08:30:00Z
            2026-01-31T09:30:00Z            |                     |                  | 2026-01-31T09:30:00Z
            2026-01-31 09:30:00             |                     |                  | 2026-01-31T08:30:00Z
            2026-01-31 09:30:00 +0100       |                     | America/New_York | 2026-01-31T08:30:00Z
            2026-01-31 09:30:00 -05:00      |                     |                  | 2026-01-31T14:30:00Z
            2026-01-31 09:30:00 UTC         |                     |                  | 2026-01-31T09:30:00Z
            2026-01-31T09:30:00 +01:00      |                     |                  | 2026-01-31T08:30:00Z
            2026-01-31T09:30:00 UTC         | iso                 |                  | 2026-01-31T09:30:00Z
            2026-01-31T09:30:00[Asia/Kolkata] |                   |                  | 2026-01-31T04:00:00Z
            2026-01-31T09:30+01:00[Europe/Berlin] |               |                  | 2026-01-31T08:30:00Z
            2026-10-25T02:30:00+01:00[Europe/Berlin] |            |                  | 2026-10-25T01:30:00Z
            2026-01-31T09:30:00             |                     | America/New_York | 2026-01-31T14:30:00Z
            20260131-093000                 | yyyyMMdd-HHmmss     |                  | 2026-01-31T08:30:00Z
            1/31/2026 9:30 pm               | M/d/yyyy h:mm a     | UTC              | 2026-01-31T21:30:00Z
            31 jan 2026 09:30               | d MMM yyyy HH:mm    | UTC              | 2026-01-31T09:30:00Z
            1769851800                      |                     |                  | 2026-01-31T09:30:00Z
            1769851800.25                   | seconds             |                  | 2026-01-31T09:30:00.250Z
            1769851800250                   |                     |                  | 2026-01-31T09:30:00.250Z
            1769851800250                   | milliseconds        |                  | 2026-01-31T09:30:00.250Z
            631152000                       |                     |                  | 1990-01-01T00:00:00Z
            4102444799                      |                     |                  | 2099-12-31T23:59:59Z
            0                               | seconds             |                  | 1970-01-01T00:00:00Z
            """)
    void reads_times_of_every_kind(String text, String pattern, String zone, String expected) throws Exception {
        String arguments = JSON.writeValueAsString(text)
                + (pattern == null && zone == null ? "" : pattern == null ? ", \"\"" : ", \"" + pattern + "\"")
                + (zone == null ? "" : ", \"" + zone + "\"");

        assertThat(apply("{\"a\": $time(" + arguments + ")}")).isEqualTo("{\"a\":\"" + expected + "\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            $time(1769851800)          | {"a":"2026-01-31T09:30:00Z"}
            $time(sidecar.epoch)       | {"a":"2026-01-31T09:30:00.123Z"}
            $time(sidecar.missing)     | {}
            $time(null)                | {}
            $time(null, "yyyyMMdd")    | {}
            $time("", "yyyyMMdd")      | {}
            """)
    void reads_numbers_as_times_and_leaves_out_what_is_missing(String call, String expected) throws Exception {
        assertThat(apply("{\"a\": " + call + "}")).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a": 1                            | line 1, column
            {"a": 1}}                          | line 1, column 10: syntax error
            {"a" 1}                            | expected :
            {"a": "unfinished}                 | string literal must be terminated
            {"a": $now()}                      | line 1, column 7: $now is not allowed
            $millis ()                         | line 1, column 1: $millis is not allowed
            {"a": "x" & $eval("1")}            | line 1, column 13: $eval is not allowed
            {"a": [1,2] ~> $shuffle}           | line 1, column 16: $shuffle is not allowed
            {"a": $random() }                  | $random is not allowed
            {"a": $match(key, /(/)}            | regular expression
            {"a": $match(key, /abc)}           | no / at its end
            /                                  | no / at its end
            ;                                  | line 1
            a :=                               | line 1
            """)
    void refuses_what_is_not_an_expression(String expression, String reason) {
        MappingException failure =
                catchThrowableOfType(MappingException.class, () -> Mapping.of(expression, ZoneOffset.UTC));

        assertThat(failure).hasMessageContaining(reason);
    }

    @Test
    void reads_an_expression_behind_a_byte_order_mark() throws Exception {
        assertThat(apply("\ufeff{\"a\": bucket}")).isEqualTo("{\"a\":\"recordings\"}");
    }

    @Test
    void refuses_an_expression_that_is_nested_without_end() {
        String nested = "(".repeat(20_000) + ")".repeat(20_000);

        assertThat(catchThrowableOfType(MappingException.class, () -> Mapping.of(nested, ZoneOffset.UTC)))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"a": sidecar.secret + 1}                          | in the field a: the left side of + is not a number
            {"a": {"b": $number(sidecar.secret)}}              | in the field a.b, line 1, column
            {"a": $number(sidecar.secret)}                     | a text is not a number
            {"a": $error(sidecar.secret)}                      | the mapping calls $error
            {"a": $assert(false, sidecar.secret)}              | an $assert of the mapping does not hold
            {"a": sidecar.secret < 1}                          | two values of different types are compared
            {"a": sidecar.secret(1)}                           | something is called that is not a function
            {"a": $missing(sidecar.secret)}                    | something is called that is not a function
            {"a": $uppercase(sidecar)}                         | argument 1 of $uppercase has the wrong type
            {"a": $time(sidecar.secret)}                       | $time can't read the time
            {"a": $time(sidecar.secret, "yyyy")}               | $time can't read the time
            {"a": $time("1E2147483647")}                       | $time can't read the time
            {"a": $time("1E-2147483647")}                      | $time can't read the time
            {"a": $time("20260131093000")}                     | $time can't tell what the number counts
            {"a": $time("202601310930")}                       | $time can't tell what the number counts
            {"a": $time(20260131)}                             | $time can't tell what the number counts
            {"a": $time("1769851800250000")}                   | $time can't tell what the number counts
            {"a": $time("0")}                                  | $time can't tell what the number counts
            {"a": $time("٢٠٢٦٠١٣١")}                           | $time can't read the time
            {"a": $decodeUrlComponent("100%")}                 | a text is not encoded as a part of a URL
            {"a": $decodeUrlComponent("%C3")}                  | a text is not encoded as a part of a URL
            {"a": $decodeUrlComponent("%C3%zz")}               | a text is not encoded as a part of a URL
            {"a": $decodeUrl("%FF")}                           | a text is not encoded as a part of a URL
            {"a": $decodeUrlComponent("%+1")}                  | a text is not encoded as a part of a URL
            {"a": $decodeUrlComponent("%-1")}                  | a text is not encoded as a part of a URL
            {"a": $number(null)}                               | an argument has the wrong type
            {"a": $time("2026-01-12 09:05", "yyyy-mm-dd HH:MM")} | $time confuses MM, the month, and mm, the minute
            {"a": $time("2026-01-31", "quarter")}              | the pattern of $time
            {"a": $time("2026-01-31T09:30:00", "iso", "Mars")} | the zone of $time does not exist
            {"a": $toMillis(sidecar.secret)}                   | use $time
            {"a": $toMillis("2026-01-31T09:30:00")}            | use $time
            {"a": $toMillis("12", "[H01]")}                    | use $time
            {"a": $base64decode(sidecar.secret)}               | a function can't do this with these values
            {"a": sidecar.{secret: 1, "s3cr3t value": 2}}      | multiple key definitions
            {sidecar: 1}                                       | key in object structure must evaluate to a string
            {"a": function($x) {$x}}                           | the result has a function in it
            sidecar.secret                                     | the result is not an object
            sidecar.list                                       | the result is not an object
            """)
    void says_where_and_why_it_fails_but_never_a_value(String expression, String reason) {
        MappingException failure = failure(expression);

        assertThat(failure).hasMessageContaining(reason).hasMessageNotContaining("s3cr3t");
        assertThat(failure.isTimeUp()).isFalse();
    }

    @Test
    void names_the_line_of_a_failure() {
        assertThat(failure("{\n  \"a\": 1,\n  \"b\": $number(\"x\")\n}")).hasMessageContaining("line 3, column");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "($f := function($n) {$f($n + 1) + 1}; {\"a\": $f(0)})",
                "($f := function($n) {$f($n + 1)}; {\"a\": $f(0)})",
                "($f := function($n) {{\"x\": 1, \"y\": $f($n + 1)}}; {\"a\": 1, \"b\": $f(0)})",
                "($f := function($n) {[1, $f($n + 1)]}; {\"a\": 1, \"b\": $f(0)})",
                "($f := function() {$f() and true}; {\"a\": $f()})",
                "{\"a\": [1..10000000]}",
                "{\"a\": $sum([1..10000000])}",
                "{\"a\": $count([1..1000000].([1..1000000]))}",
                "{\"a\": $pad(\"\", 1000000000)}",
                "{\"a\": $pad(\"\", -1000000000, \"xy\")}",
                "{\"a\": $reduce([1..40], function($s, $i) {$s & $s}, \"xxxx\")}",
                "{\"a\": $reduce([1..40], function($s, $i) {{\"l\": $s, \"r\": $s}}, {})}",
                "{\"a\": $reduce([1..40], function($s, $i) {$append($s, $s)}, [1, 2])}",
                "{\"a\": $reduce([1..5000], function($s, $i) {{\"l\": $s}}, {})}",
                "($x := $pad(\"\", 1000000); {\"a\": $join($map([1..1000], function($i) {$x}))})",
                "($x := $pad(\"\", 100000); {\"a\": $replace($x, \" \", $x)})",
                "($x := $pad(\"\", 100000); {\"a\": $replace($x, / /, $x)})",
                "{\"a\": $round(1, 1000000000)}",
                "{\"a\": $formatInteger(1000000000, \"I\")}",
                "{\"a\": $match($pad(\"\", 5000, \"a\") & \"b\", /a*a*a*a*a*$/)}",
                "{\"a\": $replace($pad(\"\", 5000, \"a\") & \"b\", /(.*)*c/, \"\")}",
                "{\"a\": $split($pad(\"\", 5000, \"a\") & \"b\", /(a|a)*c/)}",
                "{\"a\": ($p := /(a|a)*c/; $p($pad(\"\", 5000, \"a\")))}",
                "{\"a\": $pad(\"\", 5000, \"a\") ~> /(a|a)*c/}",
                "(($f := function($x) {$r($x)}; $r := /(a|a)*c/; {\"a\": $f($pad(\"\", 5000, \"a\"))}))",
                "{\"a\": $pad(\"\", 300000)}",
            })
    void ends_what_takes_too_much(String expression) {
        MappingException failure = failure(expression);

        assertThat(failure).isNotNull();
        assertThat(failure.isTimeUp()).isFalse();
    }

    @Test
    void ends_an_evaluation_after_half_a_second() throws Exception {
        AtomicLong clock = new AtomicLong();
        Mapping slow = Mapping.of("{\"a\": $sum([1..10000].($ * 2))}", ZoneOffset.UTC);

        MappingException failure = catchThrowableOfType(
                MappingException.class, () -> slow.apply(input(), () -> clock.addAndGet(200_000_000)));

        assertThat(failure).hasMessageContaining("longer than 500 ms");
        assertThat(failure.isTimeUp()).isTrue();
    }

    @Test
    void bounds_each_evaluation_alone() throws Exception {
        Mapping mapping = Mapping.of("{\"a\": $count([1..10000].($ * 2))}", ZoneOffset.UTC);

        for (int i = 0; i < 100; i++) {
            assertThat(new String(mapping.apply(input(), () -> 0), UTF_8)).isEqualTo("{\"a\":10000}");
        }
    }

    @Test
    void recovers_from_a_failure() throws Exception {
        Mapping mapping = Mapping.of("{\"a\": $number(sidecar)}", ZoneOffset.UTC);

        assertThat(catchThrowableOfType(
                        MappingException.class, () -> mapping.apply(JSON.readTree("{\"sidecar\":\"x\"}"), () -> 0)))
                .isNotNull();
        assertThat(new String(mapping.apply(JSON.readTree("{\"sidecar\":\"7\"}"), () -> 0), UTF_8))
                .isEqualTo("{\"a\":7}");
    }

    @Test
    void takes_more_lists_and_objects_than_the_bound_of_the_depth() throws Exception {
        String many = IntStream.range(0, 300)
                .mapToObj(i -> "\"f" + i + "\": [1, {\"a\": [sidecar.list[0], 2], \"b\": 3}]")
                .collect(Collectors.joining(", ", "{", "}"));

        assertThat(apply(many)).startsWith("{\"f0\":[1,{\"a\":[\"one\",2],\"b\":3}]");
    }

    @Test
    void maps_a_large_sidecar() throws Exception {
        String segments = IntStream.range(0, 3000)
                .mapToObj(i -> "{\"from\":" + i + ",\"to\":" + (i + 1) + ",\"who\":\"agent " + i % 7 + "\"}")
                .collect(Collectors.joining(",", "[", "]"));
        Mapping mapping = Mapping.of(
                "{\"a\": [sidecar.{\"fromTime\": from * 1000, \"toTime\": to * 1000, \"partyIds\": [who]}]}",
                ZoneOffset.UTC);

        byte[] made = mapping.apply(JSON.readTree("{\"sidecar\":" + segments + "}"), () -> 0);

        assertThat(JSON.readTree(made).path("a")).hasSize(3000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1,[2,null]]", "\"text\"", "7", "true", "null", "{}", "[{\"a\":{}}]"})
    void takes_sidecars_of_any_shape(String sidecar) throws Exception {
        Mapping mapping = Mapping.of("{\"a\": [[sidecar]], \"b\": $type(sidecar)}", ZoneOffset.UTC);

        assertThat(new String(mapping.apply(JSON.readTree("{\"sidecar\":" + sidecar + "}"), () -> 0), UTF_8))
                .startsWith("{");
    }

    @Test
    void gives_the_same_result_on_every_machine() throws Exception {
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        String expression =
                "{\"a\": $uppercase(\"i\"), \"b\": $lowercase(\"I\"), \"c\": $formatNumber(1234.5, \"#,##0.00\"),"
                        + " \"d\": $time(\"2026-01-31T09:30:00\"), \"e\": $parseInteger(\"1,234\", \"#,##0\"),"
                        + " \"f\": $fromMillis(0), \"g\": $time(\"31 Jan 2026 09:30\", \"d MMM yyyy HH:mm\")}";
        String before = apply(expression);
        try {
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));

            assertThat(apply(expression)).isEqualTo(before);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    private static MappingException failure(String expression) {
        return catchThrowableOfType(MappingException.class, () -> apply(expression));
    }

    private static String apply(String expression) throws MappingException {
        Mapping mapping = Mapping.of(expression, ZoneId.of("Europe/Berlin"));
        return new String(mapping.apply(input(), () -> 0), UTF_8);
    }

    private static JsonNode input() {
        try {
            return JSON.readTree("""
                    {"bucket": "recordings", "key": "calls/2026/0007.wav", "metadata": {"contact-id": "0f3a"},
                     "sidecar": {"x": 1.10, "id": 12345678901234567890, "secret": "s3cr3t value", "nothing": null,
                                 "epoch": 1769851800.123, "list": ["one", "two", "three"],
                                 "objects": [{"kind": "a", "value": 1}, {"kind": "b", "value": 2}]}}""");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
