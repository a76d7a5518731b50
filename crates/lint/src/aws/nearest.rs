//! What somebody probably meant.

use super::catalogue::{Catalogue, Source};
use crate::nearest::distance;

/// So many names are suggested.
const SUGGESTIONS: usize = 3;
/// Longer names than any of AWS' have no near one.
const LONGEST: usize = 128;
/// So many bytes of a name have to be those of another, at its start or its end, before both are compared.
const COMMON: usize = 3;

/// How a name is near to another, the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Nearness {
    /// CloudTrail writes one for the other. Holds the place among several.
    Written(usize),
    /// Only the case of letters differs.
    Case,
    /// It begins like the other, which goes on for so many bytes.
    Longer(usize),
    /// The other begins like it, and it goes on for so many bytes.
    Shorter(usize),
    /// So many bytes differ.
    Differs(usize),
}

impl Nearness {
    /// Whether nothing else can have been meant.
    const fn is_certain(self) -> bool {
        matches!(self, Self::Written(_) | Self::Case)
    }
}

impl Catalogue {
    /// Up to three names of events that somebody who wrote `event` may have meant, the likelier first: those of
    /// `source`, or those of any.
    pub fn nearest(&self, event: &str, source: Option<&str>) -> Vec<&str> {
        let sources = self.sources();
        let asked = sources.filter(|one| source.is_none_or(|name| name == one.name()));
        nearest(event, asked.flat_map(|source| source.near(event)))
    }

    /// Up to three event sources that somebody who wrote `source` may have meant: by its API (`stepfunctions`
    /// is written as `states`), or by its letters.
    pub fn nearest_source(&self, source: &str) -> Vec<&str> {
        let short = source.split('.').next().unwrap_or_default();
        let candidates = self.sources().filter_map(|one| {
            let by_api = one.apis.iter().any(|api| api == short);
            let nearness = if by_api {
                Some(Nearness::Written(0))
            } else {
                nearness(short, one.short())
            };
            Some((nearness?, one.name()))
        });
        nearest(short, candidates)
    }
}

impl Source {
    fn near<'s>(&'s self, event: &str) -> impl Iterator<Item = (Nearness, &'s str)> {
        let replaced = self.replaced.iter().enumerate();
        let written = replaced
            .filter(move |(_, (operation, _))| operation == event)
            .map(|(place, (_, name))| (Nearness::Written(place), name.as_str()));
        let near = self
            .names()
            .filter_map(move |name| Some((nearness(event, name)?, name)));
        written.chain(near)
    }
}

fn nearest<'c>(given: &str, candidates: impl Iterator<Item = (Nearness, &'c str)>) -> Vec<&'c str> {
    if given.len() > LONGEST {
        return Vec::new();
    }
    let mut near: Vec<(Nearness, &str)> = Vec::with_capacity(SUGGESTIONS + 1);
    for one in candidates.filter(|(_, name)| !given.is_empty() && !name.is_empty()) {
        if near.iter().any(|(_, name)| *name == one.1) {
            continue;
        }
        let place = near.partition_point(|other| *other < one);
        near.insert(place, one);
        near.truncate(SUGGESTIONS);
    }
    if near
        .first()
        .is_some_and(|(nearness, _)| nearness.is_certain())
    {
        near.retain(|(nearness, _)| nearness.is_certain());
    }
    near.into_iter().map(|(_, name)| name).collect()
}

fn nearness(given: &str, name: &str) -> Option<Nearness> {
    if given.eq_ignore_ascii_case(name) {
        return Some(Nearness::Case);
    }
    let common = common_bytes(given.bytes(), name.bytes());
    if common == given.len() && common > COMMON {
        return Some(Nearness::Longer(name.len() - common));
    }
    if common == name.len() && common > given.len() / 2 {
        return Some(Nearness::Shorter(given.len() - common));
    }
    let common = common.max(common_bytes(given.bytes().rev(), name.bytes().rev()));
    (common >= COMMON)
        .then(|| few_changes(given, name))
        .flatten()
        .map(Nearness::Differs)
}

fn common_bytes(one: impl Iterator<Item = u8>, other: impl Iterator<Item = u8>) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one.eq_ignore_ascii_case(other))
        .count()
}

/// How many bytes differ, if they are few for names of that length.
fn few_changes(given: &str, name: &str) -> Option<usize> {
    let few = (given.len() / 5).clamp(1, 4);
    if given.len().abs_diff(name.len()) > few {
        return None;
    }
    Some(distance(given, name)).filter(|changes| *changes <= few)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(event: &str, source: Option<&str>) -> Vec<&'static str> {
        Catalogue::builtin().nearest(event, source)
    }

    #[test]
    fn an_operation_with_another_name_is_found_under_that() {
        let lambda = Some("lambda.amazonaws.com");
        assert_eq!(
            near("UpdateFunctionCode", lambda)[0],
            "UpdateFunctionCode20150331v2"
        );
        assert_eq!(
            near("UpdateFunctionCode", None)[0],
            near("UpdateFunctionCode", lambda)[0]
        );
        let s3 = Some("s3.amazonaws.com");
        assert_eq!(
            near("PutPublicAccessBlock", s3)[0],
            "PutBucketPublicAccessBlock"
        );
        assert_eq!(
            near("PutBucketLifecycleConfiguration", s3)[0],
            "PutBucketLifecycle"
        );
    }

    #[test]
    fn misspelled_names_are_found() {
        let iam = Some("iam.amazonaws.com");
        assert_eq!(near("createuser", iam)[0], "CreateUser");
        assert_eq!(near("CreatUser", iam)[0], "CreateUser");
        assert_eq!(near("CreateUsers", iam)[0], "CreateUser");
        assert_eq!(near("ConsoleLogins", None)[0], "ConsoleLogin");
    }

    #[test]
    fn no_more_than_three_are_suggested() {
        assert_eq!(near("Create", Some("ec2.amazonaws.com")).len(), 3);
    }

    #[test]
    fn nothing_is_near_to_nonsense() {
        for event in ["", "x", "Ü", "日本語日本語", "\0\0\0\0", "qqqqqqqqqqqqqq"] {
            assert!(near(event, None).is_empty(), "{event}");
        }
        assert!(near(&"CreateUser".repeat(100_000), None).is_empty());
        assert!(near("CreateUser", Some("parrots.amazonaws.com")).is_empty());
    }

    #[test]
    fn sources_are_found_by_their_short_name_their_api_and_their_letters() {
        let near = |source| Catalogue::builtin().nearest_source(source);
        assert_eq!(near("s3")[0], "s3.amazonaws.com");
        assert_eq!(near("stepfunctions")[0], "states.amazonaws.com");
        assert_eq!(
            near("cloudwatch.amazonaws.com")[0],
            "monitoring.amazonaws.com"
        );
        assert_eq!(near("lamda.amazonaws.com")[0], "lambda.amazonaws.com");
        assert!(near("").is_empty());
    }
}
