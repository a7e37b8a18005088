#!/bin/sh
# Start the course without network; --read opens its pages alone, --check tries everything.
cd "$(dirname "$0")" || exit 1
for python in python3.14 python3.13 python3.12 python3.11 python3; do
    if "$python" -c "" >/dev/null 2>&1; then # a name may be there and start nothing
        exec "$python" start.py "$@"
    fi
done
echo "No Python was found. Install Python 3.14, 3.13, 3.12 or 3.11, and start again."
exit 1
