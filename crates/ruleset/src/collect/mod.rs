//! What the files of an engine define, merged: definitions, redefinitions, appends and overrides.
//!
//! Nothing is expanded or compiled here; every file read later may still change it.

mod exception_list;
mod exceptions;
mod info;
mod lists;
mod macros;
mod plugins;
mod rules;
mod table;
mod unread;

use falconet_event::catalogue::Catalogue;

pub(crate) use exception_list::ExceptionList;
pub(crate) use info::{
    Entry, ExceptionInfo, ListInfo, MacroInfo, RepeatedKey, RuleInfo, RuleReplacement, RuleUpdate,
};
pub use plugins::PluginError;
pub(crate) use plugins::{PluginRequirement, Requirements};
pub(crate) use table::{Placed, Table};
pub(crate) use unread::{ItemKind, Unread};

use crate::report::{Context, FileReport};
use crate::version::Version;

/// What a definition is judged by, and where it is said what is wrong with it.
pub(crate) struct Collecting<'c> {
    pub(crate) catalogue: &'c Catalogue,
    pub(crate) engine_version: Version,
    pub(crate) report: &'c mut FileReport,
}

/// Everything that was defined so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Collector {
    pub(crate) lists: Table<ListInfo>,
    pub(crate) macros: Table<MacroInfo>,
    pub(crate) rules: Table<RuleInfo>,
    pub(crate) requirements: Requirements,
    pub(crate) unread: Unread,
    pub(crate) required_engine_version: Version,
    /// Where definitions without `override` took the place of earlier ones: the earlier one and the later one.
    pub(crate) redefinitions: Vec<(Context, Context)>,
    pub(crate) repeated_keys: Vec<RepeatedKey>,
    counter: usize,
}

impl Collector {
    /// The number of the next definition, append or replacement.
    fn next(&mut self) -> usize {
        let number = self.counter;
        self.counter += 1;
        number
    }

    fn note_redefinition(&mut self, earlier: Option<Context>, later: &Context) {
        self.redefinitions
            .extend(earlier.map(|earlier| (earlier, later.clone())));
    }

    /// Notes that everything is compiled: what comes is new to that.
    pub(crate) fn settle(&mut self) {
        self.lists.settle();
        self.macros.settle();
        self.rules.settle();
        self.unread.settle();
    }

    /// Notes that a file wants at least that engine.
    pub(crate) fn require_engine(
        &mut self,
        required: Version,
        ours: Version,
        context: &Context,
    ) -> crate::report::Loaded<()> {
        if !ours.satisfies(required) {
            let message =
                format!("Rules require engine version {required}, but engine version is {ours}");
            return Err(crate::report::invalid(message, context));
        }
        self.required_engine_version = self.required_engine_version.max(required);
        Ok(())
    }
}
