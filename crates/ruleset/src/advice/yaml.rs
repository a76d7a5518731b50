//! Texts that are no YAML.

/// Signs that begin something else than a text in YAML.
const RESERVED: [char; 3] = ['%', '@', '`'];

/// What is to be said about a syntax error at that offset.
pub(crate) fn unreadable(text: &str, offset: usize) -> &'static str {
    let rest = text.get(offset..).unwrap_or_default();
    let line_start = text
        .get(..offset)
        .and_then(|before| before.rfind('\n'))
        .map_or(0, |newline| newline + 1);
    let before = text.get(line_start..offset).unwrap_or_default();
    if rest.starts_with(RESERVED) {
        "a text that begins with this sign is quoted: `output: \"%evt.time …\"`"
    } else if rest.starts_with('\t') || before.contains('\t') {
        "YAML is indented with blanks, not with tabs"
    } else if rest.starts_with(':') && before.contains(": ") {
        "a text that contains `: ` is quoted"
    } else if rest.starts_with(':') {
        "the keys of an item stand below each other: this line, or the one before it, is indented differently"
    } else if before.contains(['"', '\'']) {
        "look for a quote that is missing, or that ends the text too early"
    } else {
        "look for a line that is indented differently from the others, and for a missing quote"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn help(text: &str, sign: &str) -> &'static str {
        unreadable(text, text.find(sign).unwrap())
    }

    #[test]
    fn each_sign_has_its_advice() {
        assert!(help("- rule: a\n  output: %x", "%").contains("is quoted"));
        assert!(help("- rule: a\n\tdesc: b", "\t").contains("not with tabs"));
        assert!(help("- rule: a\n   desc: b", ": b").contains("indented differently"));
        assert!(help("- rule: a: b", ": b").contains("contains `: `"));
        assert!(help("- rule: \"a\" b", "b").contains("a quote"));
    }

    #[test]
    fn a_place_behind_the_text_has_general_advice() {
        assert!(unreadable("a", 99).contains("look for a line"));
        assert!(unreadable("\u{e9}", 1).contains("look for a line"));
    }
}
