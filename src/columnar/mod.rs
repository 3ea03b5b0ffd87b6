//! Arrow schemas, Parquet parts and the slices read from them.
