//! Texts that are no YAML.

use falconet_diagnostics::{Label, SourceId, Span};

use super::Advice;
use crate::yaml::unclosed;

/// Signs that begin something else than a text in YAML.
const RESERVED: [char; 3] = ['%', '@', '`'];

/// What is to be said about a syntax error at that offset of a file.
pub(crate) fn unreadable(text: &str, offset: usize, file: SourceId) -> Advice {
    let never_closed = unclosed(text, offset).and_then(|place| never_closed(text, place, file));
    never_closed.unwrap_or_else(|| wrong_at(text, offset).into())
}

/// Something that is open to the end is worth more than the place where that was noticed.
fn never_closed(text: &str, place: Span, file: SourceId) -> Option<Advice> {
    let sign = text.get(place.start..)?.chars().next()?;
    let label = Label {
        source: file,
        span: place,
        text: format!("this `{sign}` is never closed"),
    };
    let help = format!("add the missing `{}`", closing(sign));
    Some(Advice::from(help).at(vec![label]))
}

const fn closing(sign: char) -> char {
    match sign {
        '[' => ']',
        '{' => '}',
        quote => quote,
    }
}

fn wrong_at(text: &str, offset: usize) -> &'static str {
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
        wrong_at(text, text.find(sign).unwrap())
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
        assert!(wrong_at("a", 99).contains("look for a line"));
        assert!(wrong_at("\u{e9}", 1).contains("look for a line"));
    }
    #[test]
    fn what_is_never_closed_is_shown_where_it_opens() {
        let text = "- list: a\n  items: [a, b\n";
        let advice = unreadable(text, text.len(), SourceId(0));
        let help = advice.help.map(|hint| hint.text);
        assert_eq!(help.as_deref(), Some("add the missing `]`"));
        let label = advice.labels.first().unwrap();
        assert_eq!(&text[label.span.start..label.span.end], "[");
        assert_eq!(label.text, "this `[` is never closed");
    }
}
