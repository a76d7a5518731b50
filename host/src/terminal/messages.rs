//! What is said beside the output, on standard error.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::{ColorChoice, Stream, harmless, harmless_block, use_color};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const NOTE: Style = AnsiColor::Cyan.on_default();

/// Says things on standard error. That nobody listens there is no reason to stop.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Messages {
    color: bool,
}

impl Messages {
    /// With colours if standard error can show them.
    pub(crate) fn new(choice: ColorChoice) -> Self {
        Self {
            color: use_color(choice, Stream::Messages),
        }
    }

    /// Whether colours are used here.
    pub(crate) const fn color(self) -> bool {
        self.color
    }

    /// Says what went wrong.
    pub(crate) fn error(self, text: &str) {
        self.say("falconet:", ERROR, text);
    }

    /// Says what is worth knowing.
    pub(crate) fn note(self, text: &str) {
        self.say("falconet: note:", NOTE, text);
    }

    /// Shows a block of text as it is, but for control characters; colours stay if they are used here.
    pub(crate) fn block(self, text: &str) {
        let text = harmless_block(text, self.color);
        let end = if text.is_empty() || text.ends_with('\n') {
            ""
        } else {
            "\n"
        };
        drop(write!(io::stderr().lock(), "{text}{end}"));
    }

    fn say(self, label: &str, style: Style, text: &str) {
        let style = if self.color { style } else { Style::new() };
        drop(writeln!(
            io::stderr().lock(),
            "{style}{label}{style:#} {}",
            harmless(text)
        ));
    }
}
