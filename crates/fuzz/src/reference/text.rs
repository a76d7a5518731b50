//! How values are written, as text and as JSON.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use falconet_event::catalogue::{TextForm, ValueType};
use falconet_event::loose_utf8;
use falconet_ruleset::typed::{Expression, ExpressionKind, Format, Piece};
use serde_json::Value as Json;

use super::expression::value_of;
use super::fields::Reader;
use super::value::{Data, Scalar};

/// Bytes of a list's text.
const LIST_BYTES: usize = 1023;

/// The text of a format; what is absent is `<NA>`.
pub(super) fn rendered(format: &Format, reader: &mut Reader<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    for piece in &format.pieces {
        match piece {
            Piece::Text(text) => out.extend_from_slice(text.as_bytes()),
            Piece::Value { expression, width } => {
                let mut text = match value_of(expression, reader) {
                    Some(value) => value_text(&value, expression, reader),
                    None => b"<NA>".to_vec(),
                };
                if let Some(width) = width.filter(|width| *width > 0) {
                    text.resize(width, b' ');
                }
                out.extend(text);
            }
        }
    }
    out
}

fn value_text(value: &Data, expression: &Expression, reader: &Reader<'_>) -> Vec<u8> {
    let list = match value {
        Data::One(one) => return element_text(one, expression, reader),
        Data::List(list) => list,
    };
    let mut out = b"(".to_vec();
    for element in list {
        if out != b"(" {
            out.push(b',');
        }
        out.extend(element_text(element, expression, reader));
    }
    out.push(b')');
    out.truncate(LIST_BYTES);
    out
}

/// The text of one value of an expression.
pub(super) fn element_text(
    scalar: &Scalar,
    expression: &Expression,
    reader: &Reader<'_>,
) -> Vec<u8> {
    match scalar {
        Scalar::Text(text) => text.clone(),
        Scalar::Number(number) if form(expression, reader) == TextForm::NineDigits => {
            format!("{number:09}").into()
        }
        Scalar::Number(number) => number.to_string().into(),
        Scalar::Bool(truth) => truth.to_string().into(),
        Scalar::Address(_) if expression.value_type == ValueType::IpNet => b"<IPNET>".to_vec(),
        Scalar::Address(address) => address_text(*address).into(),
    }
}

/// As `inet_ntop` writes it.
fn address_text(address: IpAddr) -> String {
    match address {
        IpAddr::V6(v6) if is_dotted(v6) => {
            let [.., a, b, c, d] = v6.octets();
            format!("::{}", Ipv4Addr::new(a, b, c, d))
        }
        other => other.to_string(),
    }
}

fn is_dotted(address: Ipv6Addr) -> bool {
    let segments = address.segments();
    segments.iter().take(6).all(|segment| *segment == 0) && segments.get(6) != Some(&0)
}

fn form(expression: &Expression, reader: &Reader<'_>) -> TextForm {
    match &expression.kind {
        ExpressionKind::Field(field) => reader.spec(field).text_form,
        _ => TextForm::Plain,
    }
}

/// The typed value of a field in `output_fields`; null if it is absent.
pub(super) fn json(expression: &Expression, reader: &mut Reader<'_>) -> Json {
    match value_of(expression, reader) {
        None => Json::Null,
        Some(Data::One(one)) => element_json(&one, expression, reader),
        Some(Data::List(list)) => list
            .iter()
            .map(|element| element_json(element, expression, reader))
            .collect(),
    }
}

fn element_json(scalar: &Scalar, expression: &Expression, reader: &Reader<'_>) -> Json {
    if form(expression, reader) == TextForm::EventTime {
        return reader.context.timestamp_ns.cast_signed().into();
    }
    match scalar {
        Scalar::Text(text) => lossy(&loose_utf8::decode(text)).into(),
        Scalar::Number(number) => match expression.value_type {
            ValueType::RelTime | ValueType::AbsTime => number.cast_signed().into(),
            _ => (*number).into(),
        },
        Scalar::Bool(truth) => (*truth).into(),
        Scalar::Address(_) => lossy(&element_text(scalar, expression, reader)).into(),
    }
}

/// The text, with replacement characters for what is not UTF-8.
pub(super) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
