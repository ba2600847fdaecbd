package dev.gongrelay.connect;

/**
 * An instance of Amazon Connect.
 *
 * @param region such as {@code eu-west-1}
 * @param id as its API takes it
 */
record ConnectInstance(String region, String id) {
    /** By its ARN, which the settings have checked: {@code arn:aws:connect:REGION:ACCOUNT:instance/ID}. */
    static ConnectInstance of(String arn) {
        String[] parts = arn.split(":", 6);
        return new ConnectInstance(parts[3], parts[5].substring(parts[5].indexOf('/') + 1));
    }
}
