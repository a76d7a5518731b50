//! `github.commit.*`: the files of pushed commits.

use crate::catalogue::GitHubCommitFiles;
use crate::extract::Reading;
use crate::fields::Stored;
use crate::json::Node;
use crate::scan::trie::SlotId;

/// The key of a commit that lists the files.
pub(super) const fn key(files: GitHubCommitFiles) -> &'static [u8] {
    match files {
        GitHubCommitFiles::Added => b"added",
        GitHubCommitFiles::Modified => b"modified",
        GitHubCommitFiles::Removed => b"removed",
    }
}

/// The files of all commits, those of one commit joined by commas. As in Falco's plugin nothing stands between
/// the last file of a commit and the first of the next.
pub(super) fn files(slot: SlotId, key: &[u8], event: &mut Reading<'_>) -> Stored {
    let commits = event.node(slot).into_iter().flat_map(Node::elements);
    let begun = event.begin_text();
    for commit in commits {
        let files = commit.member(key).into_iter().flat_map(Node::elements);
        for (position, file) in files.enumerate() {
            if position > 0 {
                event.push(b",");
            }
            event.push_string(file);
        }
    }
    event.store_text(begun)
}
