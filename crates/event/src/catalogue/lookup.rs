//! Finding the field that a name in a rule means, by Falco's rules.

use super::field_error::{ArgumentProblem, FieldError};
use super::{Argument, ArgumentSpec, Catalogue, FieldRef, FieldSpec, Provider, Source, SourceId};

impl Catalogue {
    /// The source of that name.
    pub fn source(&self, name: &str) -> Option<SourceId> {
        let position = self.sources.iter().position(|source| source.name == name)?;
        u16::try_from(position).ok().map(SourceId)
    }

    /// The source with that id, if it is one of this catalogue.
    pub fn get(&self, id: SourceId) -> Option<&Source> {
        self.sources.get(usize::from(id.0))
    }
}

impl Source {
    /// The field that `text` means: `name`, or `name[argument]` with the argument unquoted.
    ///
    /// Each provider in turn offers its longest field name that begins the text. A provider that has one, but
    /// whose field and argument do not make up the whole text, ends the search.
    pub fn resolve(&self, text: &[u8]) -> Result<FieldRef, FieldError> {
        for (provider_index, provider) in self.providers.iter().enumerate() {
            let Some((field_index, field)) = provider.longest_prefix_of(text) else {
                continue;
            };
            let Some(parsed) = provider.parse_argument(field, text)? else {
                continue;
            };
            if parsed.consumed != text.len() {
                break;
            }
            return Ok(FieldRef {
                provider: provider_index,
                field: field_index,
                argument: parsed.argument,
            });
        }
        Err(FieldError::Nonexistent {
            text: text.to_vec(),
        })
    }

    /// The declaration of a field that [`resolve`](Self::resolve) found in this source.
    #[expect(
        clippy::indexing_slicing,
        reason = "resolve made the indices, and sources do not change"
    )]
    pub fn spec(&self, field: &FieldRef) -> &FieldSpec {
        &self.providers[field.provider].fields[field.field]
    }
}

/// How much of a text a provider understood.
struct Parsed {
    consumed: usize,
    argument: Option<Argument>,
}

impl Provider {
    fn longest_prefix_of(&self, text: &[u8]) -> Option<(usize, &FieldSpec)> {
        let prefixes = self
            .fields
            .iter()
            .enumerate()
            .filter(|(_, field)| text.starts_with(field.name.as_bytes()));
        prefixes.max_by_key(|(_, field)| field.name.len())
    }

    /// Nothing when the provider has no opinion, so that the next one is asked.
    fn parse_argument(&self, field: &FieldSpec, text: &[u8]) -> Result<Option<Parsed>, FieldError> {
        if self.is_plugin {
            return parse_plugin_argument(field, until_blank(text));
        }
        Ok(Some(Parsed {
            consumed: field.name.len(),
            argument: None,
        }))
    }
}

/// Falco's plugin fields read their text up to the first blank.
fn until_blank(text: &[u8]) -> &[u8] {
    let end = memchr::memchr(b' ', text).unwrap_or(text.len());
    text.get(..end).unwrap_or(text).trim_ascii_end()
}

fn parse_plugin_argument(field: &FieldSpec, text: &[u8]) -> Result<Option<Parsed>, FieldError> {
    let error = |problem| FieldError::Argument {
        text: text.to_vec(),
        field: field.name.to_string(),
        problem,
    };
    let Some(bracket) = memchr::memchr(b'[', text) else {
        if field.argument.is_some_and(|argument| argument.required) {
            return Err(error(ArgumentProblem::Missing));
        }
        return Ok(Some(Parsed {
            consumed: field.name.len(),
            argument: None,
        }));
    };
    if bracket != field.name.len() {
        return Ok(None);
    }
    let inside = bracketed(text, bracket).map_err(error)?;
    let allowed = field
        .argument
        .ok_or_else(|| error(ArgumentProblem::NotAllowed(inside.to_vec())))?;
    let argument = checked_argument(allowed, inside).map_err(error)?;
    Ok(Some(Parsed {
        consumed: bracket + inside.len() + 2,
        argument: Some(argument),
    }))
}

fn bracketed(text: &[u8], bracket: usize) -> Result<&[u8], ArgumentProblem> {
    let rest = text.get(bracket + 1..).unwrap_or_default();
    if rest.is_empty() {
        return Err(ArgumentProblem::Incomplete);
    }
    let length = memchr::memchr(b']', rest).ok_or(ArgumentProblem::Unbalanced)?;
    Ok(rest.get(..length).unwrap_or_default())
}

fn checked_argument(allowed: ArgumentSpec, text: &[u8]) -> Result<Argument, ArgumentProblem> {
    let index = match parse_index(text) {
        _ if !allowed.index => None,
        Err(problem) if !allowed.key => return Err(problem),
        index => index.ok(),
    };
    Ok(Argument {
        text: text.to_vec(),
        index,
    })
}

