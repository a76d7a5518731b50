//! Rules put into a copy of the module, for hosts that pass no configuration, such as Fluent Bit.
//!
//! There is one mechanism (`docs/ABI.md`): the module loads the rules here, and a copy of it is written whose memory is
//! as it is then. A section beside says what was put in; nothing in the module reads that.

mod contents;
mod snapshot;

use crate::cli::{PackMode, Size};
use crate::commands::{CommandError, ask};
use crate::limits::InputLimits;
use crate::messages::{
    LoadAnswer, LoadLimits, LoadRequest, Page, PageAnswer, Request, RulesFile, VersionAnswer,
};
use crate::runtime::{Failure, ModuleFile, ModuleHash, Program};

pub(crate) use contents::{Contents, Parts, PartsError};
use contents::{PackedFile, PackedModule};
pub(crate) use snapshot::SnapshotError;

/// Alerts say no time of any place: the module may run anywhere.
const UTC: i32 = 0;

/// What is to be put in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order<'a> {
    pub(crate) files: &'a [RulesFile],
    pub(crate) settings: &'a [String],
    pub(crate) source: Option<&'a str>,
    pub(crate) hostname: &'a str,
    pub(crate) mode: PackMode,
    pub(crate) max_record: Size,
}

/// A module with rules in it, and what stands in its section.
pub(crate) struct Packed {
    pub(crate) bytes: Vec<u8>,
    pub(crate) contents: Contents,
}

/// Puts rules into a copy of the module that `program` was compiled from. The same order gives the same bytes.
pub(crate) fn pack(
    file: &ModuleFile,
    program: &Program,
    order: &Order<'_>,
) -> Result<Packed, CommandError> {
    snapshot::require_packable(&file.bytes)?;
    let mut instance = program.start()?;
    let request = Request::Pack {
        mode: order.mode,
        load: order.load(),
    };
    let answer: LoadAnswer = ask(&mut instance, &request)?;
    if let Some(fatal) = answer.fatal {
        return Err(CommandError::Refused(fatal));
    }
    if !answer.ok {
        return Err(Failure::Contract("it loaded no rules and does not say why").into());
    }
    let contents = contents(program, order, answer.source)?;
    let bytes = snapshot::with_memory(&file.bytes, instance.memory(), &contents.section()?)?;
    Ok(Packed { bytes, contents })
}

impl<'a> Order<'a> {
    fn load(&self) -> LoadRequest<'a> {
        LoadRequest {
            source: self.source,
            hostname: self.hostname,
            evt_hostname: self.hostname,
            utc_offset_seconds: UTC,
            limits: LoadLimits {
                max_record_bytes: self.max_record.bytes(),
                max_problems: 0,
                max_wrappings: InputLimits::default().max_wrappings,
            },
            ..LoadRequest::of(self.files, self.settings)
        }
    }
}

/// Asks another instance, so that the answers leave no trace in what is written.
fn contents(
    program: &Program,
    order: &Order<'_>,
    source: Option<String>,
) -> Result<Contents, CommandError> {
    let mut instance = program.start()?;
    let version: VersionAnswer = ask(&mut instance, &Request::Version)?;
    let request = Request::List {
        what: "rules",
        words: &[],
        source: None,
        files: order.files,
        settings: order.settings,
        page: Page {
            format: "json",
            width: None,
            color: false,
        },
    };
    let page: PageAnswer = ask(&mut instance, &request)?;
    let rules = page
        .items
        .as_deref()
        .map(|items| contents::rules(items.get()));
    let no_rules = Failure::Contract("it does not list the rules that it loaded");
    Ok(Contents {
        format: contents::FORMAT,
        falconet: env!("CARGO_PKG_VERSION").to_owned(),
        module: PackedModule {
            sha256: program.hash().to_string(),
            version: version.version,
            abi: version.abi,
            engine_version: version.engine_version,
        },
        mode: order.mode,
        settings: order.settings.to_vec(),
        asked_source: order.source.map(str::to_owned),
        source,
        hostname: order.hostname.to_owned(),
        max_record: order.max_record.bytes(),
        files: order.files.iter().map(packed_file).collect(),
        rules: rules.flatten().ok_or(no_rules)?,
    })
}

fn packed_file(file: &RulesFile) -> PackedFile {
    PackedFile {
        name: file.name.clone(),
        bytes: file.text.len(),
        sha256: ModuleHash::of(file.text.as_bytes()).to_string(),
    }
}
