#!/usr/bin/env python3
"""The comparison: backtrail against the Python packages duckdb and polars, on this machine, in one run.

    python3 benches/peers/run.py [--quick] [--no-20m] [--work DIR]

Makes a scratch environment with both packages, builds the release binary, generates the data, runs everything in turn
(A B A B), takes medians, and prints a table of figures, bars and aims; writes it with date, machine and commands to
benches/RESULTS.md. Processor seconds are those of the whole process and its children (wait4), memory is its peak
resident set (VmHWM as the kernel reports it). Standard library only.

`--quick` does all of it once with 500,000 rows in a minute or two: it shows that everything runs; bars are meant for
the full size.
"""

import argparse
import json
import shlex
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

sys.dont_write_bytecode = True
import sheet
import spent

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
NEEDLE = "garden"
FILTER = f"anchor~{NEEDLE} and tf>=20"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="500,000 rows, to see that everything runs")
    parser.add_argument("--no-20m", action="store_true", help="leave out the run of 20 million rows")
    parser.add_argument("--runs", type=int, help="turns of the programs that are compared [3, quick 1]")
    parser.add_argument("--keys", type=int, help="keys typed on the screen [600, quick 120]")
    parser.add_argument("--seed", type=int, default=1, help="seed of the data [%(default)s]")
    parser.add_argument("--work", default=str(ROOT / "target" / "peers"), help="folder for everything made [%(default)s]")
    parser.add_argument("--binary", help="measure this program instead of building one")
    parser.add_argument("--csv", help="measure this csv.gz instead of a generated one")
    parser.add_argument("--keep", action="store_true", help="keep the data folders that were made")
    parser.add_argument("--results", default=str(ROOT / "benches" / "RESULTS.md"), help="[%(default)s]")
    args = parser.parse_args()
    args.runs = args.runs or (1 if args.quick else 3)
    args.keys = args.keys or (120 if args.quick else 600)
    return args


def say(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


class Bench:
    """Where things lie, and every command that was run."""

    def __init__(self, args):
        self.args = args
        self.work = Path(args.work).resolve()
        self.work.mkdir(parents=True, exist_ok=True)
        self.commands = []
        self.rows = 500_000 if args.quick else 5_000_000
        self.binary = Path(args.binary).resolve() if args.binary else ROOT / "target" / "release" / "backtrail"
        self.python = self.work / "venv" / "bin" / "python"

    def note(self, command):
        shown = shlex.join(str(part) for part in command)
        for path, name in ((self.work, "WORK"), (ROOT, "."), (sys.executable, "python3")):
            shown = shown.replace(str(path), name)
        if shown not in self.commands:
            self.commands.append(shown)

    def run(self, command, **more):
        """Runs to the end; standard output, and what it spent."""
        self.note(command)
        return spent.run([str(part) for part in command], **more)

    def prepare(self):
        if not self.python.exists():
            say("making an environment with duckdb and polars")
            self.run([sys.executable, "-m", "venv", self.work / "venv"])
            self.run([self.python, "-m", "pip", "install", "--quiet", "duckdb", "polars"])
        if not self.args.binary:
            say("building the release binary")
            self.run(["cargo", "build", "--release", "--bin", "backtrail"], cwd=ROOT)
        packages = "import duckdb,polars;print(duckdb.__version__,polars.__version__)"
        self.versions = self.run([self.python, "-c", packages]).out.split()

    def data(self, rows, shuffled=False):
        if self.args.csv and not shuffled and rows == self.rows:
            return Path(self.args.csv).resolve()
        name = f"links-{rows}-{self.args.seed}{'-shuffled' if shuffled else ''}.csv.gz"
        path = self.work / name
        if not path.exists():
            say(f"generating {name}")
            more = ["--shuffle"] if shuffled else []
            self.run([self.binary, "generate", "--rows", rows, "--seed", self.args.seed, "--output", path, *more])
        return path

    def folder(self, name):
        """An empty data folder."""
        path = self.work / name
        shutil.rmtree(path, ignore_errors=True)
        path.mkdir()
        return path

    def drop(self, path):
        if not self.args.keep:
            shutil.rmtree(path, ignore_errors=True)


def import_once(bench, csv, name):
    """One complete ingest; what it spent, and the dataset."""
    home = bench.folder(name)
    took = bench.run([bench.binary, "import", csv, "--data-dir", home, "--format", "json", "--quiet"])
    held = json.loads(took.out)[0]
    folder = home / "datasets" / held["dataset"]
    stored = sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and "raw" not in f.relative_to(folder).parts)
    return took, held, home, stored


