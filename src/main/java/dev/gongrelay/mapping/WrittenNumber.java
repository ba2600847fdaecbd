package dev.gongrelay.mapping;

/** A number that reaches the output digit for digit. In computations, it is the nearest double. */
final class WrittenNumber extends Number implements Comparable<WrittenNumber> {
    private static final long serialVersionUID = 1;

    private final String text;

    WrittenNumber(String text) {
        this.text = text;
    }

    @Override
    public double doubleValue() {
        return Double.parseDouble(text);
    }

    @Override
    public float floatValue() {
        return (float) doubleValue();
    }

    @Override
    public long longValue() {
        return (long) doubleValue();
    }

    @Override
    public int intValue() {
        return (int) doubleValue();
    }

    @Override
    public int compareTo(WrittenNumber other) {
        return Double.compare(doubleValue(), other.doubleValue());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WrittenNumber number && text.equals(number.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
