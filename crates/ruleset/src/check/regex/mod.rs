//! `regex` patterns: from RE2's POSIX syntax, which Falco speaks, to the syntax of the `regex` crate.
//!
//! A pattern is parsed as RE2 would parse it, with RE2's errors, and the tree is printed anew. Nothing of
//! the pattern's own text reaches the `regex` crate unparsed, so its extensions (`(?i)`, `\d`, set
//! operations) cannot leak into the rule language.

mod class;
mod cursor;
mod error;
mod escape;
mod parse;
mod posix_class;
mod print;
mod repeat;
mod size;
mod syntax;

pub(super) use error::RegexError;

use crate::typed::Pattern;

/// The longest pattern: no literal of a condition is longer.
const MAX_BYTES: usize = 255;

/// Translates a RE2 POSIX pattern, or says in RE2's words why RE2 refuses it.
///
/// The translation matches whole texts only, as Falco does. `^` and `$` also match at line boundaries
/// inside the text, and `.` matches any code point but a line feed.
pub(super) fn translate(pattern: &[u8]) -> Result<Pattern, RegexError> {
    if pattern.len() > MAX_BYTES {
        return Err(RegexError::TooLarge);
    }
    let node = parse::parse(pattern)?;
    size::require_affordable(&node)?;
    let translated = print::anchored(&node);
    require_valid(&translated)?;
    let source = String::from_utf8(pattern.to_vec()).map_err(|_| RegexError::InvalidUtf8)?;
    Ok(Pattern { source, translated })
}

/// The last word is the `regex` crate's own parser's, so that compiling the pattern can only fail for size.
fn require_valid(translated: &str) -> Result<(), RegexError> {
    regex_syntax::Parser::new()
        .parse(translated)
        .map(drop)
        .map_err(|_| RegexError::TooLarge)
}

#[cfg(test)]
mod tests;
