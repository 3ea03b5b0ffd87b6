"""The table of figures, bars and aims."""

import os
import platform
import statistics
import time


def middle(values):
    return statistics.median(values)


def largest(values):
    return max(values)


class Line:
    """A figure against its bar and its aim; smaller is better."""

    def __init__(self, what, value, bar, aim, unit="", note=""):
        self.what, self.value, self.bar, self.aim, self.unit, self.note = what, value, bar, aim, unit, note

    def mark(self):
        if self.value is None:
            return "not measured"
        if self.value <= self.aim:
            return "aim"
        return "bar" if self.value <= self.bar else "**missed**"

    def row(self):
        cells = [self.what, number(self.value, self.unit), number(self.bar, self.unit), number(self.aim, self.unit)]
        return f"| {' | '.join(cells)} | {self.mark()} | {self.note} |"


def number(value, unit=""):
    if value is None:
        return "–"
    if unit:
        return f"{value:,.0f} {unit}" if value >= 100 or value == int(value) else f"{value:,.1f} {unit}"
    return f"{value:,.0f}" if float(value).is_integer() and value == 0 else f"{value:.2f}"


def lines(part):
    """The lines of one set of data."""
    yield from stored(part)
    yield from asked(part)
    yield from seen(part)


def stored(part):
    ours, sizes = part["ours_cpu"], f"{part['stored_bytes'] / 1e6:.0f} MB of {part['gz_bytes'] / 1e6:.0f} MB"
    yield Line("complete ingest, CPU ÷ polars sink_parquet", ours / part["polars_cpu"], 1.0, 0.6, "",
               f"{ours:.1f} ÷ {part['polars_cpu']:.1f} CPU s; {part['rows'] / part['ours_wall']:,.0f} rows a second of wall time")
    yield Line("the same, CPU ÷ duckdb's throw-away query", ours / part["duckdb_cpu"], 1.7, 1.0, "",
               f"{ours:.1f} ÷ {part['duckdb_cpu']:.1f} CPU s")
    yield Line("peak memory of the ingest", part["ours_mib"], 450, 250, "MiB",
               f"polars {part['polars_mib']:.0f}, duckdb {part['duckdb_mib']:.0f} MiB")
    yield Line("stored size ÷ csv.gz", part["stored_bytes"] / part["gz_bytes"], 1.2, 0.9, "",
               f"{sizes}; polars {part['polars_bytes'] / 1e6:.0f} MB")


def asked(part):
    ours, theirs = part["ours"], part["theirs"]
    sorts = [(name, sort[warmth]) for run in ours for name, sort in run["sorts"].items() for warmth in ("cold", "warm")]
    pages = [sort["page_ms"]["max"] for run in ours for sort in run["sorts"].values()]
    pages += [run["filter"]["page_ms"]["max"] for run in ours]
    yield Line("sort by any number, first page", largest(s["first_ms"] for _, s in sorts), 100, 50, "ms",
               "the slowest of four numbers, first time and again")
    yield Line("– complete", largest(s["complete_ms"] for _, s in sorts), 1000, 500, "ms", "the same")
    yield Line("page of 50 rows × 10 columns in a sorted or filtered order", largest(pages), 16, 6, "ms",
               f"the slowest of {sum(r['filter']['page_ms']['count'] for r in ours) * 5}; median "
               f"{middle(s['page_ms']['median'] for r in ours for s in r['sorts'].values()):.1f} ms")
    first = middle(run["filter"]["first_ms"]["median"] for run in ours)
    yield Line("text filter with a number, first hits", first, 100, 50, "ms",
               f"for the first time {largest(r['filter']['cold']['first_ms'] for r in ours):.0f} ms")
    cpu = [run["filter"]["cpu_ms"] for run in ours if run["filter"]["cpu_ms"] is not None]
    peer = middle(run["cpu_ms"] for run in theirs)
    yield Line("– complete, CPU ÷ duckdb over the same Parquet", middle(cpu) / peer if cpu else None, 1.0, 0.6, "",
               f"{middle(cpu):.0f} ÷ {peer:.0f} CPU ms" if cpu else "")
    wall = middle(run["filter"]["complete_ms"]["median"] for run in ours)
    peer = middle(run["wall_ms"] for run in theirs)
    yield Line("– complete, wall time ÷ duckdb's", wall / peer, 1.0, 0.6, "", f"{wall:.0f} ÷ {peer:.0f} ms, {ours[0]['filter']['rows']:,} hits")
    yield Line("Enter on a domain → its links", largest(run["enter_ms"]["max"] for run in ours), 20, 5, "ms",
               f"the slowest of {ours[0]['enter_ms']['count'] * len(ours)}; median {middle(r['enter_ms']['median'] for r in ours):.1f} ms")


