package dev.gongrelay.mapping;

import com.dashjoin.jsonata.Functions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code $sort} (docs.jsonata.org, 2026) with a function that tells whether the first of two elements belongs behind the
 * second. The library's fails on longer lists in which some elements are equal, and does not keep their order.
 */
final class SortFunction {
    private SortFunction() {}

    /** Sorts a list; without a function, as the library does. */
    static List<?> sort(List<?> list, @Nullable Object isBehind) throws Throwable {
        return isBehind == null ? Functions.sort(list, null) : merged(new ArrayList<>(list), isBehind);
    }

    private static List<Object> merged(List<Object> list, Object isBehind) throws Throwable {
        if (list.size() < 2) {
            return list;
        }
        int middle = list.size() / 2;
        List<Object> first = merged(list.subList(0, middle), isBehind);
        List<Object> second = merged(list.subList(middle, list.size()), isBehind);
        List<Object> sorted = new ArrayList<>(list.size());
        int from = 0;
        for (Object element : first) {
            while (from < second.size() && isBehind(element, second.get(from), isBehind)) {
                sorted.add(second.get(from++));
            }
            sorted.add(element);
        }
        sorted.addAll(second.subList(from, second.size()));
        return sorted;
    }

    private static boolean isBehind(Object one, Object other, Object function) throws Throwable {
        List<Object> arguments = new ArrayList<>(List.of(one, other));
        return Boolean.TRUE.equals(Functions.toBoolean(Functions.funcApply(function, arguments)));
    }
}
