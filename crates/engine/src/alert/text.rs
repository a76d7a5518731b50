//! Text alerts: the line, escaped as if it stood in a JSON string, without the quotes.

use crate::format::escape;

/// Appends the alert whose time, priority and message are in `line`.
pub(super) fn write(line: &[u8], out: &mut Vec<u8>) {
    escape::write_escaped(line, out);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_of_the_rule_is_escaped_as_well() {
        let mut out = Vec::new();
        write("10:00: Notice \"a\\b\"\n/é".as_bytes(), &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            r#"10:00: Notice \"a\\b\"\n/é"#
        );
    }
}
