//! Runs corpora natively, for `cargo xtask vectors` and `cargo xtask fuzz-sets`, which compare and count.
//!
//! `vectors FILE...` prints the outcomes of each file as a line of JSON; `set DIR CHECK` prints what a set of random rules
//! gives, where CHECK is `alerts-all`, `alerts-first` or `validate`.

mod set;

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use set::SetError;

/// What went wrong.
#[derive(Debug, thiserror::Error)]
enum Error {
    #[error("usage: falconet-vectors vectors FILE... | set DIR alerts-all|alerts-first|validate")]
    Usage,
    #[error("cannot read `{0}`: {1}")]
    Read(PathBuf, io::Error),
    #[error(transparent)]
    Set(#[from] SetError),
    #[error("cannot write to standard output: {0}")]
    Write(#[from] io::Error),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            drop(writeln!(io::stderr(), "error: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<(), Error> {
    match words {
        ["vectors", files @ ..] => files.iter().try_for_each(|file| vectors(Path::new(file))),
        ["set", folder, check] => set(Path::new(folder), check),
        _ => Err(Error::Usage),
    }
}

fn vectors(file: &Path) -> Result<(), Error> {
    let text = fs::read_to_string(file).map_err(|error| Error::Read(file.to_owned(), error))?;
    let outcomes = serde_json::to_string(&falconet_vectors::run(&text)).map_err(io::Error::from)?;
    writeln!(io::stdout(), "{outcomes}")?;
    Ok(())
}

fn set(folder: &Path, check: &str) -> Result<(), Error> {
    let printed = match check {
        "alerts-all" => set::alerts(folder, "all")?,
        "alerts-first" => set::alerts(folder, "first")?,
        "validate" => set::validated(folder)?,
        _ => return Err(Error::Usage),
    };
    io::stdout().write_all(&printed)?;
    Ok(())
}