def seen(part):
    screen, arriving = part["screen"], part["arriving"]
    at = lambda runs, name: [run[name] for run in runs if run.get(name) is not None]
    first = at(arriving, "first_rows_ms")
    yield Line("`open` csv.gz → first rows on the screen", middle(first) if first else None, 300, 100, "ms", "from the start of the process")
    first = at(screen, "first_rows_ms") or at(screen, "first_frame_ms")
    yield Line("`open` dataset → full first frame", middle(first) if first else None, 150, 60, "ms", "from the start of the process")
    while_ = [run["while_importing_ms"] for run in arriving if run["while_importing_ms"]["count"]]
    yield Line("key → frame while ingest runs, p99", largest(w["p99"] for w in while_) if while_ else None, 16, 8, "ms",
               f"{sum(w['count'] for w in while_)} keys, p50 {middle(w['p50'] for w in while_):.1f} ms" if while_ else "")
    yield Line("key → frame at rest, p99", largest(run["key_to_frame_ms"]["p99"] for run in screen), 16, 8, "ms",
               f"{sum(run['key_to_frame_ms']['count'] for run in screen)} keys")
    yield Line("resident memory while browsing", largest(run["rss_mib"] for run in screen), 350, 200, "MiB",
               f"peak {largest(run['hwm_mib'] for run in screen):.0f} MiB")
    yield Line("draws while idle", largest(run["draws_while_idle"] for run in screen + arriving), 0, 0, "",
               f"in {screen[0]['idle_s']:.0f} s, {len(screen) + len(arriving)} times")


def of_large(large, part):
    ours = part["ours"][0]
    yield Line("20M rows: peak memory of the ingest", large["mib"], 1024, 717, "MiB", f"stored {large['stored_bytes'] / 1e6:.0f} MB")
    yield Line("– CPU ÷ that of 5M", large["cpu"] / part["ours_cpu"], 4.4, 4.1, "", f"{large['cpu']:.1f} CPU s")
    yield Line("– filter complete ÷ that of 5M",
               large["answers"]["filter"]["complete_ms"]["median"] / ours["filter"]["complete_ms"]["median"], 4.4, 4.1)
    yield Line("– page anywhere", max(s["page_ms"]["max"] for s in large["answers"]["sorts"].values()), 16, 6, "ms")
    yield Line("– memory after these questions", large["answers"]["memory_mib"]["hwm"], 1024, 717, "MiB")


def write(bench, told, text):
    """The whole of RESULTS.md."""
    head = "| | figure | bar | aim | reached | |\n|---|---|---|---|---|---|"
    out = [
        "# Against other tools",
        "",
        "Written by `python3 benches/peers/run.py`; do not edit. What is measured how stands in that file.",
        "",
        f"- {time.strftime('%Y-%m-%d %H:%M UTC', time.gmtime())}, {machine()}",
        f"- Python {platform.python_version()}, duckdb {bench.versions[0]}, polars {bench.versions[1]}",
        f"- turns of each: {bench.args.runs}; medians unless a line says otherwise; filter `{text}`",
    ]
    if bench.rows < 5_000_000:
        out.append(f"- **a quick run of {bench.rows:,} rows: the bars are meant for 5 million**")
    for name in ("adjacent", "shuffled"):
        part = told[name]
        title = "links of a host adjacent" if name == "adjacent" else "rows in shuffled order"
        out += ["", f"## {part['rows']:,} rows of {part['domains']:,} domains, {title}", "", head]
        out += [line.row() for line in lines(part)]
        if name == "adjacent" and told["large"]:
            out += [line.row() for line in of_large(told["large"], part)]
    out += ["", "## Commands", "", "```", *bench.commands, "```", ""]
    return "\n".join(out)


def machine():
    model = "unknown processor"
    try:
        with open("/proc/cpuinfo") as cpus:
            model = next((line.split(":", 1)[1].strip() for line in cpus if line.startswith("model name")), model)
        with open("/proc/meminfo") as memory:
            gib = int(memory.readline().split()[1]) / 1024 / 1024
    except OSError:
        gib = 0
    busy = os.getloadavg()[0]
    return f"{os.cpu_count()} × {model}, {gib:.0f} GiB, {platform.system()} {platform.release()}, load {busy:.1f} at the end"
