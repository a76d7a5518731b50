//! `github.diff.*`: secrets in pushed commits.

use super::{array, truth, unsigned};
use crate::catalogue::GitHubSecretPart as Part;
use crate::extract::{Paths, Reading};
use crate::fields::{Stored, Text};
use crate::json::Node;
use crate::scan::trie::SlotId;
use crate::timestamp::write_number;

/// Longest text that is put together: a long name counts once for every secret.
const MAX_BYTES: usize = 1 << 20;

/// Whether any file has secrets; the empty text if no file was looked at.
pub(super) fn exist(slot: SlotId, event: &Reading<'_>) -> Stored {
    let Some(files) = array(slot, event) else {
        return Stored::Text(Text::EMPTY);
    };
    truth(files.elements().any(|file| matches(file).next().is_some()))
}

fn matches(file: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    file.member(b"matches").into_iter().flat_map(Node::elements)
}

/// Reads `github.diff.committed_secrets.*`: a part of every secret.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Secrets {
    part: Part,
    files: SlotId,
    url: SlotId,
    commit: SlotId,
}

impl Secrets {
    pub(super) fn new(part: Part, paths: &mut Paths) -> Self {
        Self {
            part,
            files: paths.slot(&["files"]),
            url: paths.slot(&["repository", "html_url"]),
            commit: paths.slot(&["head_commit", "id"]),
        }
    }

    /// The parts of a file's secrets are joined by commas. As in Falco's plugin nothing stands between the last
    /// secret of a file and the first of the next.
    pub(super) fn read(self, event: &mut Reading<'_>) -> Stored {
        let Some(files) = array(self.files, event) else {
            return self.without_files();
        };
        let url = event.string(self.url).unwrap_or(Text::EMPTY);
        let commit = event.string(self.commit).unwrap_or(Text::EMPTY);
        let begun = event.begin_text();
        let limit = event.out().len() + MAX_BYTES;
        for file in files.elements() {
            for (position, secret) in matches(file).enumerate() {
                if event.out().len() > limit {
                    return event.store_text(begun);
                }
                event.push(if position > 0 { b"," } else { b"" });
                self.push(file, secret, [url, commit], event);
            }
        }
        event.store_text(begun)
    }

    fn without_files(self) -> Stored {
        match self.part {
            Part::Link => Stored::Text(Text::EMPTY),
            Part::Description | Part::File | Part::Line => Stored::Absent,
        }
    }

    fn push(self, file: Node<'_>, secret: Node<'_>, place: [Text; 2], event: &mut Reading<'_>) {
        match self.part {
            Part::Description => push_member(secret, b"desc", event),
            Part::File => push_member(file, b"name", event),
            Part::Line => push_line(secret, event),
            Part::Link => push_link(file, secret, place, event),
        }
    }
}

fn push_member(node: Node<'_>, key: &[u8], event: &mut Reading<'_>) {
    if let Some(value) = node.member(key) {
        event.push_string(value);
    }
}

fn push_line(secret: Node<'_>, event: &mut Reading<'_>) {
    let line = secret.member(b"line").and_then(unsigned).unwrap_or(0);
    write_number(line, event.out());
}

fn push_link(file: Node<'_>, secret: Node<'_>, [url, commit]: [Text; 2], event: &mut Reading<'_>) {
    event.push_text(url);
    event.push(b"/blob/");
    event.push_text(commit);
    event.push(b"/");
    push_member(file, b"name", event);
    event.push(b"/#L");
    push_line(secret, event);
}
