//! Fields that every source has.

use std::borrow::Cow;

use super::row::{field, written_as};
use crate::catalogue::{Extraction, FieldSpec, GenericField, Provider, TextForm, ValueType};

/// The `evt.*` fields.
pub(in crate::catalogue) fn provider() -> Provider {
    Provider {
        name: Cow::Borrowed("evt"),
        is_plugin: false,
        fields: FIELDS.to_vec(),
    }
}

static FIELDS: &[FieldSpec] = &[
    generic(
        "evt.num",
        ValueType::Uint64,
        GenericField::Number,
        "Number of the event, counted from 1 over all inputs.",
    ),
    time(
        "evt.time",
        GenericField::Time,
        "Local time of day of the event with nanoseconds.",
    ),
    time(
        "evt.time.s",
        GenericField::TimeSeconds,
        "Local time of day of the event in whole seconds.",
    ),
    time(
        "evt.time.iso8601",
        GenericField::TimeIso8601,
        "Date and time of the event in UTC with nanoseconds, ISO 8601.",
    ),
    time(
        "evt.datetime",
        GenericField::DateTime,
        "Local date and time of the event with nanoseconds.",
    ),
    time(
        "evt.datetime.s",
        GenericField::DateTimeSeconds,
        "Local date and time of the event in whole seconds.",
    ),
    generic(
        "evt.rawtime",
        ValueType::AbsTime,
        GenericField::RawTime,
        "Time of the event in nanoseconds since 1970.",
    ),
    generic(
        "evt.rawtime.s",
        ValueType::AbsTime,
        GenericField::RawTimeSeconds,
        "Time of the event in whole seconds since 1970.",
    ),
    nine_digits(
        "evt.rawtime.ns",
        ValueType::AbsTime,
        GenericField::RawTimeNanoseconds,
        "What `evt.rawtime.s` leaves, in nanoseconds.",
    ),
    nine_digits(
        "evt.reltime",
        ValueType::RelTime,
        GenericField::RelativeTime,
        "Nanoseconds from the first event to this one.",
    ),
    generic(
        "evt.reltime.s",
        ValueType::RelTime,
        GenericField::RelativeTimeSeconds,
        "Whole seconds from the first event to this one.",
    ),
    nine_digits(
        "evt.reltime.ns",
        ValueType::RelTime,
        GenericField::RelativeTimeNanoseconds,
        "What `evt.reltime.s` leaves, in nanoseconds.",
    ),
    generic(
        "evt.pluginname",
        ValueType::String,
        GenericField::PluginName,
        "Name of the plugin that the event belongs to.",
    ),
    generic(
        "evt.plugininfo",
        ValueType::String,
        GenericField::PluginInfo,
        "One-line summary of the event.",
    ),
    generic(
        "evt.source",
        ValueType::String,
        GenericField::Source,
        "Name of the event's source.",
    ),
    generic(
        "evt.is_async",
        ValueType::Bool,
        GenericField::IsAsync,
        "Whether the event is asynchronous; audit events never are.",
    ),
    generic(
        "evt.asynctype",
        ValueType::String,
        GenericField::AsyncType,
        "Name of an asynchronous event; audit events have none.",
    ),
    generic(
        "evt.hostname",
        ValueType::String,
        GenericField::Hostname,
        "Name of the host that reads the events.",
    ),
];

const fn generic(
    name: &'static str,
    value_type: ValueType,
    extraction: GenericField,
    description: &'static str,
) -> FieldSpec {
    field(
        name,
        value_type,
        Extraction::Generic(extraction),
        description,
    )
}

const fn time(
    name: &'static str,
    extraction: GenericField,
    description: &'static str,
) -> FieldSpec {
    written_as(
        generic(name, ValueType::String, extraction, description),
        TextForm::EventTime,
    )
}

const fn nine_digits(
    name: &'static str,
    value_type: ValueType,
    extraction: GenericField,
    description: &'static str,
) -> FieldSpec {
    written_as(
        generic(name, value_type, extraction, description),
        TextForm::NineDigits,
    )
}
