"""Prints a header with the hash of each file, as a Content-Security-Policy has it.

usage: hashes.py NAME=FILE...
"""
import base64
import hashlib
import pathlib
import sys

print("#pragma once\n")
for word in sys.argv[1:]:
    name, file = word.split("=", 1)
    digest = base64.b64encode(hashlib.sha256(pathlib.Path(file).read_bytes()).digest()).decode()
    print(f'#define FORESIGHT_{name}_HASH "sha256-{digest}"')
