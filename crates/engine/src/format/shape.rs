//! How the value of an expression is written, as text and as JSON.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use falconet_event::Value;
use falconet_event::catalogue::{TextForm, ValueType};
use falconet_event::loose_utf8;
use falconet_event::timestamp::{write_number, write_signed_number};

use super::escape;
use crate::program::{Operand, Shown};

/// Bytes to which the text of a list is cut.
const LIST_TEXT_LIMIT: usize = 1023;

/// Falco has no text for an address that is compared with networks.
const NETWORK: &[u8] = b"<IPNET>";

/// Appends the text of a value.
pub(crate) fn write_text(operand: &Operand<'_>, shown: Shown, out: &mut Vec<u8>) {
    match operand {
        Operand::One(value) => write_element_text(*value, shown, out),
        list => write_list_text(list, shown, out),
    }
}

/// `(a,b)`. No comma is written while there is only the parenthesis, so leading empty elements vanish.
fn write_list_text(list: &Operand<'_>, shown: Shown, out: &mut Vec<u8>) {
    let start = out.len();
    out.push(b'(');
    for value in list.elements() {
        if out.len() > start + LIST_TEXT_LIMIT {
            break;
        }
        if out.len() > start + 1 {
            out.push(b',');
        }
        write_element_text(value, shown, out);
    }
    out.push(b')');
    out.truncate(start + LIST_TEXT_LIMIT);
}

/// Appends the text of a scalar, or of an element of a list.
pub(crate) fn write_element_text(value: Value<'_>, shown: Shown, out: &mut Vec<u8>) {
    match value {
        Value::Text(text) => out.extend_from_slice(text),
        Value::Number(number) if shown.form == TextForm::NineDigits => {
            append(out, format_args!("{number:09}"));
        }
        Value::Number(number) => write_number(number, out),
        Value::Bool(value) => append(out, format_args!("{value}")),
        Value::Address(_) if shown.value_type == ValueType::IpNet => out.extend_from_slice(NETWORK),
        Value::Address(address) => write_address(address, out),
        Value::List(_) => {}
    }
}

/// As `inet_ntop` writes it: unlike Rust, with an IPv4-compatible address in dotted form.
fn write_address(address: IpAddr, out: &mut Vec<u8>) {
    match address {
        IpAddr::V6(v6) if is_ipv4_compatible(v6) => {
            append(out, format_args!("::{}", Ipv4Addr::from_bits(low_half(v6))));
        }
        other => append(out, format_args!("{other}")),
    }
}

fn is_ipv4_compatible(address: Ipv6Addr) -> bool {
    let [zeros @ .., seventh, _] = address.segments();
    zeros == [0; 6] && seventh != 0
}

fn low_half(address: Ipv6Addr) -> u32 {
    let [.., a, b, c, d] = address.octets();
    u32::from_be_bytes([a, b, c, d])
}

/// Appends the JSON of a value; `timestamp_ns` stands for a time in text form.
pub(crate) fn write_json(
    operand: &Operand<'_>,
    shown: Shown,
    timestamp_ns: u64,
    out: &mut Vec<u8>,
) {
    if let Operand::One(value) = operand {
        return write_element_json(*value, shown, timestamp_ns, out);
    }
    out.push(b'[');
    for (at, value) in operand.elements().enumerate() {
        if at > 0 {
            out.push(b',');
        }
        write_element_json(value, shown, timestamp_ns, out);
    }
    out.push(b']');
}

fn write_element_json(value: Value<'_>, shown: Shown, timestamp_ns: u64, out: &mut Vec<u8>) {
    match value {
        _ if shown.form == TextForm::EventTime => write_signed(timestamp_ns, out),
        Value::Text(text) => write_text_json(text, out),
        Value::Number(number) if is_time(shown.value_type) => write_signed(number, out),
        Value::Number(number) => write_number(number, out),
        Value::Bool(value) => append(out, format_args!("{value}")),
        Value::Address(_) => write_quoted(value, shown, out),
        Value::List(_) => {}
    }
}

fn write_text_json(text: &[u8], out: &mut Vec<u8>) {
    if !escape::write_plain_string(text, out) {
        escape::write_string(&loose_utf8::decode(text), out);
    }
}

const fn is_time(value_type: ValueType) -> bool {
    matches!(value_type, ValueType::RelTime | ValueType::AbsTime)
}

/// Falco takes times for signed in JSON: one before the first event is negative there.
pub(crate) fn write_signed(number: u64, out: &mut Vec<u8>) {
    write_signed_number(number.cast_signed(), out);
}

fn write_quoted(value: Value<'_>, shown: Shown, out: &mut Vec<u8>) {
    out.push(b'"');
    write_element_text(value, shown, out);
    out.push(b'"');
}

/// Writing to memory cannot fail.
fn append(out: &mut Vec<u8>, arguments: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(arguments);
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLAIN: Shown = Shown {
        value_type: ValueType::String,
        form: TextForm::Plain,
    };

    fn text(operand: &Operand<'_>, shown: Shown) -> String {
        let mut out = Vec::new();
        write_text(operand, shown, &mut out);
        String::from_utf8(out).unwrap()
    }

    fn json(operand: &Operand<'_>, shown: Shown) -> String {
        let mut out = Vec::new();
        write_json(operand, shown, 17, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn leading_empty_elements_of_a_list_vanish_in_text_only() {
        let list = Operand::Texts(b"ab", &[0..0, 0..0, 0..1, 1..1, 1..2]);
        assert_eq!(text(&list, PLAIN), "(a,,b)");
        assert_eq!(json(&list, PLAIN), r#"["","","a","","b"]"#);
    }

    #[test]
    fn a_list_text_is_cut() {
        let ranges = vec![0..1; 1000];
        let cut = text(&Operand::Texts(b"x", &ranges), PLAIN);
        assert_eq!((cut.len(), cut.ends_with(",x,x,")), (1023, true));
    }

    #[test]
    fn forms_change_numbers_and_times() {
        let nine = Shown {
            form: TextForm::NineDigits,
            ..PLAIN
        };
        assert_eq!(text(&Operand::One(Value::Number(7)), nine), "000000007");
        assert_eq!(json(&Operand::One(Value::Number(7)), nine), "7");
        let time = Shown {
            form: TextForm::EventTime,
            ..PLAIN
        };
        assert_eq!(text(&Operand::One(Value::Text(b"10:00")), time), "10:00");
        assert_eq!(json(&Operand::One(Value::Text(b"10:00")), time), "17");
        let mut out = Vec::new();
        write_signed(u64::MAX, &mut out);
        assert_eq!(out, b"-1");
    }

    #[test]
    fn addresses_of_networks_have_no_text() {
        let address = Operand::One(Value::Address("1.2.3.4".parse().unwrap()));
        let net = Shown {
            value_type: ValueType::IpNet,
            ..PLAIN
        };
        assert_eq!(text(&address, net), "<IPNET>");
        assert_eq!(json(&address, net), "\"<IPNET>\"");
        assert_eq!(json(&address, PLAIN), "\"1.2.3.4\"");
    }

    #[test]
    fn ipv6_addresses_are_written_as_inet_ntop_does() {
        for written in [
            "::",
            "::1",
            "::1.2.3.4",
            "::ffff:1.2.3.4",
            "1:0:2::",
            "2001:db8::1",
        ] {
            let address = Operand::One(Value::Address(written.parse().unwrap()));
            assert_eq!(text(&address, PLAIN), written);
        }
    }
}
