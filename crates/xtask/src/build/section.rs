//! A custom section that says which tools made the file.

/// The section's name.
const NAME: &str = "falconet.tools";

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
    fn the_section_is_read_back_by_a_parser() {
        let content = "x".repeat(300);
        let module = append(b"\0asm\x01\0\0\0".to_vec(), &content);
        let sections: Vec<_> = wasmparser::Parser::new(0)
            .parse_all(&module)
            .map(Result::unwrap)
            .collect();
        let found = sections.iter().any(|payload| match payload {
            wasmparser::Payload::CustomSection(section) => {
                section.name() == NAME && section.data() == content.as_bytes()
            }
            _ => false,
        });
        assert!(found);
    }
}
