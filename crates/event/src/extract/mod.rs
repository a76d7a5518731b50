//! How each field is read from an event: a recipe a field, made when a plan is, run when a rule asks.

mod cloudtrail;
mod convert;
mod fastfloat;
mod flat;
mod gcp;
mod generic;
mod github;
mod json;
mod okta;
mod paths;
mod plugin_info;
mod reading;

pub(crate) use okta::FactorGate;
pub(crate) use paths::{Paths, Pointer};
pub(crate) use reading::Reading;

use std::sync::Arc;

use cloudtrail::CloudTrailRecipe;
use flat::FlatRecipe;
use gcp::GcpAuditRecipe;
use github::GitHubRecipe;
use json::JsonRecipe;
use okta::OktaRecipe;
use plugin_info::PluginInfo;

use crate::catalogue::{Conversion, Extraction, FieldRef, GenericField, Source};
use crate::fields::Stored;
use crate::scan::trie::SlotId;

/// How a field is read from the events of a source.
#[derive(Clone, Debug)]
pub(crate) enum Recipe {
    /// The field never has a value.
    Never,
    /// The same text for every event.
    Static(Arc<str>),
    /// See [`generic`].
    Generic(GenericField),
    /// The plugin's summary of the event.
    PluginInfo(PluginInfo),
    /// A converted value at a fixed path.
    Path(SlotId, Conversion),
    /// See [`flat`].
    Flat(FlatRecipe),
    /// See [`json`].
    Json(JsonRecipe),
    /// See [`cloudtrail`].
    CloudTrail(CloudTrailRecipe),
    /// See [`okta`].
    Okta(OktaRecipe),
    /// See [`github`].
    GitHub(GitHubRecipe),
    /// See [`gcp`].
    GcpAudit(GcpAuditRecipe),
}

/// Whether most values of a field are had without its [`Recipe`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Direct {
    /// They take the recipe.
    Never,
    /// They are those of a slot.
    Always(SlotId),
    /// They are those of a slot of a record that the json plugin can read.
    IfReadable(SlotId),
}

impl Direct {
    /// The slot, if it has the value that is read from the record.
    #[inline]
    pub(crate) fn slot(self, record: &[u8]) -> Option<SlotId> {
        match self {
            Self::Always(slot) => Some(slot),
            Self::IfReadable(slot) => json::is_readable(record).then_some(slot),
            Self::Never => None,
        }
    }
}

impl Recipe {
    /// The recipe of a field; wants the paths that it needs.
    pub(crate) fn new(source: &Source, field: &FieldRef, paths: &mut Paths) -> Self {
        let spec = source.spec(field);
        let argument = field.argument.as_ref();
        let key = argument.map_or(&[][..], |argument| &argument.text);
        let index = argument.and_then(|argument| argument.index);
        match &spec.extraction {
            Extraction::Static(text) => Self::Static(Arc::clone(text)),
            Extraction::FlatKey => Self::Flat(FlatRecipe::new(spec, argument, paths)),
            Extraction::Generic(GenericField::PluginInfo) => {
                Self::PluginInfo(PluginInfo::new(source.kind, paths))
            }
            Extraction::Generic(generic) => Self::Generic(*generic),
            Extraction::Path(path, conversion) => Self::Path(paths.slot(path), *conversion),
            Extraction::JsonPointer => Self::Json(JsonRecipe::pointer(key, paths)),
            Extraction::JsonDocument => Self::Json(JsonRecipe::Document),
            Extraction::JsonRawTime => Self::Json(JsonRecipe::RawTime),
            Extraction::CloudTrail(own) => {
                CloudTrailRecipe::new(*own, index, paths).map_or(Self::Never, Self::CloudTrail)
            }
            Extraction::Okta(own) => Self::Okta(OktaRecipe::new(*own, index, paths)),
            Extraction::GitHub(own) => Self::GitHub(GitHubRecipe::new(*own, paths)),
            Extraction::GcpAudit(own) => Self::GcpAudit(GcpAuditRecipe::new(*own, paths)),
        }
    }

    /// Whether it needs to know of earlier events.
    pub(crate) const fn needs_history(&self) -> bool {
        matches!(self, Self::Okta(OktaRecipe::FailedFactors(_)))
    }

    /// Whether it says something else if other events come before.
    pub(crate) const fn needs_order(&self) -> bool {
        match self {
            Self::Generic(field) => field.needs_order(),
            _ => self.needs_history(),
        }
    }

    /// The slot whose value is the field's, if it is a string that stands in the record as it is, and without which the field
    /// has no value.
    pub(crate) fn direct(&self) -> Direct {
        match self {
            Self::Path(slot, Conversion::Text) => Direct::Always(*slot),
            Self::Json(JsonRecipe::Value(pointer)) => {
                pointer.noted().map_or(Direct::Never, Direct::IfReadable)
            }
            _ => Direct::Never,
        }
    }

    /// Reads the field from an event.
    pub(crate) fn read(&self, event: &mut Reading<'_>) -> Stored {
        match self {
            Self::Never => Stored::Absent,
            Self::Static(text) => generic::text(text.as_bytes(), event),
            Self::Generic(field) => generic::read(*field, event),
            Self::PluginInfo(summary) => summary.read(event),
            Self::Path(slot, conversion) => convert::read(*slot, *conversion, event),
            Self::Flat(recipe) => recipe.read(event),
            Self::Json(recipe) => recipe.read(event),
            Self::CloudTrail(recipe) => recipe.read(event),
            Self::Okta(recipe) => recipe.read(event),
            Self::GitHub(recipe) => recipe.read(event),
            Self::GcpAudit(recipe) => recipe.read(event),
        }
    }
}
