//! Whose events an engine judges.
//!
//! Falco opens one source for each input. Here an input has the events of one source: the one that is asked
//! for, else the only one that enabled rules have, else `aws_cloudtrail`.

use falconet_event::catalogue::{Catalogue, SourceId, SourceKind};
use falconet_ruleset::Rule;

use crate::EngineError;

/// The source that is chosen where nothing else decides.
const DEFAULT: &str = "aws_cloudtrail";

/// Chooses for the enabled `rules`.
pub(crate) fn choose<'a>(
    asked: Option<&str>,
    rules: impl Iterator<Item = &'a Rule>,
    catalogue: &Catalogue,
) -> Result<SourceId, EngineError> {
    if let Some(name) = asked {
        let found = catalogue.source(name);
        return found.ok_or_else(|| EngineError::UnknownSource(name.to_owned()));
    }
    let mut sources: Vec<SourceId> = rules
        .map(|rule| rule.source)
        .filter(|&id| has_events(id, catalogue))
        .collect();
    sources.sort_unstable();
    sources.dedup();
    match (sources.as_slice(), catalogue.source(DEFAULT)) {
        ([only], _) => Ok(*only),
        (_, Some(default)) => Ok(default),
        ([first, ..], None) => Ok(*first),
        ([], None) => Err(EngineError::NoSource),
    }
}

fn has_events(id: SourceId, catalogue: &Catalogue) -> bool {
    catalogue
        .get(id)
        .is_some_and(|source| source.kind != SourceKind::Silent)
}

#[cfg(test)]
mod tests {
    use falconet_event::catalogue::flat::FlatCatalogue;
    use falconet_ruleset::{LoadOptions, Loader};

    use super::*;

    fn chosen(
        asked: Option<&str>,
        sources: &[&str],
        catalogue: &Catalogue,
    ) -> Result<String, EngineError> {
        let rules: String = sources.iter().map(|source| rule(source)).collect();
        let mut loader = Loader::new(catalogue, LoadOptions::default());
        loader.load("rules.yaml", &rules);
        let ruleset = loader.into_ruleset().unwrap();
        let id = choose(asked, ruleset.rules.iter(), catalogue)?;
        Ok(catalogue.get(id).unwrap().name.to_string())
    }

    fn rule(source: &str) -> String {
        format!(
            "- {{rule: {source}, desc: d, condition: evt.num = 1, output: o, priority: INFO, source: {source}}}\n"
        )
    }

    #[test]
    fn what_is_asked_for_wins() {
        let catalogue = Catalogue::builtin();
        assert_eq!(
            chosen(Some("github"), &["okta"], &catalogue).unwrap(),
            "github"
        );
        assert!(chosen(Some("x"), &["okta"], &catalogue).is_err());
    }

    #[test]
    fn the_only_source_of_the_rules_is_chosen_and_cloudtrail_of_several() {
        let catalogue = Catalogue::builtin();
        assert_eq!(chosen(None, &["okta"], &catalogue).unwrap(), "okta");
        assert_eq!(
            chosen(None, &["okta", "github"], &catalogue).unwrap(),
            "aws_cloudtrail"
        );
        assert_eq!(chosen(None, &[], &catalogue).unwrap(), "aws_cloudtrail");
    }

    #[test]
    fn a_source_without_events_is_never_the_only_one() {
        let catalogue = Catalogue::builtin();
        assert_eq!(
            chosen(None, &["okta", "syscall"], &catalogue).unwrap(),
            "okta"
        );
        assert_eq!(
            chosen(None, &["syscall"], &catalogue).unwrap(),
            "aws_cloudtrail"
        );
    }

    #[test]
    fn a_catalogue_without_cloudtrail_gives_the_first_source_or_none() {
        let two = FlatCatalogue::new()
            .source("a", "p", vec![])
            .source("b", "p", vec![])
            .finish();
        assert_eq!(chosen(None, &["b", "a"], &two).unwrap(), "a");
        assert!(matches!(
            chosen(None, &[], &two),
            Err(EngineError::NoSource)
        ));
    }
}
