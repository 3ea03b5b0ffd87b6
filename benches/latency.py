#!/usr/bin/env python3
"""How long a key waits for its frame, and how long the first rows take, measured on the real program in a terminal.

    python3 benches/latency.py --binary target/release/backtrail --open FILE|DATASET --data-dir DIR [--keys N]

Starts `backtrail open ...` in a pseudo-terminal with `--trace-latency`, types N keys (moving, paging, changing lists,
sorting), lets it come to rest, watches it idle, ends it with SIGTERM, and prints one JSON object. Times in
milliseconds. Linux only. `first_*` count from the moment this script starts the process. A file is read in while the keys are
typed, so `while_importing` holds the keys that were answered meanwhile. Standard library only.
"""

import argparse
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time

# Down, up, half pages, both ends, the other list and back, another column and a sort by it.
WALK = ["j", "j", "j", "\x04", "k", "\x04", "\x15", "G", "k", "g", "}", "]", "j", "4", "j", "\x04", "G", "\x15", "g", "3"]
QUIET = 1.0


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--binary", default="target/release/backtrail", help="the program [%(default)s]")
    parser.add_argument("--open", required=True, nargs="+", help="what `backtrail open` is given")
    parser.add_argument("--data-dir", required=True, help="its data folder")
    parser.add_argument("--keys", type=int, default=400, help="keys to type [%(default)s]")
    parser.add_argument("--pace", type=float, default=30, help="milliseconds between two keys [%(default)s]")
    parser.add_argument("--idle", type=float, default=3, help="seconds of watching it idle [%(default)s]")
    parser.add_argument("--patience", type=float, default=600, help="seconds until it must be at rest [%(default)s]")
    parser.add_argument("--size", default="120x40", help="columns x rows of the terminal [%(default)s]")
    parser.add_argument("--trace", help="keep the trace here")
    return parser.parse_args()


class Program:
    """The program in a terminal of its own."""

    def __init__(self, args, trace):
        columns, rows = (int(n) for n in args.size.split("x"))
        command = [args.binary, "open", "--data-dir", args.data_dir, "--trace-latency", trace, *args.open]
        self.started = time.time()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.environ["TERM"] = "xterm-256color"
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execv(args.binary, command)
        self.received = 0
        self.screen = b""
        self.ended = False

    def listen(self, seconds):
        """Takes what is drawn for so long; the moment of the first bytes, if any came."""
        first = None
        end = time.monotonic() + seconds
        while not self.ended:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.terminal], [], [], max(left, 0))
            if ready:
                first = first or time.monotonic()
                try:
                    got = os.read(self.terminal, 1 << 16)
                except OSError:
                    got = b""
                self.ended = not got
                self.received += len(got)
                self.screen = (self.screen + got)[-4000:]
            if left <= 0:
                break
        return first

    def press(self, key):
        os.write(self.terminal, key.encode())

    def cpu_ticks(self):
        with open(f"/proc/{self.pid}/stat") as stat:
            fields = stat.read().rpartition(")")[2].split()
        return int(fields[11]) + int(fields[12])

    def memory(self):
        with open(f"/proc/{self.pid}/status") as status:
            lines = dict(line.split(":", 1) for line in status)
        return {name: int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM")}

    def come_to_rest(self, patience):
        """Waits until neither processor time nor drawing goes on."""
        end = time.monotonic() + patience
        before = None
        while time.monotonic() < end and not self.ended:
            now = (self.cpu_ticks(), self.received)
            if now == before:
                return
            before = now
            self.listen(QUIET)
        if not self.ended:
            sys.exit(f"latency: not at rest after {patience} s")

    def finish(self):
        os.kill(self.pid, signal.SIGTERM)
        while not self.ended:
            self.listen(0.1)
        os.waitpid(self.pid, 0)

    def died(self):
        os.waitpid(self.pid, 0)
        sys.exit("latency: the program ended by itself; it said last: " + self.screen.decode(errors="replace"))


def spread(times):
    times = sorted(times)
    if not times:
        return {"count": 0}
    at = lambda share: round(times[min(len(times) - 1, int(share * len(times)))], 3)
    return {"count": len(times), "p50": at(0.5), "p99": at(0.99), "max": at(1)}


def walk(program, args):
    """Types the keys; for each the milliseconds until the terminal received anything."""
    outside = []
    for number in range(args.keys):
        if program.ended:
            program.died()
        program.press(WALK[number % len(WALK)])
        pressed = time.monotonic()
        first = program.listen(args.pace / 1000)
        if first is not None:
            outside.append((first - pressed) * 1000)
    return outside


def drive(args, trace):
    program = Program(args, trace)
    # The first frame and what belongs to it; a large dataset may take longer.
    for _ in range(100):
        program.listen(0.1)
        if program.received:
            break
    program.listen(0.5)
    outside = walk(program, args)
    if program.ended:
        program.died()
    program.come_to_rest(args.patience)
    memory = program.memory()
    before = program.received
    idle_from = time.time()
    program.listen(args.idle)
    idle_to = time.time()
    idle_bytes = program.received - before
    program.finish()
    return program, outside, memory, (idle_from, idle_to), idle_bytes


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as folder:
        trace = args.trace or os.path.join(folder, "trace.jsonl")
        program, outside, memory, idle, idle_bytes = drive(args, trace)
        with open(trace) as lines:
            told = [json.loads(line) for line in lines]
    start = next(t for t in told if t["what"] == "start")["unix_ms"]
    frames = [t for t in told if t["what"] == "frame"]
    keys = [t for t in told if t["what"] == "key"]
    first = {t["first"]: t["at_ms"] + start - program.started * 1000 for t in frames if "first" in t}
    drawn_idle = [t for t in frames if idle[0] * 1000 <= start + t["at_ms"] < idle[1] * 1000]
    answer = {
        "open": args.open,
        "rows_held": frames[-1]["rows"] if frames else 0,
        "first_frame_ms": first.get("screen"),
        "first_rows_ms": first.get("rows"),
        "key_to_frame_ms": spread([t["ms"] for t in keys]),
        "while_importing_ms": spread([t["ms"] for t in keys if "import" in t["running"]]),
        "key_to_terminal_ms": spread(outside),
        "longest_draw_ms": max((t["draw_ms"] for t in frames), default=None),
        "frames": len(frames),
        "idle_s": args.idle,
        "draws_while_idle": len(drawn_idle),
        "bytes_while_idle": idle_bytes,
        "rss_mib": round(memory["VmRSS"], 1),
        "hwm_mib": round(memory["VmHWM"], 1),
    }
    print(json.dumps(answer, indent=2))


if __name__ == "__main__":
    main()
