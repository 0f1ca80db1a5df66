"""toantrinh: the face of the harness: command line and reports. Knows everything below, known by nobody."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("toantrinh")
except PackageNotFoundError:
    __version__ = "0"
