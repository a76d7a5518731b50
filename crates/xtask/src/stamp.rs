//! Remembers what a step was made from, so that it is skipped while nothing changed.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

use crate::error::Error;
use crate::files;
use crate::workspace::Workspace;

/// A step's memory: a hash of everything it read and wrote.
pub(crate) struct Stamp {
    file: PathBuf,
    inputs: u64,
}

impl Stamp {
    /// The memory of step `name`, which reads `inputs` and depends on `words` (versions, flags).
    pub(crate) fn new(
        workspace: &Workspace,
        name: &str,
        inputs: &[PathBuf],
        words: &[&str],
    ) -> Result<Self, Error> {
        let mut hasher = DefaultHasher::new();
        words.hash(&mut hasher);
        hash_files(inputs, &mut hasher)?;
        Ok(Self {
            file: workspace.scratch(&format!("{name}.stamp")),
            inputs: hasher.finish(),
        })
    }

    /// Whether the step was done with these inputs and its outputs are as it left them.
    pub(crate) fn is_fresh(&self, outputs: &[PathBuf]) -> bool {
        let known = files::read_text(&self.file).unwrap_or_default();
        self.text(outputs).is_ok_and(|text| text == known)
    }

    /// Notes that the step is done.
    pub(crate) fn renew(&self, outputs: &[PathBuf]) -> Result<(), Error> {
        files::write(&self.file, self.text(outputs)?.as_bytes())
    }

    fn text(&self, outputs: &[PathBuf]) -> Result<String, Error> {
        let mut hasher = DefaultHasher::new();
        hash_files(outputs, &mut hasher)?;
        Ok(format!("{:016x} {:016x}\n", self.inputs, hasher.finish()))
    }
}

fn hash_files(paths: &[PathBuf], hasher: &mut DefaultHasher) -> Result<(), Error> {
    for path in paths {
        path.hash(hasher);
        files::read(path)?.hash(hasher);
    }
    Ok(())
}
