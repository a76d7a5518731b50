//! Where text is written: how wide, and whether in colours.

use falconet_diagnostics::escape_control;

/// Columns below which wrapping would leave a word a line.
const NARROWEST: usize = 20;

/// Where text is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Columns; without a number no line is wrapped, so that an entry of a table is one line.
    pub width: Option<usize>,
    /// Whether names stand out and places stand back.
    pub color: bool,
}

/// What a colour says of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tint {
    /// It holds.
    Good,
    /// It does not.
    Bad,
}

impl Tint {
    const fn code(self) -> &'static str {
        match self {
            Self::Good => "32",
            Self::Bad => "31",
        }
    }
}

impl Page {
    /// A name, standing out.
    pub fn strong(self, text: &str) -> String {
        self.styled("1", text)
    }

    /// Something beside the matter, standing back.
    pub fn faint(self, text: &str) -> String {
        self.styled("2", text)
    }

    /// A text in a colour that says what it means.
    pub fn tinted(self, tint: Tint, text: &str) -> String {
        self.styled(tint.code(), text)
    }

    fn styled(self, code: &str, text: &str) -> String {
        if self.color && !text.is_empty() {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }

    /// A text as lines of the page, all of them behind `indent` columns.
    pub fn lines(self, text: &str, indent: usize) -> String {
        let lines = self.wrapped(text, indent);
        let mut block = String::new();
        for line in lines {
            block.push_str(&padded("", indent));
            block.push_str(&line);
            block.push('\n');
        }
        block
    }

    /// A text cut at blanks into lines that fit behind `indent` columns.
    pub fn wrapped(self, text: &str, indent: usize) -> Vec<String> {
        let Some(width) = self.width else {
            return vec![text.to_owned()];
        };
        wrap(text, width.saturating_sub(indent).max(NARROWEST))
    }
}

/// A text of others, safe to show on one line.
pub fn safe(text: &str) -> String {
    escape_control(text).into_owned()
}

/// Columns of a text, a character each.
pub fn columns(text: &str) -> usize {
    text.chars().count()
}

/// A text behind blanks up to a column.
pub fn padded(text: &str, width: usize) -> String {
    format!("{text:width$}")
}

/// A word that is longer than a line has one for itself.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut line, mut used) = (String::new(), 0);
    for word in text.split(' ') {
        let length = columns(word);
        if used > 0 && used + 1 + length > width {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += length;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_at_blanks_and_long_words_stand_alone() {
        assert_eq!(wrap("aa bb ccccccc d", 5), ["aa bb", "ccccccc", "d"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn without_a_width_nothing_breaks() {
        let text = "a ".repeat(200);
        assert_eq!(Page::default().wrapped(&text, 4).len(), 1);
        let narrow = Page {
            width: Some(1),
            color: false,
        };
        assert!(
            narrow
                .wrapped(&text, 4)
                .iter()
                .all(|line| line.len() <= NARROWEST)
        );
    }

    #[test]
    fn colours_are_only_written_where_they_are_wanted() {
        assert_eq!(Page::default().strong("x"), "x");
        let page = Page {
            width: None,
            color: true,
        };
        assert_eq!(page.strong("x"), "\u{1b}[1mx\u{1b}[0m");
    }
}
