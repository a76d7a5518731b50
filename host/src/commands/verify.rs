//! `falconet verify`: whether a module is what `pack` makes of the rules.

use std::io::{self, Write as _};

use super::inspect::parts;
use super::{CommandError, Outcome, program};
use crate::cli::{GlobalOptions, Size, VerifyOptions};
use crate::packing::{self, Contents, Order, Packed};
use crate::rules;
use crate::runtime::ModuleFile;
use crate::terminal::{Messages, harmless};

pub(super) fn run(
    global: &GlobalOptions,
    options: &VerifyOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    let given = ModuleFile::read(&options.file)?;
    let name = options.file.display().to_string();
    let Some(contents) = parts(&given)?.packed else {
        messages.error(&format!("no rules are packed in `{name}`"));
        return Ok(Outcome::Trouble);
    };
    let packed = pack_again(global, options, &contents)?;
    if let Some(difference) = difference(&contents, &given, &packed) {
        messages.error(&format!(
            "`{name}` is not what these rules make: {difference}"
        ));
        return Ok(Outcome::Trouble);
    }
    let mut out = io::stdout().lock();
    writeln!(out, "{} is what these rules make", harmless(&name))?;
    Ok(Outcome::Clean)
}

fn pack_again(
    global: &GlobalOptions,
    options: &VerifyOptions,
    contents: &Contents,
) -> Result<Packed, CommandError> {
    let files = rules::read(&options.rules, options.rule_limits.max_rules)?;
    let (file, program) = program::prepare_baseline(global, &options.module_limits)?;
    packing::pack(
        &file,
        &program,
        &Order {
            files: &files,
            settings: &contents.settings,
            source: contents.asked_source.as_deref(),
            hostname: &contents.hostname,
            mode: contents.mode,
            max_record: Size::of_bytes(contents.max_record),
        },
    )
}

/// What is not the same, told by its likeliest reason.
fn difference(contents: &Contents, given: &ModuleFile, packed: &Packed) -> Option<String> {
    if given.bytes == packed.bytes {
        return None;
    }
    let (theirs, ours) = (&contents.module, &packed.contents.module);
    if theirs != ours {
        return Some(format!(
            "it was packed into the module of sha256 {}, and this falconet has that of sha256 {}",
            theirs.sha256, ours.sha256
        ));
    }
    let mut pairs = contents.files.iter().zip(&packed.contents.files);
    let other = pairs.find(|(theirs, ours)| theirs != ours);
    Some(match other {
        Some((theirs, ours)) if theirs.name == ours.name => {
            format!("`{}` has changed since", theirs.name)
        }
        Some((theirs, ours)) => {
            format!("`{}` stands where it has `{}`", ours.name, theirs.name)
        }
        None if contents.files.len() != packed.contents.files.len() => format!(
            "it was made of {} files, and these are {}",
            contents.files.len(),
            packed.contents.files.len()
        ),
        None => "the bytes are others".to_owned(),
    })
}
