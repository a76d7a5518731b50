//! The fields of GitHub webhook payloads that take more than a path.
//!
//! Falco's plugin adds `webhook_type`, `files` and `workflow_miner_detections` to what GitHub sends.

mod commits;
mod miners;
mod secrets;
mod summary;

pub(super) use summary::GitHubSummary;

use super::convert::whole;
use super::{Paths, Reading};
use crate::catalogue::GitHubField as Field;
use crate::fields::{Stored, Text};
use crate::json::{Kind, Node};
use crate::scan::trie::SlotId;
use crate::timestamp::write_number;

/// How a field of GitHub webhook payloads is read.
#[derive(Clone, Debug)]
pub(crate) enum GitHubRecipe {
    /// `github.repo.name`
    RepositoryName(SlotId),
    /// `github.repo.public`
    RepositoryIsPublic(SlotId),
    /// `github.webhook.id`
    WebhookId(SlotId),
    /// `github.commit.*`: the commits, and the key of the files.
    CommitFiles(SlotId, &'static [u8]),
    /// `github.diff.has_secrets`
    HasSecrets(SlotId),
    /// `github.diff.committed_secrets.*`
    Secrets(secrets::Secrets),
    /// `github.workflow.has_miners`
    HasMiners(SlotId),
    /// `github.workflow.miners.type`
    MinerTypes(SlotId),
}

impl GitHubRecipe {
    pub(super) fn new(field: Field, paths: &mut Paths) -> Self {
        match field {
            Field::RepositoryName => Self::RepositoryName(paths.slot(&["repository", "html_url"])),
            Field::RepositoryIsPublic => {
                Self::RepositoryIsPublic(paths.slot(&["repository", "private"]))
            }
            Field::WebhookId => Self::WebhookId(paths.slot(&["hook", "id"])),
            Field::CommitFiles(files) => {
                Self::CommitFiles(paths.slot(&["commits"]), commits::key(files))
            }
            Field::HasSecrets => Self::HasSecrets(paths.slot(&["files"])),
            Field::Secrets(part) => Self::Secrets(secrets::Secrets::new(part, paths)),
            Field::HasMiners => Self::HasMiners(miners::slot(paths)),
            Field::MinerTypes => Self::MinerTypes(miners::slot(paths)),
        }
    }

    pub(super) fn read(&self, event: &mut Reading<'_>) -> Stored {
        match self {
            Self::RepositoryName(slot) => repository_name(*slot, event),
            Self::RepositoryIsPublic(slot) => repository_is_public(*slot, event),
            Self::WebhookId(slot) => webhook_id(*slot, event),
            Self::CommitFiles(slot, key) => commits::files(*slot, key, event),
            Self::HasSecrets(slot) => secrets::exist(*slot, event),
            Self::Secrets(secrets) => secrets.read(event),
            Self::HasMiners(slot) => miners::exist(*slot, event),
            Self::MinerTypes(slot) => miners::types(*slot, event),
        }
    }
}

/// The URL without GitHub's own address; those of other servers stay whole.
fn repository_name(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    const SERVER: &[u8] = b"https://github.com/";
    let url = event.string(slot).unwrap_or(Text::EMPTY);
    let bytes = event.bytes(url);
    let start = if bytes.starts_with(SERVER) {
        SERVER.len()
    } else {
        0
    };
    event.stored(url.slice(start, bytes.len()))
}

/// Whatever is not said to be private is public, even where there is no repository.
fn repository_is_public(slot: SlotId, event: &Reading<'_>) -> Stored {
    let is_private = event.kind(slot) == Some(Kind::True);
    truth(!is_private)
}

fn webhook_id(slot: SlotId, event: &mut Reading<'_>) -> Stored {
    let id = event.node(slot).and_then(unsigned).unwrap_or(0);
    let begun = event.begin_text();
    write_number(id, event.out());
    event.store_text(begun)
}

/// A number of digits alone.
fn unsigned(node: Node<'_>) -> Option<u64> {
    whole(node.raw())
}

fn truth(truth: bool) -> Stored {
    Stored::Text(Text::Static(if truth { b"true" } else { b"false" }))
}

/// The array in a slot.
fn array<'a>(slot: SlotId, event: &Reading<'a>) -> Option<Node<'a>> {
    event.node(slot).filter(|node| node.kind() == Kind::Array)
}
