//! Reading `catalogue.txt`: the operations of AWS' APIs.

use super::error::BadLine;

/// Which of the members that rules read a request has, a bit each.
pub(super) type Members = u32;

/// An API.
#[derive(Debug, Default)]
pub(super) struct Api {
    /// The name that botocore has for it.
    pub(super) name: String,
    /// Event sources without `.amazonaws.com`.
    pub(super) sources: Vec<String>,
    /// Names, and what the request of each has.
    pub(super) operations: Vec<(String, Members)>,
}

/// All APIs.
#[derive(Debug, Default)]
pub(super) struct Models {
    /// The members that there are bits for, in their order.
    pub(super) members: Vec<String>,
    /// The APIs.
    pub(super) apis: Vec<Api>,
    verbs: Vec<(char, String)>,
}

impl Models {
    /// Reads the text.
    pub(super) fn parse(text: &str) -> Result<Self, BadLine> {
        let mut models = Self::default();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            models.line(line).ok_or_else(|| BadLine::of(line))?;
        }
        Ok(models)
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let (first, rest) = line.split_once(' ').unwrap_or((line, ""));
        match first {
            "botocore" => Some(()),
            "verb" => self.verb(rest),
            "member" => self.member(rest),
            "=" => self.begin(rest),
            name if name.starts_with('.') => {
                self.operation(name.trim_start_matches('.').to_owned(), rest)
            }
            about => self.group(about, rest),
        }
    }

    fn verb(&mut self, rest: &str) -> Option<()> {
        let (sign, verb) = rest.split_once(' ')?;
        self.verbs.push((sign.chars().next()?, verb.to_owned()));
        Some(())
    }

    fn member(&mut self, rest: &str) -> Option<()> {
        let (_, member) = rest.split_once(' ')?;
        self.members.push(member.to_owned());
        Some(())
    }

    fn begin(&mut self, rest: &str) -> Option<()> {
        let mut words = rest.split(' ').map(str::to_owned);
        self.apis.push(Api {
            name: words.next()?,
            sources: words.collect(),
            operations: Vec::new(),
        });
        Some(())
    }

    /// `Function CgD+L` is `CreateFunction`, `DeleteFunction` and `ListFunctions`.
    fn group(&mut self, about: &str, signs: &str) -> Option<()> {
        let mut about = about.to_owned();
        for signs in signs.split('+') {
            self.verbs_about(&about, signs)?;
            about.push('s');
        }
        Some(())
    }

    fn verbs_about(&mut self, about: &str, mut signs: &str) -> Option<()> {
        while let Some(sign) = signs.chars().next() {
            let rest = signs.get(sign.len_utf8()..)?;
            let behind = rest.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
            let letters = rest.get(..rest.len() - behind.len())?;
            let (_, verb) = self.verbs.iter().find(|(one, _)| *one == sign)?;
            self.operation(format!("{verb}{about}"), letters)?;
            signs = behind;
        }
        Some(())
    }

    fn operation(&mut self, name: String, letters: &str) -> Option<()> {
        let members = members_of(letters)?;
        self.apis.last_mut()?.operations.push((name, members));
        Some(())
    }
}

fn members_of(letters: &str) -> Option<Members> {
    let mut members = 0;
    for letter in letters.bytes() {
        let place = letter.checked_sub(b'a').filter(|place| *place < 26)?;
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
        let api = &models.apis[0];
        assert_eq!(api.name, "parrots");
        assert_eq!(api.sources, ["parrots", "api.parrots"]);
        let operations: Vec<(&str, u32)> = api
            .operations
            .iter()
            .map(|(name, members)| (name.as_str(), *members))
            .collect();
        let wanted = [("CreateParrot", 2), ("ListParrots", 0), ("FeedParrot", 3)];
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
