//! Where alerts go.

use std::path::PathBuf;

use serde::Deserialize;

use crate::cli::Size;
use crate::sidecar::hardening::Needs;

/// Where alerts go.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum OutputConfig {
    /// A file of JSON lines.
    File(FileOutputConfig),
    /// Standard output.
    Stdout(StdoutConfig),
}

/// A file of alerts.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileOutputConfig {
    /// The file; alerts are appended.
    pub(crate) path: PathBuf,
    /// Whether events are only acknowledged once their alerts are there.
    #[serde(default)]
    pub(crate) required: bool,
    /// When alerts count as there.
    #[serde(default)]
    pub(crate) durability: Durability,
    /// Size at which the file is set aside and another begun.
    #[serde(default = "default_rotate_size")]
    pub(crate) rotate_size: Size,
    /// Files that were set aside to keep; older ones are removed.
    #[serde(default = "default_keep")]
    pub(crate) keep: usize,
}

/// When alerts count as written.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Durability {
    /// When the disk has them.
    #[default]
    Fsync,
    /// When the system has them: what it had not written yet is lost if the machine, not the sidecar, breaks down.
    Fast,
}

/// Standard output.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StdoutConfig {
    /// Whether events are only acknowledged once their alerts are written.
    #[serde(default)]
    pub(crate) required: bool,
}

const fn default_rotate_size() -> Size {
    Size::mebibytes(256)
}

const fn default_keep() -> usize {
    16
}

impl OutputConfig {
    /// What it needs of the system.
    pub(super) fn needs(&self, needs: &mut Needs) {
        match self {
            Self::File(file) => needs.writes_file(&file.path),
            Self::Stdout(_) => {}
        }
    }
}
