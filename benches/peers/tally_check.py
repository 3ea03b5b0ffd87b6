#!/usr/bin/env python3
"""Holds the figures of `backtrail show --tally` against the same in SQL by another engine.

    python3 tally_check.py --binary target/release/backtrail --data-dir DIR DATASET

Needs the package duckdb. Every value, its rows and its referring domains must be equal; exits 1 otherwise.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import duckdb

# A column, a filter of ours, the same in SQL. `d` is the table of domains.
CASES = [
    ("anchor_text", "", "true"),
    ("anchor_text", "tf>=20 and not nofollow", "source_trust_flow >= 20 and not coalesce(nofollow, false)"),
    ("anchor_text", "anchor~a and tf>=10", "contains(lower(anchor_text), 'a') and source_trust_flow >= 10"),
    ("source_topic", "", "true"),
    ("source_trust_flow", "first_seen>=2015", "first_found_date >= date '2015-01-01'"),
    ("first_found_date", "cf<10", "source_citation_flow < 10"),
    ("nofollow", "", "true"),
    ("target_url", "", "true"),
    ("source_domain", "tf>=30", "source_trust_flow >= 30"),
    ("source_url", "tf>=40", "source_trust_flow >= 40"),
    ("tld", "", "true"),
    ("tld", "tf>=20", "source_trust_flow >= 20"),
    ("domain.topic", "not tld=com", "lower(d.tld) is distinct from 'com'"),
    ("best_tf", "", "true"),
    ("follow_share", "", "true"),
]


def said_by_sql(links, domains, column, where):
    """Value, rows and domains, as another engine counts them."""
    own = duckdb.sql(f"describe select * from read_parquet({links!r})").fetchall()
    own = {name for name, *_ in own}
    names = {"best_tf": "best_source_trust_flow"}
    name = column.removeprefix("domain.")
    value = f"l.{column}" if column in own else f"d.{names.get(name, name)}"
    return duckdb.sql(f"""
        select {value}::varchar, count(*), count(distinct l.domain_row)
        from read_parquet({links!r}) l
        join read_parquet({domains!r}, file_row_number = true) d on d.file_row_number = l.domain_row
        where {where} group by all
    """).fetchall()


def said_by_us(args, column, text):
    command = [args.binary, "show", args.dataset, "--view", "links", "--tally", column, "--format", "json"]
    command += ["--data-dir", args.data_dir, "--no-input"]
    if text:
        command += ["--filter", text]
    done = subprocess.run(command, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stderr.decode()}")
    rows = json.loads(done.stdout)
    return [(as_text(row["value"]), row["rows"], row["domains"]) for row in rows]


def as_text(value):
    if isinstance(value, bool):
        return str(value).lower()
    return None if value is None else str(value)


def key(row):
    value, rows, domains = row
    if value is not None:
        try:
            # Shares are written with as many digits as either side likes.
            value = f"{float(value):.4f}"
        except ValueError:
            pass
    return value is None, value or "", rows, domains


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset")
    parser.add_argument("--binary", default="target/release/backtrail")
    parser.add_argument("--data-dir", required=True)
    args = parser.parse_args()
    folder = pathlib.Path(args.data_dir) / "datasets" / args.dataset
    manifest = json.loads((folder / "manifest.json").read_text())
    links = [str(folder / part["file"]) for part in manifest["parts"]]
    domains = str(folder / manifest["domain_table"]["file"])
    wrong = 0
    for column, text, where in CASES:
        ours = said_by_us(args, column, text)
        theirs = said_by_sql(links, domains, column, where)
        equal = sorted(map(key, ours)) == sorted(map(key, theirs))
        in_order = all(a[1] >= b[1] for a, b in zip(ours, ours[1:]))
        wrong += not (equal and in_order)
        said = "equal" if equal and in_order else "DIFFERENT"
        print(f"{said}  {column} where {text or 'true'}: {len(ours):,} values, {sum(r[1] for r in ours):,} rows")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
