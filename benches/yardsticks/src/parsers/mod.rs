//! Loops over other parsers: each line is parsed and twelve fields are looked up, no rules, no alerts.

mod memchr_pass;
mod serde_value;
mod simd_tape;
mod sonic_lazy;

use std::io::{self, Write as _};

use crate::USAGE;
use crate::error::Error;
use crate::tally::Tally;

/// Runs a loop over a file.
pub(crate) fn run(name: &str, file: &str) -> Result<(), Error> {
    let tally = tally(name, file)?;
    writeln!(io::stdout().lock(), "{tally}")?;
    Ok(())
}

fn tally(name: &str, file: &str) -> Result<Tally, Error> {
    match name {
        "serde-json" => serde_value::tally(file),
        "simd-json" => simd_tape::tally(file),
        "sonic-rs" => sonic_lazy::tally(file),
        "memchr" => memchr_pass::tally(file),
        _ => Err(Error::Usage(USAGE)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &str = r#"{"eventName":"PutObject","userIdentity":{"arn":null,"type":"A"},"requestParameters":{"bucketName":"b\u00e4\n"},"x":[1,{"eventName":2}]}
nonsense
{}
{"eventName":"x","awsRegion":7,"userIdentity":"y","requestParameters":null}
"#;

    #[test]
    fn all_parsers_find_the_same() {
        let path = std::env::temp_dir().join(format!("yardsticks-{}.ndjson", std::process::id()));
        std::fs::write(&path, LINES).unwrap();
        let file = path.to_str().unwrap();
        let expected = Tally {
            lines: 3,
            found: 6,
            bytes: 9 + 1 + 4 + 1,
        };
        for name in ["serde-json", "simd-json", "sonic-rs"] {
            assert_eq!(tally(name, file).unwrap(), expected, "{name}");
        }
        assert_eq!(tally("memchr", file).unwrap().lines, 4);
        std::fs::remove_file(path).unwrap();
    }
}
