package dev.gongrelay.mapping;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The classes that the library's parser copies by Java serialization when it reads {@code ?:} or {@code ??}. */
@RegisterForReflection(
        serialization = true,
        methods = false,
        fields = false,
        classNames = {
            "com.dashjoin.jsonata.Parser",
            "com.dashjoin.jsonata.Parser$1",
            "com.dashjoin.jsonata.Parser$2",
            "com.dashjoin.jsonata.Parser$3",
            "com.dashjoin.jsonata.Parser$4",
            "com.dashjoin.jsonata.Parser$5",
            "com.dashjoin.jsonata.Parser$6",
            "com.dashjoin.jsonata.Parser$7",
            "com.dashjoin.jsonata.Parser$8",
            "com.dashjoin.jsonata.Parser$9",
            "com.dashjoin.jsonata.Parser$10",
            "com.dashjoin.jsonata.Parser$11",
            "com.dashjoin.jsonata.Parser$12",
            "com.dashjoin.jsonata.Parser$13",
            "com.dashjoin.jsonata.Parser$14",
            "com.dashjoin.jsonata.Parser$15",
            "com.dashjoin.jsonata.Parser$16",
            "com.dashjoin.jsonata.Parser$17",
            "com.dashjoin.jsonata.Parser$18",
            "com.dashjoin.jsonata.Parser$Infix",
            "com.dashjoin.jsonata.Parser$InfixAndPrefix",
            "com.dashjoin.jsonata.Parser$InfixR",
            "com.dashjoin.jsonata.Parser$Prefix",
            "com.dashjoin.jsonata.Parser$Symbol",
            "com.dashjoin.jsonata.Parser$Terminal",
            "com.dashjoin.jsonata.Tokenizer",
            "java.lang.Boolean",
            "java.lang.Character",
            "java.lang.Double",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Number",
            "java.util.ArrayList",
            "java.util.CollSer",
            "java.util.HashMap"
        })
final class ParserCopies {
    private ParserCopies() {}
}
