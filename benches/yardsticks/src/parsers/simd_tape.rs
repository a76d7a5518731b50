//! `simd-json`: each line becomes a tape, in memory that is reused. The parser picks its instructions at run time.

use simd_json::prelude::ValueAsScalar as _;
use simd_json::tape::{Tape, Value};
use simd_json::{Buffers, fill_tape};

use crate::error::Error;
use crate::fields::PATHS;
use crate::lines;
use crate::tally::Tally;

/// The sums over a file.
pub(super) fn tally(file: &str) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    let mut buffers = Buffers::default();
    let mut memory = Tape::null();
    lines::for_each(file, |line| {
        let mut tape = std::mem::replace(&mut memory, Tape::null()).reset();
        if fill_tape(line, &mut buffers, &mut tape).is_ok() {
            tally.lines += 1;
            add_fields(tape.as_value(), &mut tally);
        }
        memory = tape.reset();
    })?;
    Ok(tally)
}

fn add_fields(record: Value<'_, '_>, tally: &mut Tally) {
    for path in PATHS {
        let found = path
            .iter()
            .try_fold(record, |value, key| value.as_object()?.get(key));
        if let Some(value) = found {
            tally.count(value.as_str());
        }
    }
}
