"""Runs a program and says what it spent."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass


@dataclass
class Spent:
    out: str
    wall: float
    """Seconds by the clock."""
    cpu: float
    """Processor seconds, user and system, of the process and of the children it waited for."""
    mib: float
    """Peak resident memory (VmHWM)."""


def run(command, cwd=None):
    """Runs to the end; a failure ends the comparison."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        began = time.monotonic()
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err, cwd=cwd)
        # Not through the module: only wait4 tells what this one child spent.
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if child.returncode != 0:
            sys.stderr.buffer.write(err.read()[-4000:])
            sys.exit(f"ended with {child.returncode}: {' '.join(command)}")
        return Spent(
            out=out.read().decode(),
            wall=wall,
            cpu=usage.ru_utime + usage.ru_stime,
            mib=usage.ru_maxrss / 1024,
        )
