//! What `cargo xtask bench` measures falconet against. Each yardstick is a subcommand that does its one thing to a file
//! and prints what came of it, so that nothing of it can be left out by a compiler:
//!
//! - `serde-json`, `simd-json`, `sonic-rs` parse each line and look twelve fields up; they print how many lines parsed,
//!   how many fields were there, and the bytes of those that are text. The three must agree.
//! - `memchr` finds the ends of the lines and does nothing else.
//! - `engine` judges by rules as `falconet scan` does, but natively: no module, no sandbox.
//! - `replay` scans for no rule and copies alerts from memory: what the engine could be at most.
//! - `growth` lets that engine judge inputs that are made to be slow, each in several sizes, and prints the times.

mod engine;
mod error;
mod fields;
mod growth;
mod lines;
mod parsers;
mod replay;
mod tally;

use std::io::{self, Write as _};
use std::process::ExitCode;

use error::Error;

const USAGE: &str = "\
usage: yardsticks serde-json|simd-json|sonic-rs|memchr FILE
       yardsticks engine [-o KEY=VALUE]... -r RULES... INPUT...
       yardsticks replay EVENTS ALERTS INPUT...
       yardsticks growth";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where standard error is closed nobody is told.
            drop(writeln!(io::stderr(), "yardsticks: {error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<(), Error> {
    let (name, rest) = arguments.split_first().ok_or(Error::Usage(USAGE))?;
    match (name.as_str(), rest) {
        ("engine", rest) => engine::run(rest),
        ("replay", [events, alerts, inputs @ ..]) => replay::run(events, alerts, inputs),
        ("growth", []) => growth::run(),
        (name, [file]) => parsers::run(name, file),
        _ => Err(Error::Usage(USAGE)),
    }
}
