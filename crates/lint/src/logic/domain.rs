//! Which values a field or transformer can have, whatever the event.

use falconet_event::catalogue::ValueType;
use falconet_event::catalogue::{
    CloudTrailField, Conversion, Extraction, FieldRef, GenericField, GitHubField, Source,
};
use falconet_ruleset::typed::{Expression, ExpressionKind, Transformer};

use super::predicate::Predicate;
use super::value::{Value, contains};

/// The values that something can have.
#[derive(Clone, Debug, Default)]
pub(super) struct Domain<'a> {
    /// It always has one.
    pub(super) is_total: bool,
    /// All of them in order, if they are few.
    pub(super) values: Option<Vec<Value<'a>>>,
    alphabet: Alphabet,
}

/// The bytes that a text can have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Alphabet {
    #[default]
    Any,
    NoUpperCase,
    NoLowerCase,
    NoSlash,
}

impl<'a> Domain<'a> {
    /// The values that an expression can have in the events of a source.
    pub(super) fn of(expression: &Expression, source: &'a Source) -> Self {
        let mut domain = match &expression.kind {
            ExpressionKind::Field(field) => Self::of_field(field, source),
            ExpressionKind::Transform { name, .. } => Self::of_transformer(*name),
            ExpressionKind::Constant(_) | ExpressionKind::List(_) => Self::default(),
        };
        if expression.value_type == ValueType::Bool && domain.values.is_none() {
            domain.values = Some(vec![Value::Bool(false), Value::Bool(true)]);
        }
        domain
    }

    fn of_field(field: &FieldRef, source: &'a Source) -> Self {
        match source.spec(field).extraction {
            Extraction::Path(_, Conversion::TrueOrFalse) => Self::few(false, &[b"false", b"true"]),
            Extraction::Path(_, Conversion::TextOrEmpty) => Self::total(),
            Extraction::CloudTrail(CloudTrailField::Never) => Self::few(false, &[]),
            Extraction::GitHub(field) => Self::of_github(field),
            Extraction::Generic(field) => Self::of_generic(field, source),
            _ => Self::default(),
        }
    }

    fn of_github(field: GitHubField) -> Self {
        match field {
            GitHubField::RepositoryIsPublic => Self::few(true, &[b"false", b"true"]),
            GitHubField::HasSecrets => Self::few(true, &[b"", b"false", b"true"]),
            GitHubField::HasMiners => Self::few(false, &[b"false", b"true"]),
            _ => Self::default(),
        }
    }

    fn of_generic(field: GenericField, source: &'a Source) -> Self {
        match field {
            GenericField::Source => Self::few(true, &[source.name.as_bytes()]),
            GenericField::PluginName => Self::few(true, &[source.plugin.as_bytes()]),
            GenericField::AsyncType => Self::few(false, &[]),
            GenericField::IsAsync => Self {
                is_total: true,
                values: Some(vec![Value::Bool(false)]),
                alphabet: Alphabet::Any,
            },
            GenericField::Number | GenericField::RawTime => Self::total(),
            _ => Self::default(),
        }
    }

    fn of_transformer(name: Transformer) -> Self {
        let alphabet = match name {
            Transformer::ToLower => Alphabet::NoUpperCase,
            Transformer::ToUpper => Alphabet::NoLowerCase,
            Transformer::Basename => Alphabet::NoSlash,
            _ => Alphabet::Any,
        };
        Self {
            alphabet,
            ..Self::default()
        }
    }

    fn total() -> Self {
        Self {
            is_total: true,
            ..Self::default()
        }
    }

    /// Texts, given in order.
    fn few(is_total: bool, texts: &[&'a [u8]]) -> Self {
        Self {
            is_total,
            values: Some(texts.iter().map(|text| Value::Text(text)).collect()),
            alphabet: Alphabet::Any,
        }
    }

    /// The same for people; nothing if there is nothing to say.
    pub(super) fn described(&self, subject: &str) -> Option<String> {
        match self.values.as_deref() {
            Some([]) => Some(format!("`{subject}` never has a value")),
            Some(values) => {
                let values: Vec<_> = values.iter().map(Value::to_string).collect();
                Some(format!(
                    "`{subject}` is {}, or missing",
                    values.join(" or ")
                ))
            }
            None => Some(format!("`{subject}` has no {}", self.alphabet.lacks()?)),
        }
    }

    /// Whether a value is one of them.
    pub(super) fn has(&self, value: &Value<'_>) -> bool {
        let is_one = self
            .values
            .as_ref()
            .is_none_or(|values| contains(values, value));
        is_one && !matches!(value, Value::Text(text) if !self.alphabet.writes(text))
    }

    /// Whether a predicate asks for a part that no value has.
    pub(super) fn excludes(&self, predicate: &Predicate<'_>) -> bool {
        match predicate {
            Predicate::StartsWith(part) | Predicate::EndsWith(part) | Predicate::Contains(part) => {
                !self.alphabet.writes(part)
            }
            Predicate::Every(values) | Predicate::Some(values) => {
                !values.is_empty() && !values.iter().any(|value| self.has(value))
            }
            _ => false,
        }
    }
}

impl Alphabet {
    const fn lacks(self) -> Option<&'static str> {
        match self {
            Self::Any => None,
            Self::NoUpperCase => Some("upper-case letters"),
            Self::NoLowerCase => Some("lower-case letters"),
            Self::NoSlash => Some("`/`"),
        }
    }

    fn writes(self, text: &[u8]) -> bool {
        match self {
            Self::Any => true,
            Self::NoUpperCase => !text.iter().any(u8::is_ascii_uppercase),
            Self::NoLowerCase => !text.iter().any(u8::is_ascii_lowercase),
            Self::NoSlash => !text.contains(&b'/'),
        }
    }
}
