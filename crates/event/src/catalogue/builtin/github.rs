//! Fields of the `github` plugin.

use std::borrow::Cow;

use super::row::{text, text_or_empty_at as text_at};
use crate::catalogue::{
    Extraction, FieldSpec, GitHubCommitFiles, GitHubField, GitHubSecretPart, Plugin, Provider,
};

/// The plugin.
pub(super) const PLUGIN: Plugin = Plugin {
    name: Cow::Borrowed("github"),
    version: Cow::Borrowed("0.10.1"),
};

/// The plugin's fields.
pub(super) fn provider() -> Provider {
    Provider {
        name: PLUGIN.name,
        is_plugin: true,
        fields: FIELDS.to_vec(),
    }
}

static FIELDS: &[FieldSpec] = &[
    text_at(
        "github.type",
        &["webhook_type"],
        "Type of the message, for example `push`.",
    ),
    text_at(
        "github.action",
        &["action"],
        "What happened, within the type of message.",
    ),
    text_at("github.user", &["sender", "login"], "Who did it."),
    text_at(
        "github.repo",
        &["repository", "html_url"],
        "URL of the repository; old name of `github.repo.url`.",
    ),
    text_at(
        "github.repo.url",
        &["repository", "html_url"],
        "URL of the repository.",
    ),
    special(
        "github.repo.name",
        GitHubField::RepositoryName,
        "Owner and name of the repository.",
    ),
    text_at(
        "github.repo.description",
        &["repository", "description"],
        "Description of the repository.",
    ),
    text_at(
        "github.org",
        &["organization", "login"],
        "Organisation of the repository.",
    ),
    text_at(
        "github.owner",
        &["repository", "owner", "login"],
        "Owner of the repository.",
    ),
    special(
        "github.repo.public",
        GitHubField::RepositoryIsPublic,
        "`false` for a private repository.",
    ),
    text_at(
        "github.collaborator.name",
        &["member", "login"],
        "Collaborator that the message is about.",
    ),
    text_at(
        "github.collaborator.role",
        &["changes", "permission", "to"],
        "Role that the collaborator got.",
    ),
    special(
        "github.webhook.id",
        GitHubField::WebhookId,
        "Id of the webhook that the message is about.",
    ),
    text_at(
        "github.webhook.type",
        &["hook", "type"],
        "Type of the webhook that the message is about.",
    ),
    special(
        "github.commit.added",
        GitHubField::CommitFiles(GitHubCommitFiles::Added),
        "Files that the pushed commits added.",
    ),
    special(
        "github.commit.modified",
        GitHubField::CommitFiles(GitHubCommitFiles::Modified),
        "Files that the pushed commits changed.",
    ),
    special(
        "github.commit.removed",
        GitHubField::CommitFiles(GitHubCommitFiles::Removed),
        "Files that the pushed commits removed.",
    ),
    special(
        "github.diff.has_secrets",
        GitHubField::HasSecrets,
        "Whether the pushed commits hold secrets.",
    ),
    secrets(
        "github.diff.committed_secrets.desc",
        GitHubSecretPart::Description,
        "Kinds of the committed secrets.",
    ),
    secrets(
        "github.diff.committed_secrets.files",
        GitHubSecretPart::File,
        "Files of the committed secrets.",
    ),
    secrets(
        "github.diff.committed_secrets.lines",
        GitHubSecretPart::Line,
        "Lines of the committed secrets.",
    ),
    secrets(
        "github.diff.committed_secrets.links",
        GitHubSecretPart::Link,
        "Links to the committed secrets.",
    ),
    special(
        "github.workflow.has_miners",
        GitHubField::HasMiners,
        "Whether the workflow speaks of a crypto miner.",
    ),
    special(
        "github.workflow.miners.type",
        GitHubField::MinerTypes,
        "Kinds of miners that the workflow speaks of.",
    ),
    text_at(
        "github.workflow.filename",
        &["workflow", "path"],
        "File of the workflow.",
    ),
];

const fn special(
    name: &'static str,
    extraction: GitHubField,
    description: &'static str,
) -> FieldSpec {
    text(name, Extraction::GitHub(extraction), description)
}

const fn secrets(
    name: &'static str,
    part: GitHubSecretPart,
    description: &'static str,
) -> FieldSpec {
    special(name, GitHubField::Secrets(part), description)
}
