//! The fields of an event: `docs/schema/fields.schema.json`, and for people.

use falconet_engine::RecordPlace;
use falconet_show::{Page, safe};

use super::json::value;
use super::text::from;
use crate::fields::FieldValue;
use crate::json::Json;
use crate::values::said;

/// Writes a line.
pub(super) fn json(event: u64, place: RecordPlace, fields: &[FieldValue<'_>], out: &mut Vec<u8>) {
    let mut json = Json::default();
    json.object(&mut |json| {
        json.key("event").number(event);
        json.key("record").number(place.record);
        json.key("offset").number(place.offset);
        json.key("wrapped").truth(place.is_wrapped);
        json.key("fields").array(&mut |json| {
            for one in fields {
                json.object(&mut |json| {
                    json.key("field").text(one.field.text.as_bytes());
                    json.key("type")
                        .text(one.field.value_type.word().as_bytes());
                    json.key("list").truth(one.field.is_list);
                    value(one.value.as_ref(), &one.origin, json);
                });
            }
        });
    });
    out.extend_from_slice(&json.into_bytes());
    out.push(b'\n');
}

/// Writes a line or two for each field, those with values first.
pub(super) fn text(event: u64, fields: &[FieldValue<'_>], page: Page, out: &mut Vec<u8>) {
    let mut text = format!("event {event}\n");
    let (present, absent): (Vec<_>, Vec<_>) = fields.iter().partition(|one| one.value.is_some());
    for one in present.into_iter().chain(absent) {
        let line = format!(
            "{} is {}{}",
            safe(&one.field.text),
            safe(&said(one.value.as_ref())),
            safe(&from(&one.origin, one.value.is_none()))
        );
        text.push_str("  ");
        text.push_str(&page.wrapped(&line, 6).join("\n      "));
        text.push('\n');
    }
    text.push('\n');
    out.extend_from_slice(text.as_bytes());
}
