//! A case that failed, and how to see it again.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use super::attempt::attempt;
use super::seed::Seed;
use super::shrink::shrink;
use crate::choices::Choices;
use crate::input::Input;
use crate::target::Target;

/// Bytes of a part that are shown; the file has all of them.
const SHOWN_BYTES: usize = 4000;

/// A case that failed.
#[derive(Clone, Debug)]
pub struct Failure {
    /// Name of the target.
    pub target: &'static str,
    /// What the case is made from.
    pub seed: Seed,
    /// What is wrong with the small case.
    pub reason: String,
    /// The case, made small.
    pub input: Input,
}

impl Failure {
    /// Looks for a smaller case that fails too. A case that fails no more the second time is told as it is.
    pub(super) fn made_small(target: &Target, seed: Seed, reason: String) -> Self {
        let mut last = reason;
        let bytes = shrink(&seed.bytes(), |bytes| match attempt(target, bytes) {
            Ok(_) => false,
            Err(reason) => {
                last = reason;
                true
            }
        });
        Self {
            target: target.name,
            seed,
            reason: last,
            input: (target.generate)(&mut Choices::new(&bytes)),
        }
    }

    /// Where its parts lie, below the folder of findings.
    pub fn folder(&self, findings: &Path) -> PathBuf {
        findings.join(self.target).join(self.seed.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { target, seed, .. } = self;
        writeln!(out, "{target}: {}", self.reason)?;
        writeln!(
            out,
            "see it again: cargo xtask fuzz --target {target} --seed {seed} --cases 1"
        )?;
        for (name, bytes) in self.input.parts() {
            writeln!(out, "--- {name}, {} bytes, made small", bytes.len())?;
            let shown = bytes.get(..SHOWN_BYTES).unwrap_or(bytes);
            writeln!(
                out,
                "{}",
                shown.escape_ascii().to_string().replace("\\n", "\n")
            )?;
        }
        Ok(())
    }
}

/// The file that names the case that is running.
pub(super) struct Running {
    path: PathBuf,
    file: File,
}

impl Running {
    pub(super) fn new(findings: &Path, target: &Target) -> io::Result<Self> {
        fs::create_dir_all(findings)?;
        let path = running(findings, target);
        let file = File::create(&path)?;
        Ok(Self { path, file })
    }

    /// Notes the seed before the case runs: what overflows the stack leaves no other trace. A seed is as long as any
    /// other, so it is written over the last one: cutting the file first would wait for the disk in every case.
    pub(super) fn note(&mut self, seed: Seed) -> io::Result<()> {
        self.file.rewind()?;
        write!(self.file, "{seed}")
    }

    pub(super) fn finish(self) {
        drop(fs::remove_file(&self.path));
    }
}

fn running(findings: &Path, target: &Target) -> PathBuf {
    findings.join(format!("{}.running", target.name))
}

/// The seed of the case in which the last run of a target died or was stopped.
pub fn last_words(findings: &Path, target: &Target) -> Option<Seed> {
    fs::read_to_string(running(findings, target))
        .ok()?
        .parse()
        .ok()
}
