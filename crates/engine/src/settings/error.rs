//! Why a setting is refused.

use falconet_diagnostics::nearest;

use super::Settings;

/// A setting that cannot be applied. Texts with capitals are Falco's own.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingError {
    /// There is no `=`.
    #[error("Error parsing config option \"{0}\". Must be of the form key=val or key.subkey=val")]
    NotAPair(String),
    /// The key has unbalanced brackets, an empty name or an index that is no number.
    #[error("`{0}` is not a well-formed key")]
    MalformedKey(String),
    /// No such key.
    #[error("unknown setting `{key}`{}", suggestion(*nearest))]
    Unknown {
        /// As it was given.
        key: String,
        /// The most similar known key, if any is similar.
        nearest: Option<&'static str>,
    },
    /// A list without brackets.
    #[error("`{0}` is a list: `{0}[]` adds an entry to it")]
    List(String),
    /// An index behind the end of its list.
    #[error("`{0}` addresses an entry that does not exist")]
    NoSuchEntry(String),
    /// Not a YAML boolean.
    #[error("`{value}` is not a boolean value of `{key}`")]
    NotABoolean {
        /// The key.
        key: String,
        /// As it was given.
        value: String,
    },
    /// `rule_matching` is neither `first` nor `all`.
    #[error("Unknown rule matching strategy \"{0}\"--must be one of first, all")]
    UnknownRuleMatching(String),
    /// `priority` is no priority.
    #[error(
        "Unknown priority \"{0}\"--must be one of emergency, alert, critical, error, warning, notice, \
         informational, debug"
    )]
    UnknownPriority(String),
    /// A value in braces that is not JSON, or has a null in it.
    #[error("the value of `{0}` is not a JSON object")]
    NotAnObject(String),
    /// An extra field is defined twice in one entry.
    #[error("`{key}` defines the extra field `{field}` again")]
    FieldRedefined {
        /// The key.
        key: String,
        /// The extra field.
        field: String,
    },
    /// Text alerts have no place for an id.
    #[error("`alert_id` is for JSON alerts, and `json_output` is false")]
    AlertIdWithoutJson,
    /// A selection without a rule and without a tag.
    #[error("entry {0} of `rules` names neither a rule nor a tag")]
    EmptySelection(usize),
}

impl SettingError {
    /// The error for a key that is not known.
    #[cold]
    pub(super) fn unknown(key: &str) -> Self {
        Self::Unknown {
            key: key.to_owned(),
            nearest: nearest(key, Settings::KEYS.iter().copied())
                .first()
                .copied(),
        }
    }
}

fn suggestion(nearest: Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |name| format!(", did you mean `{name}`?"))
}
