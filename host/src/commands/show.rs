//! `falconet rules show`: a rule as it was resolved.

use super::page::Asked;
use super::{CommandError, Outcome};
use crate::cli::{GlobalOptions, ShowOptions};
use crate::messages::Request;
use crate::terminal::Messages;

pub(super) fn run(
    global: &GlobalOptions,
    options: &ShowOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    if options.rules.rules.is_empty() {
        let message = "a rule of which files? Name them with -r";
        return Err(CommandError::Usage(message.to_owned()));
    }
    let asked = Asked {
        global,
        rules: &options.rules,
        format: options.format,
        messages,
    };
    let request = Request::Show {
        rule: &options.name,
        files: &asked.files()?,
        settings: &options.rules.settings,
        page: asked.page(),
    };
    asked.print(&request)?;
    Ok(Outcome::Clean)
}
