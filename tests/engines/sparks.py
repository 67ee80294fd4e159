"""Whether Spark can be used here, and why not."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path


def find_reason() -> str:
    """Why the engine of Spark cannot be tried; empty where it can."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed here: `make test-spark` installs it beside and runs these tests"
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        return "there is no Java: install Debian's openjdk-17-jre-headless"
    return ""


def show_tests_to_workers() -> None:
    """Workers of Spark start anew and know nothing of pytest's paths."""
    tests = str(Path(__file__).parents[1])
    source = str(Path(__file__).parents[2] / "src")
    os.environ["PYTHONPATH"] = os.pathsep.join([tests, source, os.environ.get("PYTHONPATH", "")])
