//! `falconet fmt`: rules files in the canonical layout, as the module writes it.

use std::collections::HashSet;
use std::io::{self, IsTerminal as _, Write as _};

use super::{CommandError, Outcome, ask, program, replace};
use crate::cli::{FmtOptions, GlobalOptions};
use crate::messages::{FormatAnswer, FormattedFile, Request};
use crate::rules::{self, OfFile, Origin};
use crate::terminal::{Messages, Stream, harmless, harmless_block, is_terminal, output_width};

pub(super) fn run(
    global: &GlobalOptions,
    options: &FmtOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    let origins = once_each(rules::origins_of_each(&options.paths)?);
    let read = rules::read_each(origins, options.rule_limits.max_rules)?;
    let (readable, unreadable): (Vec<_>, Vec<_>) = read.into_iter().partition(Result::is_ok);
    for error in unreadable.iter().filter_map(|file| file.as_ref().err()) {
        messages.error(&error.to_string());
    }
    let (origins, files): (Vec<_>, Vec<_>) = readable.into_iter().flatten().unzip();
    let (_, mut instance) = program::prepare(global, &options.module_limits)?;
    let request = Request::Format {
        files: &files,
        diff: options.diff,
        color: messages.color(),
        width: io::stderr().is_terminal().then(output_width),
    };
    let answer: FormatAnswer = ask(&mut instance, &request)?;
    let delivered = deliver(options, &origins, &answer, messages)?;
    messages.block(&answer.rendered);
    let must_be_formatted = options.check || options.diff;
    let failed = !unreadable.is_empty() || answer.errors > 0 || delivered.failed;
    if failed || (must_be_formatted && delivered.changed) {
        return Ok(Outcome::Trouble);
    }
    Ok(Outcome::Clean)
}

/// What came of the files.
#[derive(Default)]
struct Delivered {
    /// Some file is not as it was.
    changed: bool,
    /// Some file could not be written.
    failed: bool,
}

/// A file that is named twice is written once.
fn once_each(mut origins: Vec<OfFile<Origin>>) -> Vec<OfFile<Origin>> {
    let mut seen = HashSet::new();
    origins.retain(|origin| match origin {
        Ok(origin) => seen.insert(origin.clone()),
        Err(_) => true,
    });
    origins
}

/// Puts each file where it belongs. One that cannot be written is told and does not keep the others.
fn deliver(
    options: &FmtOptions,
    origins: &[Origin],
    answer: &FormatAnswer,
    messages: Messages,
) -> Result<Delivered, CommandError> {
    let mut delivered = Delivered::default();
    for (origin, file) in origins.iter().zip(&answer.files) {
        if let Some(kept) = &file.kept {
            messages.note(&format!("`{}` stays as it is: {kept}", file.name));
        }
        delivered.changed |= file.changed;
        match deliver_one(options, origin, file) {
            Err(error @ CommandError::Unwritable { .. }) => {
                messages.error(&error.to_string());
                delivered.failed = true;
            }
            done => done?,
        }
    }
    Ok(delivered)
}

fn deliver_one(
    options: &FmtOptions,
    origin: &Origin,
    file: &FormattedFile,
) -> Result<(), CommandError> {
    let Some(text) = &file.text else {
        return Ok(());
    };
    let mut out = io::stdout().lock();
    match origin {
        _ if options.diff => out.write_all(shown(file.diff.as_deref()).as_bytes())?,
        _ if options.check && file.changed => writeln!(out, "{}", harmless(&file.name))?,
        _ if options.check => {}
        Origin::Stdin => out.write_all(text.as_bytes())?,
        Origin::File(path) if file.changed => {
            replace::replace(path, text)?;
            writeln!(out, "formatted {}", harmless(&file.name))?;
        }
        Origin::File(_) => {}
    }
    Ok(())
}

/// A diff stays one byte for byte, unless somebody looks at it.
fn shown(diff: Option<&str>) -> String {
    let diff = diff.unwrap_or_default();
    if is_terminal(Stream::Output) {
        harmless_block(diff, false)
    } else {
        diff.to_owned()
    }
}
