//! The baseline of `cargo xtask bench`: a native loop that parses each line of a file into a
//! `serde_json::Value` and looks twelve fields up, and does nothing else.
//!
//! Prints how many lines parsed and how many fields were there.

use std::fs::File;
use std::io::{self, BufReader, Write as _};
use std::process::ExitCode;

use serde_json::Value;

/// The fields that a typical rule set asks for.
const POINTERS: [&str; 12] = [
    "/eventName",
    "/eventSource",
    "/eventTime",
    "/eventType",
    "/awsRegion",
    "/sourceIPAddress",
    "/errorCode",
    "/userIdentity/type",
    "/userIdentity/arn",
    "/userIdentity/userName",
    "/requestParameters/userName",
    "/requestParameters/bucketName",
];

fn main() -> ExitCode {
    match std::env::args_os().nth(1).map(File::open) {
        Some(Ok(file)) => report(tally(BufReader::with_capacity(1 << 20, file))),
        Some(Err(error)) => report(Err(error)),
        None => report(Err(io::Error::other("name a file of JSON lines"))),
    }
}

/// How many lines parsed, and how many of the fields they had.
fn tally(mut lines: impl io::BufRead) -> io::Result<(u64, u64)> {
    let (mut parsed, mut found) = (0, 0);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        if let Ok(value) = serde_json::from_slice::<Value>(&line) {
            parsed += 1;
            found += fields_of(&value);
        }
        line.clear();
    }
    Ok((parsed, found))
}

fn fields_of(value: &Value) -> u64 {
    let found = POINTERS
        .iter()
        .filter(|pointer| value.pointer(pointer).is_some());
    found.count() as u64
}

fn report(outcome: io::Result<(u64, u64)>) -> ExitCode {
    let (text, code) = match outcome {
        Ok((parsed, found)) => (format!("{parsed} {found}\n"), ExitCode::SUCCESS),
        Err(error) => (format!("baseline: {error}\n"), ExitCode::FAILURE),
    };
    let written = if code == ExitCode::SUCCESS {
        io::stdout().write_all(text.as_bytes())
    } else {
        io::stderr().write_all(text.as_bytes())
    };
    written.map_or(ExitCode::FAILURE, |()| code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_do_not_parse_are_left_out() {
        let lines = b"{\"eventName\":\"x\",\"userIdentity\":{\"arn\":null}}\nnonsense\n{}\n";
        assert_eq!(tally(&lines[..]).unwrap(), (2, 2));
    }
}
