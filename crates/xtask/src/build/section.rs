//! Custom sections: the one that says which tools made the file, and one that says too much.

use std::ops::Range;

use wasmparser::{Parser, Payload};

/// The name of the section about tools.
const NAME: &str = "falconet.tools";

/// Says what the standard library was compiled for, among it reference types: wasm-bindgen would use them.
const FEATURES: &str = "target_features";

/// Appends the section to a module.
pub(crate) fn append(mut module: Vec<u8>, content: &str) -> Vec<u8> {
    let mut body = Vec::with_capacity(NAME.len() + content.len() + 2);
    push_length(&mut body, NAME.len());
    body.extend_from_slice(NAME.as_bytes());
    body.extend_from_slice(content.as_bytes());
    module.push(0);
    push_length(&mut module, body.len());
    module.extend_from_slice(&body);
    module
}

/// Takes the section about target features out of a module that was not stripped.
pub(crate) fn without_features(mut module: Vec<u8>) -> wasmparser::Result<Vec<u8>> {
    if let Some(range) = features(&module)? {
        module.drain(range);
    }
    Ok(module)
}

/// The section from its first byte: sections lie one behind the other.
fn features(module: &[u8]) -> wasmparser::Result<Option<Range<usize>>> {
    let mut end = 0;
    for payload in Parser::new(0).parse_all(module) {
        let payload = payload?;
        let range = match &payload {
            Payload::Version { range, .. } => Some(range.clone()),
            other => other.as_section().map(|(_, range)| range),
        };
        let Some(range) = range else { continue };
        if matches!(&payload, Payload::CustomSection(section) if section.name() == FEATURES) {
            return Ok(Some(end..range.end));
        }
        end = range.end;
    }
    Ok(None)
}

/// Writes a length as LEB128.
fn push_length(out: &mut Vec<u8>, length: usize) {
    let [low, ..] = length.to_le_bytes();
    if length < 0x80 {
        out.push(low);
    } else {
        out.push(low | 0x80);
        push_length(out, length >> 7);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_section_is_taken_out_and_its_neighbours_stay() {
        let named = |name: &str| {
            let body = [
                &[u8::try_from(name.len()).unwrap()],
                name.as_bytes(),
                b"content",
            ]
            .concat();
            [&[0, u8::try_from(body.len()).unwrap()], body.as_slice()].concat()
        };
        let header = b"\0asm\x01\0\0\0".to_vec();
        let parts =
            |features: &[u8]| [&header, named("one").as_slice(), features, &named("two")].concat();
        assert_eq!(
            without_features(parts(&named(FEATURES))).unwrap(),
            parts(b"")
        );
        assert_eq!(without_features(parts(b"")).unwrap(), parts(b""));
    }

    #[test]
    fn the_section_is_read_back_by_a_parser() {
        let content = "x".repeat(300);
        let module = append(b"\0asm\x01\0\0\0".to_vec(), &content);
        let sections: Vec<_> = Parser::new(0)
            .parse_all(&module)
            .map(Result::unwrap)
            .collect();
        let found = sections.iter().any(|payload| match payload {
            Payload::CustomSection(section) => {
                section.name() == NAME && section.data() == content.as_bytes()
            }
            _ => false,
        });
        assert!(found);
    }
}
