//! Fields of Okta, GitHub and GCP events that take more than a path.

use falconet_event::catalogue::{
    Argument, GcpAuditField, GitHubCommitFiles, GitHubField, OktaField, OktaTarget,
    OktaTargetProperty,
};

use super::{Edit, Placing, put};
use crate::json::Json;

impl Placing<'_> {
    pub(super) fn okta(
        &self,
        field: OktaField,
        argument: Option<&Argument>,
        text: &str,
    ) -> Vec<Edit> {
        match field {
            OktaField::Target(kind, property) => self.target(kind, property, text),
            OktaField::TargetNames => {
                let index = argument.and_then(|argument| argument.index);
                vec![target_names(index, text)]
            }
            OktaField::App => {
                let path = ["debugContext", "debugData", "requestUri"];
                vec![put(&path, Json::text(&format!("/app/{text}/example/sso")))]
            }
            _ => Vec::new(),
        }
    }

    /// A property of a target of that type, beside what it has already.
    fn target(&self, kind: OktaTarget, property: OktaTargetProperty, text: &str) -> Vec<Edit> {
        let kind = match kind {
            OktaTarget::User => "User",
            OktaTarget::UserGroup => "UserGroup",
            OktaTarget::AppInstance => "AppInstance",
        };
        let property = match property {
            OktaTargetProperty::Id => "id",
            OktaTargetProperty::AlternateId => "alternateId",
            OktaTargetProperty::DisplayName => "displayName",
        };
        let mut targets = match self.event.get(&["target"]) {
            Some(Json::List(targets)) => targets.clone(),
            _ => Vec::new(),
        };
        let is_own = |one: &&mut Json| one.text_at(&["type"]).is_some_and(|own| own == kind);
        match targets.iter_mut().rev().find(is_own) {
            Some(target) => target.set(&[property], Json::text(text)),
            None => targets.push(Json::object([
                ("type", Json::text(kind)),
                (property, Json::text(text)),
            ])),
        }
        vec![put(&["target"], Json::List(targets))]
    }

    pub(super) fn github(field: GitHubField, text: &str) -> Vec<Edit> {
        match field {
            GitHubField::RepositoryName => {
                let url = format!("https://github.com/{text}");
                vec![put(&["repository", "html_url"], Json::text(&url))]
            }
            GitHubField::RepositoryIsPublic => {
                let is_private = if text == "true" { "false" } else { "true" };
                vec![put(&["repository", "private"], Json::word(is_private))]
            }
            GitHubField::WebhookId => vec![put(&["hook", "id"], Json::word(text))],
            GitHubField::CommitFiles(files) => vec![commit(files, text)],
            _ => Vec::new(),
        }
    }

    pub(super) fn gcp(field: GcpAuditField, text: &str) -> Vec<Edit> {
        match field {
            GcpAuditField::LoggingSink => {
                let mut edit = put(&["resource", "type"], Json::text("logging_sink"));
                edit.extend(put(&["resource", "labels", "name"], Json::text(text)));
                vec![edit]
            }
            GcpAuditField::PolicyDelta => policy_delta(text),
            GcpAuditField::Location => Vec::new(),
        }
    }
}

fn target_names(index: Option<u64>, text: &str) -> Edit {
    let inside = text
        .strip_prefix('(')
        .and_then(|text| text.strip_suffix(')'));
    let names: Vec<&str> = match (index, inside) {
        (Some(index), _) => {
            let before = usize::try_from(index.min(8)).unwrap_or(0);
            std::iter::repeat_n("example", before)
                .chain([text])
                .collect()
        }
        (None, Some(inside)) => inside.split(',').collect(),
        (None, None) => vec![text],
    };
    let target = |name: &str| {
        Json::object([
            ("type", Json::text("User")),
            ("displayName", Json::text(name)),
        ])
    };
    put(
        &["target"],
        Json::List(names.into_iter().map(target).collect()),
    )
}

fn commit(files: GitHubCommitFiles, text: &str) -> Edit {
    let key = match files {
        GitHubCommitFiles::Added => "added",
        GitHubCommitFiles::Modified => "modified",
        GitHubCommitFiles::Removed => "removed",
    };
    let files = text.split(',').map(Json::text).collect();
    let commit = Json::object([(key, Json::List(files))]);
    put(&["commits"], Json::List(vec![commit]))
}

/// Bindings that changed: those that the text is, or one whose role or member it is.
fn policy_delta(text: &str) -> Vec<Edit> {
    let path = [
        "protoPayload",
        "serviceData",
        "policyDelta",
        "bindingDeltas",
    ];
    let binding = |key: &str| {
        Json::List(vec![Json::object([
            ("action", Json::text("ADD")),
            (key, Json::text(text)),
        ])])
    };
    let values = Json::parse(text)
        .into_iter()
        .chain([binding("role"), binding("member")]);
    let edits = values.map(|value| {
        let mut edit = put(&["resource", "type"], Json::text("gcs_bucket"));
        edit.extend(put(&path, value));
        edit
    });
    edits.collect()
}