def ingest(bench, csv, name, told):
    """backtrail, polars, duckdb in turn."""
    ours, polars, duckdb = [], [], []
    peer = [bench.python, HERE / "peers.py"]
    for turn in range(bench.args.runs):
        say(f"ingest {csv.name}, turn {turn + 1} of {bench.args.runs}")
        took, held, home, stored = import_once(bench, csv, name)
        ours.append(took)
        parquet = bench.work / "polars.parquet"
        polars.append(bench.run([*peer, "sink", csv, parquet]))
        told["polars_bytes"] = parquet.stat().st_size
        parquet.unlink()
        duckdb.append(bench.run([*peer, "throw-away", csv]))
    told.update(
        rows=held["rows"],
        domains=held["domains"],
        gz_bytes=csv.stat().st_size,
        stored_bytes=stored,
        ours_cpu=middle(t.cpu for t in ours),
        ours_wall=middle(t.wall for t in ours),
        ours_mib=max(t.mib for t in ours),
        polars_cpu=middle(t.cpu for t in polars),
        polars_mib=middle(t.mib for t in polars),
        duckdb_cpu=middle(t.cpu for t in duckdb),
        duckdb_mib=middle(t.mib for t in duckdb),
    )
    return home, held["dataset"]


def middle(values):
    return statistics.median(values)


def answers(bench, home, dataset):
    """What the store answers, and duckdb over the same files, in turn."""
    ours, theirs = [], []
    for turn in range(bench.args.runs):
        say(f"questions, turn {turn + 1} of {bench.args.runs}")
        took = bench.run([bench.binary, "measure", dataset, "--filter", FILTER, "--data-dir", home])
        ours.append(json.loads(took.out))
        files = home / "datasets" / dataset / "links-*.parquet"
        took = bench.run([bench.python, HERE / "peers.py", "filter", files, NEEDLE, "20"])
        theirs.append(json.loads(took.out))
    if ours[0]["filter"]["rows"] != theirs[0]["rows"]:
        sys.exit(f"the filter finds {ours[0]['filter']['rows']} rows, duckdb {theirs[0]['rows']}: nothing is compared")
    return ours, theirs


def latency(bench, what, home=None):
    """The explorer on a terminal. Without a data folder each turn has an empty one: a file that is held is not read."""
    script = ROOT / "benches" / "latency.py"
    runs = []
    for turn in range(bench.args.runs):
        folder = home or bench.folder("data-arriving")
        command = [sys.executable, script, "--binary", bench.binary, "--open", what, "--data-dir", folder]
        say(f"the explorer over {Path(str(what)).name}, turn {turn + 1} of {bench.args.runs}")
        runs.append(json.loads(bench.run([*command, "--keys", bench.args.keys]).out))
        if not home:
            bench.drop(folder)
    return runs


def large(bench):
    """Twenty million rows, once."""
    if bench.args.no_20m or bench.args.quick:
        return None
    csv = bench.data(20_000_000)
    say("ingest of 20 million rows")
    took, held, home, stored = import_once(bench, csv, "data-20m")
    measured = json.loads(bench.run([bench.binary, "measure", held["dataset"], "--filter", FILTER, "--data-dir", home]).out)
    bench.drop(home)
    return {"cpu": took.cpu, "mib": took.mib, "stored_bytes": stored, "rows": held["rows"], "answers": measured}


def main():
    bench = Bench(arguments())
    bench.prepare()
    told = {"adjacent": {}, "shuffled": {}}
    for name, shuffled in (("adjacent", False), ("shuffled", True)):
        part = told[name]
        csv = bench.data(bench.rows, shuffled)
        home, dataset = ingest(bench, csv, f"data-{name}", part)
        part["ours"], part["theirs"] = answers(bench, home, dataset)
        part["screen"] = latency(bench, dataset, home)
        bench.drop(home)
        part["arriving"] = latency(bench, csv)
    told["large"] = large(bench)
    text = sheet.write(bench, told, FILTER)
    print(text)
    Path(bench.args.results).write_text(text)
    say(f"written to {bench.args.results}")


if __name__ == "__main__":
    main()
