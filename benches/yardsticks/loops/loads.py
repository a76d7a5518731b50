"""json.loads over each line, and the twelve fields of src/fields.rs; prints lines, fields found, bytes of text."""

import json
import sys

PATHS = [
    ("eventName",),
    ("eventSource",),
    ("eventTime",),
    ("eventType",),
    ("awsRegion",),
    ("sourceIPAddress",),
    ("errorCode",),
    ("userIdentity", "type"),
    ("userIdentity", "arn"),
    ("userIdentity", "userName"),
    ("requestParameters", "userName"),
    ("requestParameters", "bucketName"),
]


def main(path):
    lines = found = size = 0
    with open(path, "rb", buffering=1 << 20) as file:
        for line in file:
            value = json.loads(line)
            lines += 1
            for path in PATHS:
                at = value
                for key in path:
                    if not isinstance(at, dict) or key not in at:
                        break
                    at = at[key]
                else:
                    found += 1
                    if isinstance(at, str):
                        size += len(at.encode())
    print(lines, found, size)


main(sys.argv[1])
