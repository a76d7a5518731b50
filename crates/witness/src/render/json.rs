//! Witnesses for programs: `docs/schema/witness.schema.json`.

use falconet_show::{Place, quoted};
use serde::Serialize;

use crate::json::Json;
use crate::witness::Witness;

/// Writes a line. Events stand in it as they are, so it is put together by hand.
pub(super) fn render(witness: &Witness) -> String {
    let miss = witness.miss.as_ref().map(|miss| {
        let event = compact(&miss.event);
        format!(
            "{{\"event\":{event},{}}}",
            said(&miss.text, miss.place.as_ref())
        )
    });
    let unmet = witness.unmet.as_ref().map(|unmet| {
        let said = said(&unmet.text, unmet.place.as_ref());
        format!("{{{said},\"why\":{}}}", quoted(&unmet.why))
    });
    let members = [
        ("rule", quoted(&witness.rule)),
        ("source", quoted(&witness.source)),
        ("event", or_null(witness.event.as_deref().map(compact))),
        ("because", value(&witness.because)),
        ("hidden_by", value(&witness.hidden_by)),
        ("miss", or_null(miss)),
        ("unmet", or_null(unmet)),
        ("exhaustive", value(&witness.cut.is_none())),
    ];
    let members = members.map(|(key, value)| format!("\"{key}\":{value}"));
    format!("{{{}}}\n", members.join(","))
}

fn said(text: &str, place: Option<&Place>) -> String {
    format!("\"text\":{},\"place\":{}", quoted(text), value(&place))
}

fn value(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

fn or_null(value: Option<String>) -> String {
    value.unwrap_or_else(|| "null".to_owned())
}

fn compact(event: &str) -> String {
    Json::parse(event).map_or_else(|| event.to_owned(), |event| event.compact())
}
