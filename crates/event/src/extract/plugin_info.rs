//! `evt.plugininfo`: each plugin's summary of an event.

use super::cloudtrail::CloudTrailSummary;
use super::github::GitHubSummary;
use super::{Paths, Reading};
use crate::catalogue::SourceKind;
use crate::fields::Stored;
use crate::timestamp::write_number;

/// How the events of a source are summed up.
#[derive(Clone, Debug)]
pub(crate) enum PluginInfo {
    /// See [`CloudTrailSummary`].
    CloudTrail(Box<CloudTrailSummary>),
    /// See [`GitHubSummary`].
    GitHub(GitHubSummary),
    /// The event as it is.
    Record,
    /// The number of the event, from 0.
    Counted,
}

impl PluginInfo {
    pub(super) fn new(kind: SourceKind, paths: &mut Paths) -> Self {
        match kind {
            SourceKind::CloudTrail => Self::CloudTrail(Box::new(CloudTrailSummary::new(paths))),
            SourceKind::Flat => Self::Counted,
            SourceKind::GitHub => Self::GitHub(GitHubSummary::new(paths)),
            SourceKind::Okta | SourceKind::GcpAudit | SourceKind::Silent => Self::Record,
        }
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        match self {
            Self::CloudTrail(summary) => summary.read(event),
            Self::GitHub(summary) => summary.read(event),
            Self::Record => event.stored(event.whole()),
            Self::Counted => counted(event),
        }
    }
}

fn counted(event: &mut Reading<'_>) -> Stored {
    let begun = event.begin_text();
    let index = event.context().number.saturating_sub(1);
    let plugin = event.plan().plugin();
    event.push(plugin);
    event.push(b" event ");
    write_number(index, event.out());
    event.store_text(begun)
}
