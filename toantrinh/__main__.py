"""``python -m toantrinh``: the command line without make or POSIX tools."""

from toantrinh.cli import main

if __name__ == "__main__":
    main()
