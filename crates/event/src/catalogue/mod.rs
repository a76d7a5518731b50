//! Which sources and fields exist, as data.
//!
//! The loader, the evaluator and the listing commands take a [`Catalogue`] as an argument; nothing below
//! this crate names a field. [`Catalogue::builtin`] is the one that production uses.

mod builtin;
mod extraction;
mod field_error;
pub mod flat;
mod lookup;
mod manual;
mod static_fields;
mod value_type;

use std::borrow::Cow;
use std::sync::Arc;

pub use extraction::{
    CloudTrailField, Conversion, Extraction, GcpAuditField, GenericField, GitHubCommitFiles,
    GitHubField, GitHubSecretPart, OktaField, OktaTarget, OktaTargetProperty, Path,
};
pub use field_error::{ArgumentProblem, FieldError};
pub use manual::{Example, Page};
pub use value_type::ValueType;

/// Index of a source in its [`Catalogue`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub u16);

/// Every source and plugin that rules may speak of.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// The event sources, in order.
    pub sources: Vec<Source>,
    /// Plugins with their versions, for `required_plugin_versions`.
    pub plugins: Vec<Plugin>,
}

/// A loaded plugin.
#[derive(Clone, Debug)]
pub struct Plugin {
    /// Name, as in `required_plugin_versions`.
    pub name: Cow<'static, str>,
    /// Version `x.y.z`.
    pub version: Cow<'static, str>,
}

/// An event source: the events of one plugin, and who provides fields for them.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name, as in a rule's `source`.
    pub name: Cow<'static, str>,
    /// Name of the plugin that produces the events (`evt.pluginname`).
    pub plugin: Cow<'static, str>,
    /// Providers in look-up order: the generic `evt.*` fields first, then each plugin.
    pub providers: Vec<Arc<Provider>>,
    /// What the events of this source look like.
    pub kind: SourceKind,
}

/// What the events of a source look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// AWS CloudTrail records.
    CloudTrail,
    /// Okta system log events.
    Okta,
    /// GitHub webhook payloads.
    GitHub,
    /// GCP audit log entries.
    GcpAudit,
    /// JSON objects whose keys are field names; the time is the number `__ts` in nanoseconds.
    Flat,
    /// No events ever arrive (for example `syscall`); its rules are loaded and checked all the same.
    Silent,
}

impl SourceKind {
    /// What its events are.
    pub const fn events(self) -> &'static str {
        match self {
            Self::CloudTrail => "Calls to AWS, as CloudTrail records them.",
            Self::Okta => "Entries of Okta's system log.",
            Self::GitHub => "What GitHub tells a webhook.",
            Self::GcpAudit => "Entries of Google Cloud's audit logs.",
            Self::Flat => "JSON objects whose keys are field names.",
            Self::Silent => {
                "Calls of a kernel; none ever arrive here, rules are loaded and checked all the same."
            }
        }
    }

    /// Which records are its events, and what time they have.
    pub const fn recognised(self) -> &'static str {
        match self {
            Self::CloudTrail => {
                "JSON objects with a text `eventType`, `AwsCloudTrailInsight` excepted, and an RFC 3339 `eventTime`, which is their time; alone, in arrays, in `Records`, or right inside a wrapping object such as EventBridge's"
            }
            Self::Okta => "every JSON object; `published` is its time",
            Self::GitHub => {
                "every JSON object; its time is when it is read; the key `webhook_type` has the kind of message"
            }
            Self::GcpAudit => "every JSON object; its time is when it is read",
            Self::Flat => "every JSON object; `__ts` is its time in nanoseconds",
            Self::Silent => "nothing",
        }
    }
}

/// A set of fields that are looked up together.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Who provides them, for listings.
    pub name: Cow<'static, str>,
    /// Whether the fields are a plugin's, which may take arguments.
    pub is_plugin: bool,
    /// The fields.
    pub fields: Vec<FieldSpec>,
}

/// One field.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    /// Dotted name.
    pub name: Cow<'static, str>,
    /// Type of its value, or of its elements.
    pub value_type: ValueType,
    /// Whether it yields a list.
    pub is_list: bool,
    /// What argument it takes, if any.
    pub argument: Option<ArgumentSpec>,
    /// One line for people.
    pub description: Cow<'static, str>,
    /// How it is read from an event.
    pub extraction: Extraction,
    /// How its value is written.
    pub text_form: TextForm,
}

/// What a field's bracketed argument may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArgumentSpec {
    /// The field cannot be used without one.
    pub required: bool,
    /// Any text is a key.
    pub key: bool,
    /// Decimal digits are an index.
    pub index: bool,
}

/// How a value is written in alert texts and in alert JSON where its type alone does not say it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextForm {
    /// As the type says.
    #[default]
    Plain,
    /// A number padded with zeros to nine digits in texts, plain in JSON.
    NineDigits,
    /// A time in text form, the nanoseconds since the epoch in JSON.
    EventTime,
}

/// A field of one source as a rule uses it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FieldRef {
    /// Index into [`Source::providers`].
    pub provider: usize,
    /// Index into [`Provider::fields`].
    pub field: usize,
    /// The bracketed argument.
    pub argument: Option<Argument>,
}

/// A bracketed argument that its field accepts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Argument {
    /// The text between the brackets.
    pub text: Vec<u8>,
    /// The number it spells, for a field that takes an index.
    pub index: Option<u64>,
}
