//! `falconet call`: requests of the module's own, a line each, for tools and for tests of the module.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use super::{CommandError, Outcome, program};
use crate::cli::{CallOptions, GlobalOptions};
use crate::rules;
use crate::runtime::Instance;

/// Longest request.
const MAX_REQUEST_BYTES: u64 = 256 << 20;

pub(super) fn run(global: &GlobalOptions, options: &CallOptions) -> Result<Outcome, CommandError> {
    let (_, mut instance) = program::prepare(global, &options.module_limits)?;
    let mut requests = open(&options.requests)?;
    while let Some(request) = next(&mut requests, MAX_REQUEST_BYTES)? {
        answer(&request, &mut instance)?;
    }
    Ok(Outcome::Clean)
}

fn answer(request: &[u8], instance: &mut Instance) -> Result<(), CommandError> {
    let answer = instance.call(request)?;
    let mut out = io::stdout().lock();
    out.write_all(&answer)?;
    writeln!(out)?;
    Ok(())
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, CommandError> {
    if rules::is_stdin(path) {
        return Ok(Box::new(io::stdin().lock()));
    }
    let file = File::open(path).map_err(|error| CommandError::Request(path.to_owned(), error))?;
    Ok(Box::new(BufReader::new(file)))
}

/// The next line that is not empty.
fn next(requests: &mut impl BufRead, most: u64) -> Result<Option<Vec<u8>>, CommandError> {
    loop {
        let mut line = Vec::new();
        let read = requests.take(most + 1).read_until(b'\n', &mut line)?;
        if read as u64 > most {
            let message = format!("a request is longer than {most} bytes");
            return Err(CommandError::Usage(message));
        }
        match line.trim_ascii() {
            _ if read == 0 => return Ok(None),
            [] => {}
            request => return Ok(Some(request.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_lines_and_empty_ones_are_passed_over() {
        let mut requests = &b"{\"a\":1}\n\n  \r\n{}"[..];
        assert_eq!(next(&mut requests, 100).unwrap().unwrap(), b"{\"a\":1}");
        assert_eq!(next(&mut requests, 100).unwrap().unwrap(), b"{}");
        assert!(next(&mut requests, 100).unwrap().is_none());
    }

    #[test]
    fn a_request_that_is_too_long_is_refused() {
        let error = next(&mut &b"{\"a\":1}"[..], 6).unwrap_err();
        assert_eq!(error.to_string(), "a request is longer than 6 bytes");
    }
}
