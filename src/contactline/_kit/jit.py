"""Compiled loops where numba is installed, the same loops interpreted where it is not.

The extra ``scale`` brings numba. A function marked :func:`compiled` uses numbers and arrays only, adds integers (so
that no result hangs on the order of floating-point sums) and gives the same result either way.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

try:
    import numba
except ImportError:  # the extra is not installed
    _NUMBA: Any = None
else:
    _NUMBA = numba

    def _mangle_record(self: Any) -> tuple[str, tuple[str]]:
        digest = blake2b(str(self.name).encode(), digest_size=8).hexdigest()
        return "Record", (digest,)

    # numba names the machine code for a record type by a number that counts types within one process. Code that two
    # processes compiled for two layouts of rows may so bear one name, and once both are loaded from the cache the one
    # runs over the other's rows. A digest of the layout is the same in every process and differs between layouts.
    numba.core.types.Record.mangling_args = property(_mangle_record)  # type: ignore[assignment]

F = TypeVar("F", bound=Callable[..., Any])

IS_COMPILED = _NUMBA is not None
"""Whether marked functions run as machine code."""


def compiled(function: F) -> F:
    """Mark a function of arrays and numbers to be compiled on first use; the machine code is kept for the next run."""
    if _NUMBA is None:
        return function
    _NUMBA.config.CACHE_DIR = _find_cache()
    made: F = _NUMBA.njit(cache=True, nogil=True, error_model="numpy")(function)
    return made


def leaf(function: F) -> F:
    """The same for a function that makes no arrays, and so need not count who holds those it is given.

    Counting costs an atomic instruction or two at every call and return: of functions that run for every pair of rows,
    more than what they do.
    """
    if _NUMBA is None:
        return function
    _NUMBA.config.CACHE_DIR = _find_cache()
    made: F = _NUMBA.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    return made


def inlined(function: F) -> F:
    """A leaf whose code is put where it is called: to hand over a dozen arrays costs more than a pair's comparison."""
    if _NUMBA is None:
        return function
    _NUMBA.config.CACHE_DIR = _find_cache()
    made: F = _NUMBA.njit(cache=True, nogil=True, error_model="numpy", _nrt=False, forceinline=True)(function)
    return made


@lru_cache(maxsize=1)
def _find_cache() -> str:
    """A folder of the user's, named after the sources: numba by itself does not see that a called function changed."""
    package = Path(__file__).parent.parent
    digest = blake2b(digest_size=8)
    for source in sorted([*(package / "link").glob("*.py"), *(package / "_kit").glob("*.py")]):
        digest.update(source.read_bytes())
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = home / "contactline" / f"compiled-{digest.hexdigest()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # no home, or a read-only one
        return tempfile.mkdtemp(prefix="contactline-")
    return str(folder)
