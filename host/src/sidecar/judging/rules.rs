//! The rules that are to be judged by, and reading them anew.

use std::path::PathBuf;

use super::Look;
use crate::cli::{Size, Wrapping};
use crate::commands::{CommandError, encode};
use crate::environment;
use crate::messages::{LoadLimits, LoadRequest};
use crate::rules;

/// Where the rules come from, and how they are to be loaded.
#[derive(Clone, Debug)]
pub(crate) struct RulesSource {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) settings: Vec<String>,
    pub(crate) source: Option<String>,
    /// The module, if another one than the built-in is used.
    pub(crate) module: Option<PathBuf>,
    pub(crate) wrapping: Wrapping,
    pub(crate) alert_id: bool,
    pub(crate) max_record: Size,
    pub(crate) max_wrappings: u32,
    pub(crate) max_rules: Size,
}

/// Malformed records that are described for one body: each is a line in the dead letters.
const MOST_PROBLEMS: u32 = 1000;

impl RulesSource {
    /// What can be seen of the files.
    pub(super) fn look(&self) -> Look {
        Look::at(&self.paths)
    }

    /// Reads the files; answers the request that loads them.
    pub(crate) fn request(&self) -> Result<Vec<u8>, CommandError> {
        let files = rules::read(&self.paths, self.max_rules)?;
        let host_name = environment::host_name();
        encode(&LoadRequest {
            source: self.source.as_deref(),
            hostname: &host_name,
            evt_hostname: &host_name,
            utc_offset_seconds: environment::utc_offset_seconds(),
            wrapping: self.wrapping,
            alert_id: self.alert_id,
            limits: LoadLimits {
                max_record_bytes: self.max_record.bytes(),
                max_problems: MOST_PROBLEMS,
                max_wrappings: self.max_wrappings,
            },
            ..LoadRequest::of(&files, &self.settings)
        })
    }
}
