#!/bin/sh
# Makes the certificates of these tests: an authority, a server and a client that it knows, and a client that only it
# itself knows. They last for a hundred years and are trusted by nobody.
set -eu
cd "$(dirname "$0")"
key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1.key"; }
issue() { # NAME EXTENSION
    key "$1"
    openssl req -new -key "$1.key" -subj "/CN=$1" |
        openssl x509 -req -CA authority.pem -CAkey authority.key -days 36500 -extfile /dev/fd/3 -out "$1.pem" 3<<END
$2
END
}
alone() { # NAME
    key "$1"
    openssl req -x509 -new -key "$1.key" -subj "/CN=$1" -days 36500 -addext "basicConstraints=critical,CA:TRUE" -out "$1.pem"
}
alone authority
issue server "subjectAltName=DNS:localhost,IP:127.0.0.1"
issue client "subjectAltName=DNS:shipper"
alone stranger
rm -f authority.key authority.srl
