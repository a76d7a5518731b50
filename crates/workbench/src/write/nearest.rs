//! Events that came near: `docs/schema/near.schema.json`, and for people.

use falconet_ruleset::Rule;
use falconet_show::{Page, safe};

use crate::json::Json;
use crate::nearest::{Kept, Miss};

/// Writes a line.
pub(super) fn json(rule: &Rule, kept: &Kept, out: &mut Vec<u8>) {
    let mut json = Json::default();
    json.object(&mut |json| {
        json.key("rule").text(rule.name.as_bytes());
        json.key("priority").text(rule.priority.name().as_bytes());
        json.key("events").number(kept.events);
        json.key("fired").number(kept.fired);
        json.key("nearest").array(&mut |json| {
            for miss in &kept.nearest {
                json.object(&mut |json| members(miss, json));
            }
        });
    });
    out.extend_from_slice(&json.into_bytes());
    out.push(b'\n');
}

fn members(miss: &Miss, json: &mut Json) {
    let (record, offset, is_wrapped) = miss.place;
    json.key("event").number(miss.event);
    json.key("record").number(record);
    json.key("offset").number(offset);
    json.key("wrapped").truth(is_wrapped);
    json.key("tests").array(&mut |json| {
        for test in &miss.way.tests {
            json.count(*test);
        }
    });
    json.key("text").text(miss.way.text.as_bytes());
    json.key("exact").truth(miss.is_exact);
}

/// Writes a few lines.
pub(super) fn text(rule: &Rule, kept: &Kept, page: Page, out: &mut Vec<u8>) {
    let name = page.strong(&safe(&rule.name));
    let mut text = format!("{name} fired on {} of {} events", kept.fired, kept.events);
    text.push_str(if kept.nearest.is_empty() {
        "\n"
    } else {
        "; the nearest of the others:\n"
    });
    for miss in &kept.nearest {
        let line = format!("event {} {}", miss.event, safe(&miss.way.text));
        text.push_str("    - ");
        text.push_str(&page.wrapped(&line, 6).join("\n      "));
        text.push('\n');
    }
    text.push('\n');
    out.extend_from_slice(text.as_bytes());
}
