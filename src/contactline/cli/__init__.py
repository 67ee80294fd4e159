"""The command line: one file per verb, loaded on use."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code.

    The outermost shell: expected errors become up to three lines on the error stream, unexpected ones one line.
    Exit codes: 0 done · 1 refused or failed · 2 usage · 3 integrity · 4 some items had problems · 130 interrupted.

    Args:
        arguments: without the program's name; by default those of the process.
    """
    # Inside: `python -m contactline --version` and completion should not pay for more than they use.
    from contactline.cli.group import run
    from contactline.cli.printing import print_error, set_up_streams
    from contactline.errors import ContactlineError, IntegrityError

    set_up_streams()
    try:
        return run(arguments)
    except (ContactlineError, IntegrityError) as error:
        print_error(error.diagnostics())
        return error.exit_code
    except KeyboardInterrupt:
        print_error("Interrupted. What was done so far is kept; run the same command again to go on.")
        return 130
    except BrokenPipeError:
        # Whoever read our output has left, as in `contactline … | head`; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    # The second of the two places where this is legal: nobody outside should have to read a traceback.
    except Exception as error:
        if os.environ.get("CONTACTLINE_TRACEBACK") == "1":
            raise
        print_error(
            f"A mistake of the program: {type(error).__name__}: {error}\n"
            "  Please report it, with the output of the same command under CONTACTLINE_TRACEBACK=1."
        )
        return 1
