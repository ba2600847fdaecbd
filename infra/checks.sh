# shellcheck shell=bash
# What the checks of infra/doctor share: how they say what they find, ask AWS, and check Gong's credentials.
# The caller sets offline.

problems=0
ok() {
    printf 'ok       %s\n' "$1"
}
problem() {
    printf 'PROBLEM  %s\n         %s\n' "$1" "$2"
    problems=$((problems + 1))
}
note() {
    printf 'note     %s\n         %s\n' "$1" "$2"
}
end() {
    if [ "$problems" -gt 0 ]; then
        echo "$problems to fix"
        exit 1
    fi
    echo "All is well."
    exit 0
}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Runs an AWS command and prints its response; writes errors to $work/error.
ask() {
    aws "$@" --output text 2>"$work/error"
}
error() {
    tr -s '\n' ' ' <"$work/error"
}

# Gong accepts the credentials in the secret $1, at the address $2. They are neither written to a file nor on a command
# line, where other users of this machine could see them.
check_credentials() {
    local text access_key access_key_secret status
    if ! text=$(ask secretsmanager get-secret-value --secret-id "$1" --query SecretString); then
        problem "secret $1" "Can't read it: $(error)"
        return
    fi
    field() {
        tr -d '\n' <<<"$text" | sed -n 's/.*"'"$1"'"[[:space:]]*:[[:space:]]*"\([^"]*\)".*/\1/p'
    }
    access_key=$(field accessKey) access_key_secret=$(field accessKeySecret)
    if [ -z "$access_key" ] || [ -z "$access_key_secret" ]; then
        problem "secret $1" 'It must be {"accessKey":"...","accessKeySecret":"..."}, with both values filled in'
        return
    fi
    ok "the secret has both fields"
    [ -z "$offline" ] || return 0
    # Registers an empty call: Gong answers 400 to a key that may create calls, and creates none.
    status=$(printf 'user = "%s:%s"\n' "$access_key" "$access_key_secret" |
        curl --silent --show-error --max-time 30 --config - --output /dev/null --write-out '%{http_code}' \
            --header 'Content-Type: application/json' --data '{}' "${2%/}/v2/calls" 2>"$work/error") || true
    case $status in
        400) ok "Gong accepts the credentials" ;;
        401 | 403) problem "Gong at $2" \
            "It answers $status: a revoked key, a key without the scope api:calls:create, another company's address, or a list of trusted addresses without yours" ;;
        429) problem "Gong at $2" "It throttles requests (429): try again later" ;;
        *) problem "Gong at $2" "Can't check the credentials (status ${status:-none}): $(error)" ;;
    esac
}
