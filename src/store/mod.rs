//! What is at rest: journal, datasets, rankings.
