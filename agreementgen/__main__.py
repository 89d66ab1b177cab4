"""Run the command by `python -m agreementgen`."""

from agreementgen.cli import main

if __name__ == "__main__":
    main()
