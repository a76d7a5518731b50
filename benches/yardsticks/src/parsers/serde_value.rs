//! `serde_json`: each line becomes a tree of values.

use serde_json::Value;

use crate::error::Error;
use crate::fields::PATHS;
use crate::lines;
use crate::tally::Tally;

/// The sums over a file.
pub(super) fn tally(file: &str) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    lines::for_each(file, |line| {
        if let Ok(value) = serde_json::from_slice::<Value>(line) {
            tally.lines += 1;
            add_fields(&value, &mut tally);
        }
    })?;
    Ok(tally)
}

fn add_fields(record: &Value, tally: &mut Tally) {
    for path in PATHS {
        let found = path.iter().try_fold(record, |value, key| value.get(key));
        if let Some(value) = found {
            tally.count(value.as_str());
        }
    }
}
