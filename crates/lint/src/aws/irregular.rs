//! Reading `irregular.txt`: where CloudTrail differs from the models.

use super::error::BadLine;

/// What is irregular at an event source.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// The source, without `.amazonaws.com`.
    pub(super) source: String,
    /// Another name for the event of an operation.
    pub(super) renamed: Vec<Renamed>,
    /// Events of no operation.
    pub(super) events: Vec<String>,
    /// What may stand behind names.
    pub(super) suffixes: Vec<String>,
    /// Whether what requests carry is spelled otherwise than in the model.
    pub(super) requests_differ: bool,
}

/// Another name for the event of an operation.
#[derive(Debug)]
pub(super) struct Renamed {
    /// What CloudTrail writes.
    pub(super) event: String,
    /// The operation.
    pub(super) operation: String,
    /// Whether it never writes the operation's own name.
    pub(super) always: bool,
}

/// Everything irregular.
#[derive(Debug, Default)]
pub(super) struct Irregular {
    /// Event sources of APIs, where the model names others.
    pub(super) apis: Vec<(String, Vec<String>)>,
    /// What is irregular at each source.
    pub(super) sections: Vec<Section>,
}

impl Irregular {
    /// Reads the text.
    pub(super) fn parse(text: &str) -> Result<Self, BadLine> {
        let mut irregular = Self::default();
        let is_comment = |line: &&str| line.is_empty() || line.starts_with('#');
        for line in text.lines().filter(|line| !is_comment(line)) {
            irregular.line(line).ok_or_else(|| BadLine::of(line))?;
        }
        Ok(irregular)
    }

    /// The event sources of an API, if its model names others.
    pub(super) fn sources_of(&self, api: &str) -> Option<&[String]> {
        let found = self.apis.iter().find(|(name, _)| name == api);
        found.map(|(_, sources)| sources.as_slice())
    }

    fn line(&mut self, line: &str) -> Option<()> {
        if let Some(source) = line.strip_prefix('[') {
            self.sections.push(Section {
                source: source.strip_suffix(']')?.to_owned(),
                ..Section::default()
            });
            return Some(());
        }
        let words: Vec<&str> = line.split(' ').collect();
        if let ["api", name, sources @ ..] = words.as_slice() {
            self.apis.push(((*name).to_owned(), owned(sources)));
            return Some(());
        }
        self.sections.last_mut()?.line(&words)
    }
}

impl Section {
    fn line(&mut self, words: &[&str]) -> Option<()> {
        match words {
            ["requests", "differ"] => self.requests_differ = true,
            ["suffix", suffixes @ ..] => self.suffixes.extend(owned(suffixes)),
            [event, sign @ ("=" | "~"), operation] => self.renamed.push(Renamed {
                event: (*event).to_owned(),
                operation: (*operation).to_owned(),
                always: *sign == "=",
            }),
            events if events.iter().all(|event| is_name(event)) => {
                self.events.extend(owned(events));
            }
            _ => return None,
        }
        Some(())
    }
}

fn is_name(word: &str) -> bool {
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    !word.is_empty() && word.bytes().all(is_part)
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_line_is_read() {
        let text = "# why\napi a b c\n\n[zoo]\nFeed2 = Feed\nFeed3 ~ Feed\nOpen Close\nsuffix 2020\nrequests differ\n";
        let irregular = Irregular::parse(text).unwrap();
        assert_eq!(irregular.sources_of("a").unwrap(), ["b", "c"]);
        assert_eq!(irregular.sources_of("b"), None);
        let zoo = &irregular.sections[0];
        assert_eq!(zoo.source, "zoo");
        let always: Vec<bool> = zoo.renamed.iter().map(|renamed| renamed.always).collect();
        assert_eq!(always, [true, false]);
        assert_eq!(zoo.events, ["Open", "Close"]);
        assert_eq!(zoo.suffixes, ["2020"]);
        assert!(zoo.requests_differ);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for text in [
            "Open",
            "[zoo",
            "[zoo]\nOpen = Close Door",
            "[zoo]\nOpen  Close",
        ] {
            assert!(Irregular::parse(text).is_err(), "{text}");
        }
    }
}
