//! `sonic-rs`: the members of each line are passed lazily, in one pass, and only the wanted ones looked at. The parser uses
//! the instructions it was compiled for. Its `get` would search the line anew for each field, and its `get_many` refuses a
//! line where one that should be an object is `null`, as in most events.

use sonic_rs::{JsonValueTrait as _, LazyValue, to_object_iter};

use crate::error::Error;
use crate::fields::PATHS;
use crate::lines;
use crate::tally::Tally;

/// The sums over a file.
pub(super) fn tally(file: &str) -> Result<Tally, Error> {
    let mut tally = Tally::default();
    lines::for_each(file, |line| {
        let mut seen = tally;
        if add_line(line, &mut seen).is_ok() {
            tally = seen;
        }
    })?;
    Ok(tally)
}

fn add_line(line: &[u8], tally: &mut Tally) -> sonic_rs::Result<()> {
    for member in to_object_iter(line) {
        let (key, value) = member?;
        if is_wanted(&[&key]) {
            tally.count(value.as_str());
        } else if PATHS.iter().any(|path| path.first() == Some(&&*key)) {
            add_nested(&key, value, tally)?;
        }
    }
    tally.lines += 1;
    Ok(())
}

fn is_wanted(path: &[&str]) -> bool {
    PATHS.contains(&path)
}

fn add_nested(outer: &str, object: LazyValue<'_>, tally: &mut Tally) -> sonic_rs::Result<()> {
    let Some(members) = object.into_object_iter() else {
        return Ok(());
    };
    for member in members {
        let (key, value) = member?;
        if is_wanted(&[outer, &key]) {
            tally.count(value.as_str());
        }
    }
    Ok(())
}
