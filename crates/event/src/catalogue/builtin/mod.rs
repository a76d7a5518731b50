//! The sources that production knows, one file a provider.

mod cloudtrail;
mod gcpaudit;
pub(super) mod generic;
mod github;
mod json;
mod okta;
mod row;

use std::borrow::Cow;
use std::sync::Arc;

use super::{Catalogue, Plugin, Provider, Source, SourceKind};

impl Catalogue {
    /// The sources and plugins that production uses.
    pub fn builtin() -> Self {
        let generic = Arc::new(generic::provider());
        let json = Arc::new(json::provider());
        let audit = |name, plugin: &Plugin, fields: Provider, kind| Source {
            name: Cow::Borrowed(name),
            plugin: plugin.name.clone(),
            providers: vec![Arc::clone(&generic), Arc::new(fields), Arc::clone(&json)],
            kind,
        };
        let sources = vec![
            silent("syscall", &generic),
            audit(
                "aws_cloudtrail",
                &cloudtrail::PLUGIN,
                cloudtrail::provider(),
                SourceKind::CloudTrail,
            ),
            audit("okta", &okta::PLUGIN, okta::provider(), SourceKind::Okta),
            audit(
                "github",
                &github::PLUGIN,
                github::provider(),
                SourceKind::GitHub,
            ),
            audit(
                "gcp_auditlog",
                &gcpaudit::PLUGIN,
                gcpaudit::provider(),
                SourceKind::GcpAudit,
            ),
        ];
        let plugins = vec![
            cloudtrail::PLUGIN,
            json::PLUGIN,
            okta::PLUGIN,
            github::PLUGIN,
            gcpaudit::PLUGIN,
        ];
        Self { sources, plugins }
    }
}

/// Falco's own source, which no audit event belongs to.
fn silent(name: &'static str, generic: &Arc<Provider>) -> Source {
    Source {
        name: Cow::Borrowed(name),
        plugin: Cow::Borrowed(""),
        providers: vec![Arc::clone(generic)],
        kind: SourceKind::Silent,
    }
}

#[cfg(test)]
mod tests;
