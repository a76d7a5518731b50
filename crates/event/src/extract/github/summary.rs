//! `evt.plugininfo` of GitHub webhook payloads.

use crate::extract::{Paths, Reading};
use crate::fields::Stored;
use crate::scan::trie::SlotId;

/// Reads the summary: type, user, repository and action, those that are texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GitHubSummary {
    parts: [(&'static [u8], SlotId); 4],
}

impl GitHubSummary {
    pub(crate) fn new(paths: &mut Paths) -> Self {
        Self {
            parts: [
                (b" ", paths.slot(&["webhook_type"])),
                (b" user:", paths.slot(&["sender", "login"])),
                (b" repo:", paths.slot(&["repository", "html_url"])),
                (b" action:", paths.slot(&["action"])),
            ],
        }
    }

    pub(crate) fn read(&self, event: &mut Reading<'_>) -> Stored {
        let texts = self.parts.map(|(label, slot)| (label, event.string(slot)));
        let begun = event.begin_text();
        event.push(b"github");
        for (label, text) in texts {
            if let Some(text) = text {
                event.push(label);
                event.push_text(text);
            }
        }
        event.store_text(begun)
    }
}
