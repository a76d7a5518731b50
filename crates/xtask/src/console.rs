//! Everything that is printed goes through here.

use std::io::{self, IsTerminal, Write};
use std::sync::LazyLock;

use indicatif::{MultiProgress, ProgressBar};

use crate::error::Error;

/// What is drawn at the bottom of a terminal.
static DRAWN: LazyLock<MultiProgress> = LazyLock::new(MultiProgress::new);

/// Prints a line on standard output.
pub(crate) fn line(text: &str) -> Result<(), Error> {
    let print = || writeln!(io::stdout().lock(), "{text}");
    DRAWN.suspend(print).map_err(Error::Output)
}

/// Draws `bar` below all that is printed.
pub(crate) fn draw(bar: ProgressBar) -> ProgressBar {
    DRAWN.add(bar)
}

/// Prints the title of a section.
pub(crate) fn section(title: &str) -> Result<(), Error> {
    line(&format!("\n== {title}"))
}

/// Prints a line on standard error. A closed standard error is no reason to stop.
pub(crate) fn problem(text: &str) {
    let print = || writeln!(io::stderr().lock(), "{text}");
    drop(DRAWN.suspend(print));
}

/// Whether progress may be drawn over itself.
pub(crate) fn is_interactive() -> bool {
    io::stderr().is_terminal()
        && std::env::var_os("CI").is_none_or(|value| value.is_empty() || value == "false")
}

/// A number of bytes for people: `1,234,567 bytes`.
pub(crate) fn bytes(count: u64) -> String {
    format!("{} bytes", grouped(count))
}

/// A number with its thousands set apart.
pub(crate) fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        for (count, text) in [
            (0, "0"),
            (999, "999"),
            (1000, "1,000"),
            (1_234_567, "1,234,567"),
        ] {
            assert_eq!(grouped(count), text);
        }
    }
}
