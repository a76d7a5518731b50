//! Reading `catalogue.txt`: the operations of AWS' APIs.

use std::collections::BTreeMap;

use super::error::BadLine;

/// Which of the members that rules read a request has, a bit each.
pub(super) type Members = u32;

/// An API.
#[derive(Debug, Default)]
pub(super) struct Api {
    /// Event sources without `.amazonaws.com`.
    pub(super) sources: Vec<String>,
    /// What the request of each operation has.
    pub(super) operations: BTreeMap<String, Members>,
}

/// All APIs.
#[derive(Debug, Default)]
pub(super) struct Models {
    /// The members that there are bits for, in their order.
    pub(super) members: Vec<String>,
    /// APIs by the name that botocore has for them.
    pub(super) apis: BTreeMap<String, Api>,
    verbs: BTreeMap<char, String>,
}

impl Models {
    /// Reads the text.
    pub(super) fn parse(text: &str) -> Result<Self, BadLine> {
        let mut models = Self::default();
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            models
                .line(line, &mut current)
                .ok_or_else(|| BadLine::of(line))?;
        }
        Ok(models)
    }

    fn line(&mut self, line: &str, current: &mut String) -> Option<()> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "botocore" => Some(()),
            "verb" => self.verb(rest),
            "member" => self.member(rest),
            "=" => self.begin(rest, current),
            name if name.starts_with('.') => {
                let members = members_of(rest.chars())?;
                self.operation(current, name.trim_start_matches('.').to_owned(), members)
            }
            about => self.group(current, about, rest),
        }
    }

    fn verb(&mut self, rest: &str) -> Option<()> {
        let (sign, verb) = rest.split_once(' ')?;
        self.verbs.insert(sign.chars().next()?, verb.to_owned());
        Some(())
    }

    fn member(&mut self, rest: &str) -> Option<()> {
        let (_, member) = rest.split_once(' ')?;
        self.members.push(member.to_owned());
        Some(())
    }

    fn begin(&mut self, rest: &str, current: &mut String) -> Option<()> {
        let mut words = rest.split(' ').map(str::to_owned);
        *current = words.next()?;
        let api = self.apis.entry(current.clone()).or_default();
        api.sources = words.collect();
        Some(())
    }

    /// `Function CgD+L` is `CreateFunction`, `DeleteFunction` and `ListFunctions`.
    fn group(&mut self, current: &str, about: &str, signs: &str) -> Option<()> {
        let mut about = about.to_owned();
        for signs in signs.split('+') {
            self.verbs_about(current, &about, signs)?;
            about.push('s');
        }
        Some(())
    }

    fn verbs_about(&mut self, current: &str, about: &str, signs: &str) -> Option<()> {
        let mut rest = signs.chars().peekable();
        while let Some(sign) = rest.next() {
            let letters: Vec<char> =
                std::iter::from_fn(|| rest.next_if(char::is_ascii_lowercase)).collect();
            let name = format!("{}{about}", self.verbs.get(&sign)?);
            self.operation(current, name, members_of(letters.into_iter())?)?;
        }
        Some(())
    }

    fn operation(&mut self, current: &str, name: String, members: Members) -> Option<()> {
        let api = self.apis.get_mut(current)?;
        api.operations.insert(name, members);
        Some(())
    }
}

fn members_of(letters: impl Iterator<Item = char>) -> Option<Members> {
    let mut members = 0;
    for letter in letters {
        let place = ('a'..='z').position(|one| one == letter)?;
        members |= 1 << place;
    }
    Some(members)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A comment.
botocore 1.2.3
verb C Create
verb L List
member a functionName
member b name
= parrots parrots api.parrots
Parrot Cb+L
.FeedParrot ab
";

    #[test]
    fn groups_stand_for_the_names_that_they_were_made_of() {
        let models = Models::parse(TEXT).unwrap();
        let api = &models.apis["parrots"];
        assert_eq!(api.sources, ["parrots", "api.parrots"]);
        let operations: Vec<(&str, u32)> = api
            .operations
            .iter()
            .map(|(name, members)| (name.as_str(), *members))
            .collect();
        let wanted = [("CreateParrot", 2), ("FeedParrot", 3), ("ListParrots", 0)];
        assert_eq!(operations, wanted);
        assert_eq!(models.members, ["functionName", "name"]);
    }

    #[test]
    fn a_sign_that_stands_for_no_verb_is_refused() {
        let error = Models::parse("= a a\nParrot é").unwrap_err();
        assert_eq!(error.to_string(), "the line `Parrot é` is not understood");
        assert!(Models::parse(".Feed").is_err(), "there is no API yet");
        assert!(Models::parse("verb C").is_err());
    }
}
