"""What a process of its own tells about itself."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path


def read_cpu() -> float:
    """User and system seconds of this process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def read_peak() -> float:
    """Peak of the resident set in MiB."""
    status = Path("/proc/self/status")
    if status.is_file():  # what `getrusage` gives here would count the process that began this one
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="utf-8"))
        if found:
            return int(found[1]) / 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
