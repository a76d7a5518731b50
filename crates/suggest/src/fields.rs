//! The fields by which alerts are told apart.

use falconet_event::catalogue::{Source, SourceKind};
use falconet_ruleset::Rule;
use falconet_ruleset::typed::Expression;

use crate::exception::takes_values;
use crate::propose::FieldSet;

/// Fields that events are asked for, at most.
const MOST: usize = 64;

/// Who did it, from where, with what, and where.
pub(crate) const fn shown(kind: SourceKind) -> &'static [&'static str] {
    match kind {
        SourceKind::CloudTrail => &[
            "ct.user.arn",
            "ct.user",
            "ct.srcip",
            "ct.useragent",
            "ct.region",
        ],
        SourceKind::Okta => &[
            "okta.actor.alternateid",
            "okta.client.ip",
            "okta.useragent.raw",
            "okta.client.geo.country",
        ],
        SourceKind::GitHub => &["github.user", "github.repo", "github.org"],
        SourceKind::GcpAudit => &["gcp.user", "gcp.callerIP", "gcp.userAgent", "gcp.location"],
        SourceKind::Flat | SourceKind::Silent => &[],
    }
}

/// The fields that an exception may test together: who did it or from where are always among them, since anyone can say to
/// be any program, and a region is everyone's.
pub(crate) const fn sets(kind: SourceKind) -> &'static [&'static [&'static str]] {
    match kind {
        SourceKind::CloudTrail => &[
            &["ct.user.arn", "ct.srcip"],
            &["ct.user", "ct.srcip"],
            &["ct.user.arn", "ct.region"],
            &["ct.user", "ct.region"],
            &["ct.user.arn", "ct.useragent"],
            &["ct.user", "ct.useragent"],
            &["ct.srcip", "ct.useragent"],
            &["ct.user.arn"],
            &["ct.user"],
            &["ct.srcip"],
        ],
        SourceKind::Okta => &[
            &["okta.actor.alternateid"],
            &["okta.client.ip"],
            &["okta.actor.alternateid", "okta.client.ip"],
            &["okta.actor.alternateid", "okta.client.geo.country"],
            &["okta.actor.alternateid", "okta.useragent.raw"],
        ],
        SourceKind::GitHub => &[
            &["github.user"],
            &["github.repo"],
            &["github.user", "github.repo"],
        ],
        SourceKind::GcpAudit => &[
            &["gcp.user"],
            &["gcp.callerIP"],
            &["gcp.user", "gcp.callerIP"],
            &["gcp.user", "gcp.userAgent"],
            &["gcp.user", "gcp.location"],
        ],
        SourceKind::Flat | SourceKind::Silent => &[],
    }
}

/// Whether fields say who did it or from where: an exception for others would keep the rule from everyone.
fn say_who(kind: SourceKind, names: &[String]) -> bool {
    let alone = sets(kind).iter().filter_map(|set| match set {
        [name] => Some(*name),
        _ => None,
    });
    alone
        .into_iter()
        .any(|who| names.iter().any(|name| name == who))
}

/// All fields that events are asked for: those above, and those of exceptions that rules have.
pub(crate) fn wanted<'r>(
    source: &Source,
    rules: impl Iterator<Item = &'r Rule>,
) -> Vec<Expression> {
    let own = rules
        .flat_map(|rule| &rule.exceptions)
        .flat_map(|one| &one.fields);
    let names = shown(source.kind)
        .iter()
        .copied()
        .chain(own.map(String::as_str));
    let mut wanted: Vec<Expression> = Vec::new();
    for name in names {
        let is_known = wanted.iter().any(|own| own.text == name);
        if let Some(field) =
            Expression::of_field(source, name).filter(|_| !is_known && wanted.len() < MOST)
        {
            wanted.push(field);
        }
    }
    wanted
}

/// The fields that an exception for a rule may test together: those of its own exceptions, and those of its source.
pub(crate) fn field_sets(kind: SourceKind, wanted: &[Expression], rule: &Rule) -> Vec<FieldSet> {
    let column = |name: &str| wanted.iter().position(|field| field.text == name);
    let own = rule
        .exceptions
        .iter()
        .filter(|one| takes_values(one) && say_who(kind, &one.fields))
        .map(|one| {
            let columns = one.fields.iter().map(|name| column(name));
            (columns.collect::<Option<Vec<_>>>(), Some(one.name.clone()))
        });
    let known = sets(kind).iter().map(|names| {
        let columns = names.iter().map(|name| column(name));
        (columns.collect::<Option<Vec<_>>>(), None)
    });
    let sets = own.chain(known).filter_map(|(columns, exception)| {
        Some(FieldSet {
            columns: columns?,
            exception,
        })
    });
    sets.collect()
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::Catalogue;

    use super::*;

    #[test]
    fn every_field_is_one_of_its_source() {
        for source in &Catalogue::builtin().sources {
            for name in shown(source.kind)
                .iter()
                .chain(sets(source.kind).iter().copied().flatten())
            {
                assert!(Expression::of_field(source, name).is_some(), "{name}");
                assert!(shown(source.kind).contains(name), "{name}");
            }
        }
    }
}
