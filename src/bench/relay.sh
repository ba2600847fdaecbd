#!/bin/sh
# Relays recordings from S3 to Gong with "curl | curl". Says "ready", reads keys in the bucket "recordings" from standard
# input, one per line, and answers each with "ok".
# Needs S3, GONG, GONG_ACCESS_KEY, GONG_ACCESS_KEY_SECRET and AUTHORITY in the environment.
set -eu
boundary=relay-7b1f0c6d2e9a48358d64
user=$GONG_ACCESS_KEY:$GONG_ACCESS_KEY_SECRET

curl_tls() {
    curl --silent --show-error --fail --cacert "$AUTHORITY" "$@"
}

relay() {
    key=$1
    size=$2
    call=$(curl_tls --user "$user" --json '{"clientUniqueId": "recordings/'"$key"'",
        "actualStart": "2026-01-31T09:30:00Z", "direction": "Inbound", "primaryUser": "234599484848423",
        "parties": [{"userId": "234599484848423"}]}' "$GONG/v2/calls" | sed 's/.*"callId":"\([0-9]*\)".*/\1/')
    head="--$boundary\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"call.wav\"\r\nContent-Type: audio/wav\r\n\r\n"
    tail="\r\n--$boundary--\r\n"
    frame=$(printf %b "$head$tail" | wc -c)
    { printf %b "$head"; curl_tls "$S3/recordings/$key"; printf %b "$tail"; } |
        curl_tls --user "$user" --output /dev/null --header 'Expect:' --header 'Transfer-Encoding:' \
            --header "Content-Type: multipart/form-data; boundary=$boundary" \
            --header "Content-Length: $((size + frame))" --upload-file - "$GONG/v2/calls/$call/media"
}

echo ready
while read -r key; do
    relay "$key" "${key%%-*}"
    echo ok
done
