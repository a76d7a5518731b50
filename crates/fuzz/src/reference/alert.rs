//! The line of an alert.

use falconet_engine::{Environment, Settings};
use falconet_event::timestamp::{write_iso8601, write_time};
use falconet_ruleset::{ExtraValue, Rule};
use serde_json::{Map, Value as Json};

use super::fields::Reader;
use super::text::{json, lossy, rendered};

/// The alert that a rule raises, without a line break.
pub(super) fn line(
    rule: &Rule,
    settings: &Settings,
    environment: &Environment,
    reader: &mut Reader<'_>,
) -> Vec<u8> {
    let message = rendered(&rule.output, reader);
    let mut output = time(settings, reader);
    output.extend_from_slice(format!(": {} ", rule.priority).as_bytes());
    output.extend_from_slice(&message);
    if !settings.json_output {
        return escaped(&output);
    }
    let mut alert = Map::new();
    alert.insert("hostname".to_owned(), environment.hostname.as_str().into());
    if settings.json_include_message_property {
        alert.insert("message".to_owned(), lossy(&message).into());
    }
    if settings.json_include_output_property {
        alert.insert("output".to_owned(), lossy(&output).into());
    }
    if settings.json_include_output_fields_property {
        alert.insert(
            "output_fields".to_owned(),
            output_fields(rule, settings, reader),
        );
    }
    alert.insert("priority".to_owned(), rule.priority.to_string().into());
    alert.insert("rule".to_owned(), rule.name.as_str().into());
    alert.insert("source".to_owned(), rule.source_name.as_str().into());
    if settings.json_include_tags_property {
        alert.insert("tags".to_owned(), rule.tags.clone().into());
    }
    alert.insert("time".to_owned(), utc(reader).into());
    Json::Object(alert).to_string().into_bytes()
}

/// The text as it would stand in a JSON string, without the quotes.
fn escaped(text: &[u8]) -> Vec<u8> {
    let quoted = Json::String(lossy(text)).to_string();
    let inner = quoted
        .strip_prefix('"')
        .and_then(|text| text.strip_suffix('"'));
    inner.unwrap_or_default().into()
}

fn time(settings: &Settings, reader: &Reader<'_>) -> Vec<u8> {
    let (context, mut out) = (reader.context, Vec::new());
    if settings.time_format_iso_8601 {
        write_iso8601(context.timestamp_ns, "+0000", &mut out);
    } else {
        write_time(context.timestamp_ns, context.utc_offset_seconds, &mut out);
    }
    out
}

fn utc(reader: &Reader<'_>) -> String {
    let mut out = Vec::new();
    write_iso8601(reader.context.timestamp_ns, "Z", &mut out);
    lossy(&out)
}

/// The fields of the message, then the time that the output begins with, then the extra fields, later ones over
/// earlier ones.
fn output_fields(rule: &Rule, settings: &Settings, reader: &mut Reader<'_>) -> Json {
    let mut members = Map::new();
    for field in &rule.output.fields {
        members.insert(field.text.clone(), json(field, reader));
    }
    let time = if settings.time_format_iso_8601 {
        "evt.time.iso8601"
    } else {
        "evt.time"
    };
    let nanoseconds = reader.context.timestamp_ns.cast_signed();
    members.insert(time.to_owned(), nanoseconds.into());
    for extra in &rule.extra_fields {
        let value = match &extra.value {
            ExtraValue::Raw(Some(field)) => json(field, reader),
            ExtraValue::Raw(None) => Json::Null,
            ExtraValue::Formatted(format) => lossy(&rendered(format, reader)).into(),
        };
        members.insert(extra.name.clone(), value);
    }
    Json::Object(members)
}
