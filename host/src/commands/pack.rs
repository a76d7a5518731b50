//! `falconet pack`: rules put into a copy of the module, for Fluent Bit.

use std::fs;
use std::io::{self, IsTerminal as _, Write as _};
use std::path::Path;

use super::{CommandError, Outcome, ask, program};
use crate::cli::{CheckFormat, GlobalOptions, PackOptions};
use crate::environment;
use crate::messages::{CheckAnswer, Request, RulesFile};
use crate::packing::{self, Order};
use crate::rules;
use crate::runtime::{ModuleHash, Program};
use crate::terminal::{Messages, harmless, output_width};

pub(super) fn run(
    global: &GlobalOptions,
    options: &PackOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    let Some(output) = options.output() else {
        let message = "where to write the module? Name one file with -o or --output";
        return Err(CommandError::Usage(message.to_owned()));
    };
    let files = rules::read(&options.rules, options.rule_limits.max_rules)?;
    let settings = options.settings();
    let (file, program) = program::prepare_baseline(global, &options.module_limits)?;
    if !check(&program, &files, &settings, messages)? {
        return Ok(Outcome::Trouble);
    }
    let hostname = options.hostname.clone().or_else(environment::named_host);
    let packed = packing::pack(
        &file,
        &program,
        &Order {
            files: &files,
            settings: &settings,
            source: options.source.as_deref(),
            hostname: &hostname.unwrap_or_default(),
            mode: options.mode,
            max_record: options.max_record,
        },
    )?;
    write(output, &packed.bytes)?;
    let enabled = packed.contents.rules.iter().filter(|rule| rule.enabled);
    writeln!(
        io::stdout().lock(),
        "packed {} rules into {}: {} bytes, sha256 {}",
        enabled.count(),
        harmless(&output.display().to_string()),
        packed.bytes.len(),
        ModuleHash::of(&packed.bytes)
    )?;
    Ok(Outcome::Clean)
}

/// Whether the rules may be packed; shows what is to be said about them.
fn check(
    program: &Program,
    files: &[RulesFile],
    settings: &[String],
    messages: Messages,
) -> Result<bool, CommandError> {
    let request = Request::Check {
        files: &rules::for_check(files),
        settings,
        lints: &[],
        format: CheckFormat::Text,
        color: messages.color(),
        width: io::stderr().is_terminal().then(output_width),
        strict: false,
    };
    let answer: CheckAnswer = ask(&mut program.start()?, &request)?;
    if let Some(fatal) = answer.fatal {
        return Err(CommandError::Refused(fatal));
    }
    messages.block(&answer.rendered);
    Ok(answer.ok)
}

/// Whoever reads the file meets the old module or the new one, never a part.
fn write(path: &Path, bytes: &[u8]) -> Result<(), CommandError> {
    try_write(path, bytes).map_err(|error| CommandError::Unwritable {
        path: path.display().to_string(),
        error,
    })
}

fn try_write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let mut file = tempfile::Builder::new()
        .prefix(".falconet-pack-")
        .permissions(permissions())
        .tempfile_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// What a new file gets, less what the umask takes.
fn permissions() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o666)
}
