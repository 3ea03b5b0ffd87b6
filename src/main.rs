//! Arguments in, exit code out.

use std::process::ExitCode;

fn main() -> color_eyre::Result<ExitCode> {
    color_eyre::install()?;
    Ok(backtrail::cli::main(std::env::args_os()))
}
