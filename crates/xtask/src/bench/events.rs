//! The file of events that everything is measured with.

use std::fs::File;
use std::io::{self, BufWriter, Read as _, Write as _};
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;

use crate::console;
use crate::error::Error;
use crate::files;
use crate::shell;
use crate::workspace::Workspace;

/// How many events there are in it.
const EVENTS: usize = 200_000;

/// Makes events that are fitted to recorded ones. Not part of the checkout.
const GENERATOR: &str = "tools/gen_cloudtrail.py";

/// The first events that it makes.
const SAMPLE: &str = "benches/yardsticks/sample.ndjson.gz";

/// The file; made if it is not there yet.
pub(super) fn make(workspace: &Workspace) -> Result<PathBuf, Error> {
    match workspace.shared(GENERATOR) {
        Some(generator) => generated(workspace, &generator),
        None => repeated(workspace),
    }
}

fn generated(workspace: &Workspace, generator: &Path) -> Result<PathBuf, Error> {
    let path = workspace.scratch("bench").join("generated.ndjson");
    if path.is_file() {
        return Ok(path);
    }
    // Under another name until it is whole.
    let part = path.with_extension("part");
    files::write(&part, b"")?;
    let mut command = workspace.command("python3");
    command
        .arg(generator)
        .args(["--seed", "1", "--events"])
        .arg(EVENTS.to_string());
    command.arg("--out").arg(&part);
    shell::quietly(
        &mut command,
        "generating events",
        "or name a file of JSON lines by --events",
    )?;
    std::fs::rename(&part, &path).map_err(Error::file("rename", &part))?;
    Ok(path)
}

/// A file of the sample over and over.
fn repeated(workspace: &Workspace) -> Result<PathBuf, Error> {
    let path = workspace.scratch("bench").join("repeated.ndjson");
    console::line(&format!(
        "There is no {GENERATOR} beside the checkout: the events are {SAMPLE} over and over."
    ))?;
    if !path.is_file() {
        let sample = unpacked(&workspace.path(SAMPLE))?;
        let part = path.with_extension("part");
        files::write(&part, b"")?;
        repeat(&sample, &part).map_err(Error::file("write", &part))?;
        std::fs::rename(&part, &path).map_err(Error::file("rename", &part))?;
    }
    Ok(path)
}

fn unpacked(path: &Path) -> Result<Vec<u8>, Error> {
    let mut sample = Vec::new();
    GzDecoder::new(files::read(path)?.as_slice())
        .read_to_end(&mut sample)
        .map_err(Error::file("unpack", path))?;
    Ok(sample)
}

fn repeat(sample: &[u8], path: &Path) -> io::Result<()> {
    let lines = sample.split_inclusive(|byte| *byte == b'\n').count().max(1);
    let mut out = BufWriter::new(File::create(path)?);
    for _ in 0..EVENTS.div_ceil(lines) {
        out.write_all(sample)?;
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_divides_the_number_of_events() {
        let workspace = Workspace::find().unwrap();
        let sample = unpacked(&workspace.path(SAMPLE)).unwrap();
        let lines = sample.split_inclusive(|byte| *byte == b'\n');
        assert!(lines.clone().all(|line| line.ends_with(b"}\n")));
        assert_eq!(EVENTS % lines.count(), 0);
    }
}