fn parse_index(text: &[u8]) -> Result<u64, ArgumentProblem> {
    if !text.iter().all(u8::is_ascii_digit) {
        return Err(ArgumentProblem::NotDigits(text.to_vec()));
    }
    if text.is_empty() || (text.len() > 1 && text.starts_with(b"0")) {
        return Err(ArgumentProblem::LeadingZero(text.to_vec()));
    }
    let digits = std::str::from_utf8(text)
        .ok()
        .and_then(|digits| digits.parse().ok());
    digits.ok_or_else(|| ArgumentProblem::TooLarge(text.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ValueType;
    use crate::catalogue::flat::{FlatCatalogue, FlatField};

    fn shown(source: &Source, field: &FieldRef) -> String {
        let name = &source.spec(field).name;
        let argument = field.argument.as_ref();
        argument.map_or(name.to_string(), |argument| {
            format!("{name}[{}]", String::from_utf8_lossy(&argument.text))
        })
    }

    fn source() -> Source {
        let key = ArgumentSpec {
            required: true,
            key: true,
            index: false,
        };
        let index = ArgumentSpec {
            required: true,
            key: false,
            index: true,
        };
        let both = ArgumentSpec {
            required: true,
            key: true,
            index: true,
        };
        let field = |name: &str, argument| FlatField {
            argument,
            ..FlatField::scalar(name, ValueType::String)
        };
        let fields = vec![
            field("t.string", None),
            field("a.key", Some(key)),
            field("a.idx", Some(index)),
            field("a.both", Some(both)),
            field(
                "a.okey",
                Some(ArgumentSpec {
                    required: false,
                    ..key
                }),
            ),
            field("ct.user", None),
            field("ct.user.arn", None),
        ];
        let mut catalogue = FlatCatalogue::new()
            .source("mocksrc", "mock", fields)
            .finish();
        catalogue.sources.remove(0)
    }

    fn resolved(text: &str) -> String {
        let source = source();
        match source.resolve(text.as_bytes()) {
            Ok(field) => shown(&source, &field),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn the_longest_name_wins() {
        assert_eq!(resolved("ct.user"), "ct.user");
        assert_eq!(resolved("ct.user.arn"), "ct.user.arn");
        assert_eq!(resolved("evt.time.iso8601"), "evt.time.iso8601");
    }

    #[test]
    fn a_longer_text_is_nonexistent() {
        for text in [
            "ct.user.foo",
            "evt.numx",
            "evt.num[0]",
            "evt.type",
            "",
            "a.key[a]b]",
            "ct.user.foo[x]",
        ] {
            assert_eq!(
                resolved(text),
                format!("filter_check called with nonexistent field {text}")
            );
        }
    }

    #[test]
    fn arguments_are_kept_as_written() {
        for text in [
            "a.key[foo]",
            "a.key[]",
            "a.key[a[b]",
            "a.idx[0]",
            "a.idx[12]",
            "a.both[01]",
            "a.okey",
            "a.okey[x]",
        ] {
            assert_eq!(resolved(text), text);
        }
    }

    #[test]
    fn an_index_has_its_number_and_a_key_has_none() {
        let source = source();
        let index = |text: &str| {
            source
                .resolve(text.as_bytes())
                .unwrap()
                .argument
                .unwrap()
                .index
        };
        assert_eq!(index("a.idx[18446744073709551615]"), Some(u64::MAX));
        assert_eq!(index("a.both[7]"), Some(7));
        assert_eq!(index("a.both[07]"), None);
        assert_eq!(index("a.key[7]"), None);
    }

    #[test]
    fn bracket_errors_have_falcos_texts() {
        assert_eq!(
            resolved("a.key[a b]"),
            "filter 'a.key[a': a.key has unbalanced argument brackets"
        );
        assert_eq!(
            resolved("a.key[ b]"),
            "filter 'a.key[': a.key terminates with incomplete argument brackets"
        );
        assert_eq!(
            resolved("a.key"),
            "filter 'a.key': a.key requires an argument but none provided"
        );
        assert_eq!(
            resolved("a.keys"),
            "filter 'a.keys': a.key requires an argument but none provided"
        );
        assert_eq!(
            resolved("t.string[x]"),
            "filter 't.string[x]': t.string does not allow nor require an argument but one is provided: x"
        );
    }

    #[test]
    fn index_errors_have_falcos_texts() {
        let start = "a.idx has an invalid index argument";
        assert_eq!(
            resolved("a.idx[01]"),
            format!("filter a.idx[01] {start} starting with 0: 01")
        );
        assert_eq!(
            resolved("a.idx[]"),
            format!("filter a.idx[] {start} starting with 0: ")
        );
        assert_eq!(
            resolved("a.idx[-1]"),
            format!("filter a.idx[-1] {start} not composed only by digits: -1")
        );
        let large = "99999999999999999999";
        assert_eq!(
            resolved(&format!("a.idx[{large}]")),
            format!("filter a.idx[{large}] {start} not representable on 64 bit: {large}")
        );
    }

    #[test]
    fn sources_are_found_by_name() {
        let catalogue = FlatCatalogue::new()
            .source("a", "p", vec![])
            .source("b", "p", vec![])
            .finish();
        let id = catalogue.source("b").unwrap();
        assert_eq!(catalogue.get(id).unwrap().name, "b");
        assert_eq!(catalogue.source("c"), None);
        assert!(catalogue.get(SourceId(9)).is_none());
    }
}
