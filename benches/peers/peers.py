"""What the two packages are measured at; run by run.py in its scratch environment.

    peers.py sink CSV PARQUET          polars: the whole file into Parquet, zstd level 1
    peers.py throw-away CSV            duckdb: one grouping query straight from the file
    peers.py filter PARQUET NEEDLE TF  duckdb: a text filter with a number over stored links, warm, as JSON
"""

import json
import statistics
import sys
import time


def sink(csv, parquet):
    import polars

    table = polars.scan_csv(csv, infer_schema_length=10_000)
    table.sink_parquet(parquet, compression="zstd", compression_level=1)


def throw_away(csv):
    import duckdb

    duckdb.connect().execute(
        """
        select regexp_extract("Source URL", '://([^/]+)', 1) host, count(*), max(SourceTrustFlow),
               max(SourceCitationFlow), min("Source First Found Date")
        from read_csv(?) group by host order by 2 desc limit 100
        """,
        [csv],
    ).fetchall()


def filter_links(files, needle, trust_flow):
    import duckdb

    connection = duckdb.connect()
    # Into a table, so that the hits are held as they are by the other side and none is turned into Python's objects.
    query = f"""
        create or replace temp table hits as
        select file_row_number from read_parquet('{files}', file_row_number = true)
        where anchor_text ilike '%{needle}%' and source_trust_flow >= {int(trust_flow)}
    """
    connection.execute(query)
    rows = connection.execute("select count(*) from hits").fetchone()[0]
    walls, cpus = [], []
    for _ in range(5):
        wall, cpu = time.monotonic(), time.process_time()
        connection.execute(query)
        walls.append((time.monotonic() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    print(json.dumps({"rows": rows, "wall_ms": statistics.median(walls), "cpu_ms": statistics.median(cpus)}))


if __name__ == "__main__":
    {"sink": sink, "throw-away": throw_away, "filter": filter_links}[sys.argv[1]](*sys.argv[2:])
