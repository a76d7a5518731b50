//! `falconet list`: what rules can be written with, and what rules files define.

use super::page::{Asked, Printed};
use super::{CommandError, Outcome};
use crate::cli::{GlobalOptions, ListOptions};
use crate::messages::Request;
use crate::terminal::Messages;

pub(super) fn run(
    global: &GlobalOptions,
    options: &ListOptions,
    messages: Messages,
) -> Result<Outcome, CommandError> {
    let what = options.what.word();
    if options.what.needs_rules() && options.rules.rules.is_empty() {
        let message = format!("whose {what}? Name rules files with -r");
        return Err(CommandError::Usage(message));
    }
    let asked = Asked {
        global,
        rules: &options.rules,
        format: options.format,
        messages,
    };
    let request = Request::List {
        what,
        words: &options.words,
        source: options.source.as_deref(),
        files: &asked.files()?,
        settings: &options.rules.settings,
        page: asked.page(),
    };
    if asked.print(&request)? == Printed::Nothing && !options.words.is_empty() {
        let words = options.words.join(" ");
        messages.error(&format!("none of the {what} has `{words}` in it"));
        return Ok(Outcome::Trouble);
    }
    Ok(Outcome::Clean)
}
