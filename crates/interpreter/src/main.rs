//! `interpreter`: what `falconet scan` and Fluent Bit do, in an interpreter. The module is the file that `FALCONET_BASELINE_WASM`
//! names.
//!
//! - `scan -r RULES [-o KEY=VALUE]... INPUT` prints the alerts of a recorded case.
//! - `filter MODULE FILE` passes each line of a file through a filter and prints what comes out.

mod scan;

use std::fs;
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use falconet_interpreter::{Error, Filter, Stack};

const USAGE: &str = "\
usage: interpreter scan -r RULES [-o KEY=VALUE]... INPUT
       interpreter filter MODULE FILE";

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{USAGE}")]
    Usage,
    #[error("cannot read `{}`: {}", .0.display(), .1)]
    Unreadable(PathBuf, io::Error),
    #[error(transparent)]
    Module(#[from] Error),
    #[error("cannot write: {0}")]
    Unwritable(#[from] io::Error),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["scan", rest @ ..] => scan::run(rest),
        ["filter", module, file] => filter(module.as_ref(), file.as_ref()),
        _ => Err(Failure::Usage),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed nobody is told.
            drop(writeln!(io::stderr(), "interpreter: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn filter(module: &Path, file: &Path) -> Result<(), Failure> {
    let mut filter = Filter::start(&read(module)?, Stack::default())?;
    let unreadable = |error| Failure::Unreadable(file.to_owned(), error);
    let mut lines = BufReader::new(fs::File::open(file).map_err(unreadable)?);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line).map_err(unreadable)? > 0 {
        let record = line.strip_suffix(b"\n").unwrap_or(&line);
        if let Some(answer) = filter.judge(record, (0, 0))? {
            out.write_all(&answer)?;
            out.write_all(b"\n")?;
        }
        line.clear();
    }
    out.flush()?;
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::Unreadable(path.to_owned(), error))
}
