//! `falconet inspect`: what was put into a module.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use serde::Serialize;
use serde_json::Value;

use super::{CommandError, Outcome, encode};
use crate::cli::{InspectOptions, PageFormat};
use crate::packing::{Contents, Parts, PartsError};
use crate::runtime::{ModuleFile, ModuleHash};
use crate::terminal::harmless_block;

/// What is told.
#[derive(Serialize)]
struct Report {
    bytes: usize,
    sha256: String,
    #[serde(flatten)]
    parts: Parts,
}

pub(super) fn run(options: &InspectOptions) -> Result<Outcome, CommandError> {
    let file = ModuleFile::read(&options.file)?;
    let report = Report {
        bytes: file.bytes.len(),
        sha256: ModuleHash::of(&file.bytes).to_string(),
        parts: parts(&file)?,
    };
    let mut out = io::stdout().lock();
    match options.format {
        PageFormat::Text => out.write_all(harmless_block(&text(&report), false).as_bytes())?,
        PageFormat::Json => {
            out.write_all(&encode(&report)?)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Outcome::Clean)
}

/// What the sections of a module say.
pub(super) fn parts(file: &ModuleFile) -> Result<Parts, CommandError> {
    let told = |error: PartsError| {
        let path = file.path.as_deref().unwrap_or_else(|| "module".as_ref());
        CommandError::Inspected(path.display().to_string(), error)
    };
    Parts::of(&file.bytes).map_err(told)
}

fn text(report: &Report) -> String {
    let mut text = format!("{} bytes, sha256 {}\n", report.bytes, report.sha256);
    let tools = report.parts.tools.as_ref();
    if let Some(Ok(Value::Object(tools))) = tools.map(|tools| serde_json::from_str(tools.get())) {
        let words = tools
            .iter()
            .map(|(name, version)| format!("{name} {}", version.as_str().unwrap_or_default()));
        let words: Vec<_> = words.collect();
        line(&mut text, &format!("built with {}", words.join(", ")));
    }
    match &report.parts.packed {
        Some(contents) => tell(contents, &mut text),
        None => line(&mut text, "no rules are packed in it"),
    }
    text
}

fn tell(contents: &Contents, text: &mut String) {
    let module = &contents.module;
    line(
        text,
        &format!(
            "packed by falconet {} into the module {} (ABI {}, as Falco engine {}) of sha256 {}",
            contents.falconet, module.version, module.abi, module.engine_version, module.sha256
        ),
    );
    line(text, contents.mode.told());
    let source = contents.source.as_deref().unwrap_or("no source");
    line(
        text,
        &format!(
            "events of {source}, host name `{}`, records of at most {} bytes",
            contents.hostname, contents.max_record
        ),
    );
    for setting in &contents.settings {
        line(text, &format!("option {setting}"));
    }
    for file in &contents.files {
        line(
            text,
            &format!(
                "file {}: {} bytes, sha256 {}",
                file.name, file.bytes, file.sha256
            ),
        );
    }
    for rule in &contents.rules {
        let state = if rule.enabled { "" } else { ", disabled" };
        line(
            text,
            &format!(
                "rule {} ({}, {}{state})",
                rule.name, rule.priority, rule.source
            ),
        );
    }
}

/// A name with a newline in it must not make a line of its own.
fn line(text: &mut String, told: &str) {
    let told = told.replace('\n', "\\n");
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{told}");
}
