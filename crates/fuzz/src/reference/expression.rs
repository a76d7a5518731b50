//! The value of an expression; nothing as soon as anything in it has none.

use std::net::IpAddr;

use falconet_ruleset::typed::{Expression, ExpressionKind, Transformer};

use super::fields::Reader;
use super::getopt::{Given, last_of, options};
use super::text::element_text;
use super::value::{Data, Scalar};

pub(super) fn value_of(expression: &Expression, reader: &mut Reader<'_>) -> Option<Data> {
    match &expression.kind {
        ExpressionKind::Field(field) => reader.value(field),
        ExpressionKind::Constant(bytes) => Some(Data::text(bytes.clone())),
        ExpressionKind::List(items) => list(items, reader),
        ExpressionKind::Transform {
            name,
            arguments,
            selector,
        } => {
            let mut values = Vec::new();
            for argument in arguments {
                values.push((argument, value_of(argument, reader)?));
            }
            transformed(*name, &values, *selector)
        }
    }
}

/// All values of all items as texts.
fn list(items: &[Expression], reader: &mut Reader<'_>) -> Option<Data> {
    let mut all = Vec::new();
    for item in items {
        let value = value_of(item, reader)?;
        all.extend(
            value
                .elements()
                .iter()
                .map(|scalar| Scalar::Text(element_text(scalar, item, reader))),
        );
    }
    Some(Data::List(all))
}

fn transformed(
    name: Transformer,
    arguments: &[(&Expression, Data)],
    selector: Option<u8>,
) -> Option<Data> {
    let (_, first) = arguments.first()?;
    match name {
        Transformer::Val => Some(first.clone()),
        Transformer::ToLower => each_text(first, |text| Some(text.to_ascii_lowercase())),
        Transformer::ToUpper => each_text(first, |text| Some(text.to_ascii_uppercase())),
        Transformer::Basename => each_text(first, |text| Some(behind_slash(text))),
        Transformer::B64 => each_text(first, |text| decoded(text).map(until_nul)),
        Transformer::Len => Some(length(first)),
        Transformer::Join => Some(join(first, &arguments.get(1)?.1)),
        Transformer::Concat => {
            let parts: Vec<_> = arguments.iter().map(|(_, part)| part.bytes()).collect();
            Some(Data::text(parts.concat()))
        }
        Transformer::GetOpt => getopt(first, &arguments.get(1)?.1, selector),
    }
}

fn each_text(data: &Data, change: impl Fn(&[u8]) -> Option<Vec<u8>>) -> Option<Data> {
    let changed = |scalar: &Scalar| change(scalar.bytes()).map(Scalar::Text);
    match data {
        Data::One(one) => changed(one).map(Data::One),
        Data::List(list) => list
            .iter()
            .map(changed)
            .collect::<Option<_>>()
            .map(Data::List),
    }
}

fn behind_slash(text: &[u8]) -> Vec<u8> {
    let last = text.rsplit(|byte| *byte == b'/').next();
    last.unwrap_or_default().to_vec()
}

fn until_nul(text: Vec<u8>) -> Vec<u8> {
    text.into_iter().take_while(|byte| *byte != 0).collect()
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Base64, bit by bit. Up to two signs of padding are dropped, whatever the length is.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let text = text.strip_suffix(b"=").unwrap_or(text);
    let text = text.strip_suffix(b"=").unwrap_or(text);
    if text.len() % 4 == 1 {
        return None;
    }
    let mut bits = Vec::new();
    for character in text {
        let value = ALPHABET.iter().position(|own| own == character)?;
        bits.extend((0..6).rev().map(|bit| value >> bit & 1 == 1));
    }
    let (bytes, left) = bits.as_chunks::<8>();
    let byte = |bits: &[bool; 8]| bits.iter().fold(0, |sum, bit| sum << 1 | u8::from(*bit));
    (!left.contains(&true)).then(|| bytes.iter().map(byte).collect())
}

fn length(data: &Data) -> Data {
    let length = match data {
        Data::List(list) => list.len(),
        Data::One(one) => one.bytes().len(),
    };
    Data::One(Scalar::Number(length as u64))
}

/// Falco joins the memory of a list field's elements as if they were texts.
fn join(separator: &Data, list: &Data) -> Data {
    let texts: Vec<_> = list.elements().iter().map(text_in_memory).collect();
    Data::text(texts.join(separator.bytes()))
}

fn text_in_memory(scalar: &Scalar) -> Vec<u8> {
    match scalar {
        Scalar::Text(text) => text.clone(),
        Scalar::Number(number) => until_nul(number.to_le_bytes().to_vec()),
        Scalar::Bool(truth) => until_nul(vec![u8::from(*truth)]),
        Scalar::Address(IpAddr::V4(address)) => until_nul(address.octets().to_vec()),
        Scalar::Address(IpAddr::V6(address)) => until_nul(address.octets().to_vec()),
    }
}

fn getopt(argv: &Data, optstring: &Data, selector: Option<u8>) -> Option<Data> {
    let argv: Vec<_> = argv.elements().iter().map(Scalar::bytes).collect();
    let found = options(&argv, optstring.bytes());
    if let Some(option) = selector {
        return last_of(&found, option).map(Data::text);
    }
    let texts = found.into_iter().flat_map(Given::texts);
    Some(Data::List(texts.map(Scalar::Text).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_strict() {
        assert_eq!(decoded(b"YWJj"), Some(b"abc".to_vec()));
        assert_eq!(decoded(b"YQ=="), Some(b"a".to_vec()));
        assert_eq!(decoded(b"YWJj="), Some(b"abc".to_vec()));
        assert_eq!(decoded(b""), Some(Vec::new()));
        assert_eq!(decoded(b"YR"), None);
        assert_eq!(decoded(b"Y"), None);
        assert_eq!(decoded(b"Y-=="), None);
    }
}
